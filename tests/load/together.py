"""Requests a second, of several who send the next as soon as the last is answered."""

import select
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.load.crowd import LONGEST, whole
from tests.load.fanout import connected
from tests.serving.wire import CHUNK

GOOD = b"HTTP/1.1 20"


@dataclass(frozen=True)
class Asker:
    """Who asks one server again and again."""

    port: int
    request: Callable[[], bytes]  # the next one, whole


@dataclass
class Askers:
    """Some who ask at one time, each over a connection of their own."""

    askers: Sequence[Asker]
    times: int  # all together, a round
    rates: list[float] = field(default_factory=list)  # a second

    def go(self) -> None:
        """Run one round, over connections that are new."""
        with ExitStack() as opened:
            sockets = [connected(opened, one.port) for one in self.askers]
            self.rates.append(self.times / self._ask(sockets))

    def _ask(self, sockets: Sequence[socket.socket]) -> float:
        """Let all of them ask; give the seconds from the first request to the last answer."""
        poll = select.epoll()
        of = {one.fileno(): (one, asker) for one, asker in zip(sockets, self.askers, strict=True)}
        replies = {number: bytearray() for number in of}
        sent = answered = 0
        begin = time.perf_counter()
        for number, (one, asker) in of.items():
            poll.register(number, select.EPOLLIN)
            one.sendall(asker.request())
            sent += 1
        while answered < sent:
            events = poll.poll(LONGEST)
            assert events, f"{sent - answered} requests are not answered"
            for number, _ in events:
                one, asker = of[number]
                reply = replies[number]
                reply += one.recv(CHUNK)
                if whole(reply):
                    assert reply.startswith(GOOD), bytes(reply[:200])
                    reply.clear()
                    answered += 1
                    if sent < self.times:
                        one.sendall(asker.request())
                        sent += 1
        took = time.perf_counter() - begin
        poll.close()
        return took
