"""The floor under a push: a bare loop that writes one ready-made frame to everybody.

`python -m tests.load.floor FRAME FOLLOWERS`: FRAME is a file. The first to connect is the writer;
each byte that it sends makes the loop write.
"""

import socket
import sys
import warnings
from pathlib import Path

warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")


def main(frame: bytes, followers: int) -> None:
    """Write the frame to as many followers as there are to be, again and again."""
    import eventlet  # after its warning has been silenced

    listener = eventlet.listen(("127.0.0.1", 0), reuse_port=False, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    print(listener.getsockname()[1], flush=True)
    writer, _ = listener.accept()
    sockets = [listener.accept()[0] for _ in range(followers)]
    while writer.recv(1):
        for one in sockets:
            one.sendall(frame)


if __name__ == "__main__":
    main(Path(sys.argv[1]).read_bytes(), int(sys.argv[2]))
