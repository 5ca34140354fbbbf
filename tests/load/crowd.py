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
LONG = 126  # the mark of a frame whose length stands in two bytes, and four before its message
LONGEST = 20.0  # seconds until the last one has it: something is broken
QUIET = 1.0  # seconds without any news: everybody has been told who else is here
END = b"\r\n\r\n"
LENGTH = b"Content-Length: "


@dataclass(frozen=True)
class Told:
    """When a message had come through, in seconds since it was sent."""

    last: float  # follower
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
        at, answer, everybody = dict[int, float](), 0.0, len(self._sockets)
        reply = bytearray()
        begin = time.perf_counter()
        self._writer.send(message)
        while len(at) < everybody or (answered and not answer):
            events = self._poll.poll(LONGEST)
            within = time.perf_counter() - begin < LONGEST  # pings and beats are no news
            assert events and within, f"{everybody - len(at)} followers have heard nothing"
            for number, _ in events:
                if number == self._writer.fileno():
                    reply += self._writer.recv(CHUNK)
                    answer = time.perf_counter() - begin if whole(reply) else 0.0
                elif self._hears(number):
                    at[number] = time.perf_counter() - begin
        assert not answered or reply.startswith(b"HTTP/1.1 201"), bytes(reply[:200])
        return Told(max(at.values()), answer)

    def settle(self) -> None:
        """Read what has come meanwhile, and answer pings, until it is quiet."""
        while events := self._poll.poll(QUIET):
            for number, _ in events:
                assert number != self._writer.fileno(), "the server has hung up on the writer"
                self._hears(number)

    def _hears(self, number: int) -> bool:
        """Read what a follower has got; tell whether a push was in it."""
        data, came = self._data[number], self._sockets[number].recv(CHUNK)
        assert came, "the server has hung up on a follower"
        if not data and _is_push(came):  # as nearly always
            self.sample = came[4:]
            return True
        data += came
        heard = False
        while one := split(data):
            if one[1] == BEAT:
                self._sockets[number].send(frame(b"3"))
            if one[1].startswith(PUSH):
                heard, self.sample = True, one[1]
        return heard


def _is_push(came: bytes) -> bool:
    """Tell whether this is one push and nothing else, without taking it apart."""
    length = int.from_bytes(came[2:4], "big")
    return came.startswith(PUSH, 4) and came[1] == LONG and length == len(came) - 4


def whole(reply: bytearray) -> bool:
    """Tell whether an answer over HTTP has come to its end."""
    head, end, body = bytes(reply).partition(END)
    if not end:
        return False
    length = int(head.partition(LENGTH)[2].partition(b"\r\n")[0])
    return len(body) >= length
