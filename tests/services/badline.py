"""A bad line: a proxy that loses, delays and turns round what goes over websockets.

Pages and other requests pass as they are. Of a websocket, whole messages are lost or change places.
"""

import random
import socket
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Lock, Thread

MESSAGE = b"4"  # Engine.IO: a message; all else keeps the line alive and passes
HEAD_END = b"\r\n\r\n"


@dataclass
class Frame:
    """A websocket frame: its bytes as they came, and what they say."""

    raw: bytes
    opcode: int
    payload: bytes


@dataclass
class Chance:
    """How bad the line is, and what has happened on it so far."""

    lost: float = 0.0  # of all messages
    turned: float = 0.0  # of all messages: told after the next one
    seed: int = 0
    happened: dict[str, int] = field(default_factory=lambda: {"lost": 0, "turned": 0, "told": 0})
    _random: random.Random = field(init=False)
    _lock: Lock = field(default_factory=Lock)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311  # no secret

    def heal(self) -> None:
        """Become a good line."""
        self.lost = self.turned = 0.0

    def throw(self) -> str:
        """Decide what becomes of a message."""
        with self._lock:
            thrown = self._random.random()
            fate = "told"
            if thrown < self.lost:
                fate = "lost"
            elif thrown < self.lost + self.turned:
                fate = "turned"
            self.happened[fate] += 1
            return fate


@contextmanager
def bad_line(port: int, chance: Chance) -> Iterator[str]:
    """Stand in front of a server of this machine; give the address of the bad line to it."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_ones = set[socket.socket]()

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:  # closed: the block has ended
                return
            Thread(target=_serve, args=(client, port, chance, open_ones), daemon=True).start()

    Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()
        for one in list(open_ones):
            _close(one)


def _serve(client: socket.socket, port: int, chance: Chance, open_ones: set[socket.socket]) -> None:
    try:
        server = socket.create_connection(("127.0.0.1", port))
    except OSError:  # the server is away: so is the line
        _close(client)
        return
    both = {client, server}
    open_ones |= both
    for one in both:
        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    head, rest = _head(client)
    with suppress(OSError):
        server.sendall(head + rest)
    upgraded = b"upgrade: websocket" in head.lower()
    there = Thread(
        target=_frames if upgraded else _bytes, args=(client, server, chance), daemon=True
    )
    there.start()
    if upgraded:
        answer, rest = _head(server)
        with suppress(OSError):
            client.sendall(answer)
        _frames(server, client, chance, rest)
    else:
        _bytes(server, client, chance)
    for one in both:
        _close(one)
    there.join()
    open_ones -= both


def _head(source: socket.socket) -> tuple[bytes, bytes]:
    """Read to the end of the head of a request or an answer; give it and what came behind it."""
    text = b""
    with suppress(OSError):
        while HEAD_END not in text and (more := source.recv(65_536)):
            text += more
    head, end, rest = text.partition(HEAD_END)
    return head + end, rest


def _bytes(source: socket.socket, sink: socket.socket, _chance: Chance) -> None:
    with suppress(OSError):
        while more := source.recv(65_536):
            sink.sendall(more)
    for one in (source, sink):
        _close(one)


def _frames(source: socket.socket, sink: socket.socket, chance: Chance, begun: bytes = b"") -> None:
    """Pass the messages of one direction on, or not."""
    held = b""
    with suppress(OSError, EOFError):
        read = _reader(source, begun)
        while True:
            frame = _frame(read)
            raw, counts = frame.raw, frame.opcode == 1 and frame.payload.startswith(MESSAGE)
            fate = chance.throw() if counts and frame.payload[1:2] in b"23" else "told"
            if fate == "lost":
                continue
            if fate == "turned" and not held:
                held = raw
                continue
            sink.sendall(raw + held)
            held = b""
    for one in (source, sink):
        _close(one)


def _reader(source: socket.socket, begun: bytes) -> Callable[[int], bytes]:
    kept = bytearray(begun)

    def read(size: int) -> bytes:
        while len(kept) < size:
            more = source.recv(65_536)
            if not more:
                raise EOFError
            kept.extend(more)
        wanted = bytes(kept[:size])
        del kept[:size]
        return wanted

    return read


def _frame(read: Callable[[int], bytes]) -> Frame:
    raw = head = read(2)
    size = head[1] & 0x7F
    if size >= 126:
        longer = read(2 if size == 126 else 8)
        raw += longer
        size = struct.unpack(">H" if size == 126 else ">Q", longer)[0]
    mask = read(4) if head[1] & 0x80 else b""
    body = read(size)
    said = bytes(byte ^ mask[at % 4] for at, byte in enumerate(body[:64])) if mask else body[:64]
    return Frame(raw + mask + body, head[0] & 0x0F, said)


def _close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    one.close()
