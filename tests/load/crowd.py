"""Hundreds of followers in one light process, so that what is measured is the server.

No library reads for them: one loop over bare sockets takes frames apart just far enough to know a
push from anything else, and notes when the last follower has it. What that costs is printed.
"""

import select
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass

from tests.serving.wire import CHUNK, frame, split

PUSH, BEAT = b'42["push"', b"2"
LONGEST = 20.0  # seconds without any news: something is broken
END = b"\r\n\r\n"
LENGTH = b"Content-Length: "


@dataclass(frozen=True)
class Told:
    """When a message had come through, in seconds since it was sent."""

    first: float  # follower
    last: float
    answered: float  # to whom sent it; 0 when nobody asked for an answer


class Crowd:
    """Followers who have entered a room, and somebody who writes there."""

    def __init__(self, followers: Sequence[socket.socket], writer: socket.socket) -> None:
        self.sample = b""  # the push that came last
        self._writer = writer
        self._poll = select.epoll()
        self._sockets = {one.fileno(): one for one in followers}
        self._data = {number: bytearray() for number in self._sockets}
        for one in (*followers, writer):
            one.setblocking(False)
            self._poll.register(one.fileno(), select.EPOLLIN)

    def tell(self, message: bytes, *, answered: bool) -> Told:
        """Send what makes the server tell everybody, and wait until the last one has it."""
        without, first, answer = set(self._sockets), 0.0, 0.0
        reply = bytearray()
        begin = now = time.perf_counter()
        self._writer.send(message)
        while without or (answered and not answer):
            events = self._poll.poll(LONGEST)
            assert events, f"{len(without)} followers have heard nothing"
            for number, _ in events:
                if number == self._writer.fileno():
                    reply += self._writer.recv(CHUNK)
                    answer = time.perf_counter() - begin if _whole(reply) else 0.0
                elif self._hears(number):
                    now = time.perf_counter()
                    first = first or now - begin
                    without.discard(number)
        assert not answered or reply.startswith(b"HTTP/1.1 201"), bytes(reply[:200])
        return Told(first, now - begin, answer)

    def _hears(self, number: int) -> bool:
        """Read what a follower has got; tell whether a push was in it."""
        data = self._data[number]
        data += self._sockets[number].recv(CHUNK)
        heard = False
        while whole := split(data):
            if whole[1] == BEAT:
                self._sockets[number].send(frame(b"3"))
            if whole[1].startswith(PUSH):
                heard, self.sample = True, whole[1]
        return heard


def _whole(reply: bytearray) -> bool:
    head, end, body = bytes(reply).partition(END)
    if not end:
        return False
    length = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
    return len(body) >= length
