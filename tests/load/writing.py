"""Posts acknowledged a second: writers who send the next as soon as the last is answered."""

import select
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field

from tests.load.crowd import LONGEST, whole
from tests.load.fanout import connected
from tests.serving.wire import CHUNK

Posting = Callable[[], bytes]  # makes the whole request of a new post


@dataclass(frozen=True)
class Writer:
    """Whose posts these are, and which server takes them."""

    port: int
    posting: Posting


@dataclass
class Writers:
    """Some who write at one time, each over a connection of their own."""

    writers: Sequence[Writer]
    posts: int  # of all together, a round
    rates: list[float] = field(default_factory=list)  # a second

    def go(self) -> None:
        """Run one round, over connections that are new."""
        with ExitStack() as opened:
            sockets = [connected(opened, one.port) for one in self.writers]
            self.rates.append(self.posts / self._write(sockets))

    def _write(self, sockets: Sequence[socket.socket]) -> float:
        """Let all of them write; give the seconds from the first request to the last answer."""
        poll = select.epoll()
        of = {
            one.fileno(): (one, writer) for one, writer in zip(sockets, self.writers, strict=True)
        }
        replies = {number: bytearray() for number in of}
        sent = answered = 0
        begin = time.perf_counter()
        for number, (one, writer) in of.items():
            poll.register(number, select.EPOLLIN)
            one.sendall(writer.posting())
            sent += 1
        while answered < sent:
            events = poll.poll(LONGEST)
            assert events, f"{sent - answered} posts are not acknowledged"
            for number, _ in events:
                one, writer = of[number]
                reply = replies[number]
                reply += one.recv(CHUNK)
                if whole(reply):
                    assert reply.startswith(b"HTTP/1.1 201"), bytes(reply[:200])
                    reply.clear()
                    answered += 1
                    if sent < self.posts:
                        one.sendall(writer.posting())
                        sent += 1
        took = time.perf_counter() - begin
        poll.close()
        return took
