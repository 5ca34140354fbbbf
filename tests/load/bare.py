"""The floor under an edit in Python: a bare loop that stores what it reads, and sends it to all.

`python -m tests.load.bare DATABASE` prints its port. It knows no protocol, no documents and no
people: what comes is stored in a SQLite as safe as ours, written to everybody as one ready frame,
and acknowledged to whom it came from. Whatever Mesa costs beyond that are its questions.
"""

import socket
import sqlite3
import sys
import warnings
from contextlib import ExitStack

from tests.load.beside import Baseline
from tests.load.circle import Circle, Said, Signs
from tests.serving.wire import CHUNK, framed

SIGNS = Signs(b"edit", b"stored")


def main(database: str) -> None:
    """Serve whoever connects."""
    import eventlet  # after its warning has been silenced

    table = sqlite3.connect(database, isolation_level=None)
    table.execute("PRAGMA journal_mode = WAL")
    table.execute("PRAGMA synchronous = FULL")
    table.execute("CREATE TABLE edit (id INTEGER PRIMARY KEY, data BLOB)")
    listener = eventlet.listen(("127.0.0.1", 0), reuse_port=False)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(listener.getsockname()[1], flush=True)
    everybody = list[socket.socket]()

    def serve(one: socket.socket) -> None:
        while data := one.recv(CHUNK):
            table.execute("INSERT INTO edit (data) VALUES (?)", (data,))
            frame = framed(SIGNS.edit + data)
            for other in everybody:
                other.sendall(frame)
            one.sendall(framed(SIGNS.answer))

    while True:
        one, _ = listener.accept()
        everybody.append(one)
        eventlet.spawn_n(serve, one)


def circle(opened: ExitStack, running: Baseline, number: int) -> Circle:
    """Connect as many as there are co-editors."""
    address = ("127.0.0.1", running.port)
    sockets = [opened.enter_context(socket.create_connection(address)) for _ in range(number)]
    for one in sockets:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return Circle(sockets, SIGNS)


def change(data: bytes) -> Said:
    """Send an update as it is."""
    return Said(data, data)


if __name__ == "__main__":
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    main(sys.argv[1])
