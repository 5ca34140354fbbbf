"""A browser's socket, made of bytes: Socket.IO over a websocket, with nothing in between.

It sees what no client library shows: the answer to the handshake, single frames, and how it is
not to be read from. See RFC 6455, and Engine.IO's and Socket.IO's protocols (4 and 5).
"""

import base64
import json
import os
import socket
import time
from collections import deque
from itertools import cycle
from operator import xor
from types import TracebackType
from typing import Any, Self

Message = dict[str, Any]
PATIENCE = 10.0  # seconds for one answer
CHUNK = 65_536  # bytes
MASK = b"\x1f\x8b\x08\x2a"  # browsers draw one for each frame
TEXT, CLOSE, PING, PONG = 0x1, 0x8, 0x9, 0xA  # kinds of frames
_TWO_BYTES, _EIGHT_BYTES = 126, 127  # marks of longer frames
_SHORT = 125  # bytes that a frame's first length says


def frame(payload: bytes, kind: int = TEXT) -> bytes:
    """Wrap a message as a browser must, under a mask; ours changes nothing."""
    if len(payload) > _SHORT:
        head = bytes([0x80 | kind, 0x80 | _TWO_BYTES]) + len(payload).to_bytes(2, "big")
    else:
        head = bytes([0x80 | kind, 0x80 | len(payload)])
    return head + MASK + bytes(map(xor, payload, cycle(MASK)))


def framed(payload: bytes) -> bytes:
    """Wrap a message of some length as a server does."""
    return bytes([0x80 | TEXT, _TWO_BYTES]) + len(payload).to_bytes(2, "big") + payload


def split(data: bytearray) -> tuple[int, bytes] | None:
    """Take the first whole frame of a server from what has arrived: its kind, its payload."""
    if len(data) < 2:
        return None
    length, start = data[1], 2
    if length == _TWO_BYTES:
        length, start = int.from_bytes(data[2:4], "big"), 4
    elif length == _EIGHT_BYTES:
        length, start = int.from_bytes(data[2:10], "big"), 10
    if len(data) < start + length:
        return None
    kind, payload = data[0] & 0xF, bytes(data[start : start + length])
    del data[: start + length]
    return kind, payload


class Wire:
    """One open socket of somebody who is signed in."""

    def __init__(self, port: int, cookie: str, *, offer: str = "", buffer: int = 0) -> None:
        """Open it. `offer` names websocket extensions; `buffer` is how much may wait unread."""
        self.socket = socket.socket()
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self._data = bytearray()
        self._told = deque[tuple[str, Message]]()
        self._asked = 0
        self.headers = self._shake_hands(port, cookie, offer)
        self._packet()  # Engine.IO's opening
        self._send("40")
        assert self._packet().startswith("40"), "the socket was not let in"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _type: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        self.socket.close()

    def ask(self, event: str, message: object) -> Message:
        """Send an event and wait for its answer; what is told meanwhile is kept for `hear`."""
        self._asked += 1
        self._send(f"42{self._asked}{json.dumps([event, message])}")
        while not (packet := self._packet()).startswith(f"43{self._asked}"):
            self._keep(packet)
        answer: Message = json.loads(packet[2 + len(str(self._asked)) :])[0]
        return answer

    def hear(self, event: str, within: float = PATIENCE) -> Message:
        """Wait for the next message of a kind, and leave out others before it."""
        self.socket.settimeout(within)
        while True:
            while self._told:
                name, message = self._told.popleft()
                if name == event:
                    return message
            self._keep(self._packet())

    def bounce(self) -> float:
        """Send a ping and wait for the server's loop to answer; give the seconds it took."""
        begin = time.perf_counter()
        self.socket.sendall(frame(b"", PING))
        while (got := self._frame())[0] != PONG:
            if text := self._text(*got):
                self._keep(text)
        return time.perf_counter() - begin

    def _shake_hands(self, port: int, cookie: str, offer: str) -> str:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            "GET /socket.io/?EIO=4&transport=websocket HTTP/1.1",
            f"Host: 127.0.0.1:{port}",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            f"Sec-WebSocket-Key: {key}",
            f"Cookie: mesa={cookie}",
            *([f"Sec-WebSocket-Extensions: {offer}"] if offer else []),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        while b"\r\n\r\n" not in self._data:
            self._receive()
        head, _, rest = bytes(self._data).partition(b"\r\n\r\n")
        self._data = bytearray(rest)
        assert head.startswith(b"HTTP/1.1 101"), head.decode()
        return head.decode()

    def _send(self, packet: str) -> None:
        self.socket.sendall(frame(packet.encode()))

    def _packet(self) -> str:
        while (text := self._text(*self._frame())) is None:
            pass
        return text

    def _text(self, kind: int, payload: bytes) -> str | None:
        """Read a message out of a frame; Engine.IO's own ping is answered, and is none."""
        assert kind != CLOSE, "the server has closed the socket"
        if payload == b"2":
            self._send("3")
            return None
        return payload.decode() if kind == TEXT else None

    def _frame(self) -> tuple[int, bytes]:
        while (whole := split(self._data)) is None:
            self._receive()
        return whole

    def _receive(self) -> None:
        data = self.socket.recv(CHUNK)
        if not data:
            raise ConnectionResetError("the server has hung up")
        self._data += data

    def _keep(self, packet: str) -> None:
        if packet.startswith("42"):
            name, message = json.loads(packet[2:])
            self._told.append((name, message))
