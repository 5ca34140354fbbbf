"""Co-editors in one light process, so that what is measured is the server.

As in `crowd`, one loop over bare sockets; here each of them writes in turn, and frames are told
apart by how they begin. Updates were made before, and those that come are not applied: it is seen
that they are the very bytes that were sent.
"""

import select
import socket
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tests.load.crowd import BEAT, LONGEST, Told
from tests.serving.wire import CHUNK, PING, PONG, frame, split

RATE = 20  # edits a second


@dataclass(frozen=True)
class Signs:
    """How a server's frames begin: one that brings an edit, one that acknowledges one's own."""

    edit: bytes
    answer: bytes


@dataclass(frozen=True)
class Said:
    """An edit as it is sent, and as it stands in what everybody is to get."""

    frame: bytes
    within: bytes


class Circle:
    """Those who have one document open."""

    def __init__(self, sockets: Sequence[socket.socket], signs: Signs) -> None:
        self.answer = b""  # the acknowledgement that came last
        self._sockets, self._signs = {one.fileno(): one for one in sockets}, signs
        self._data = {number: bytearray() for number in self._sockets}
        self._order = list(self._sockets)
        self._due = 0.0
        self._poll = select.epoll()
        for one in sockets:
            one.setblocking(False)
            self._poll.register(one.fileno(), select.EPOLLIN)

    def tell(self, who: int, said: Said, on_answer: Callable[[], object] = lambda: None) -> Told:
        """Let one of them send an edit when its time has come; wait until the last one has it."""
        time.sleep(max(0.0, self._due - time.perf_counter()))
        at, answered, everybody = dict[int, float](), 0.0, len(self._sockets)
        begin = time.perf_counter()
        self._due = begin + 1 / RATE
        self._sockets[self._order[who]].sendall(said.frame)
        while len(at) < everybody or not answered:
            events = self._poll.poll(LONGEST)
            assert events, (
                f"{everybody - len(at)} co-editors have heard nothing; answer: {answered}"
            )
            for number, _ in events:
                heard, answer = self._hears(number, said.within)
                if answer:
                    answered = time.perf_counter() - begin
                    on_answer()
                if heard:
                    at[number] = time.perf_counter() - begin
        return Told(max(at.values()), answered)

    def _hears(self, number: int, within: bytes) -> tuple[bool, bool]:
        """Read what somebody has got; tell whether the edit was in it, and an acknowledgement."""
        data, edit, answer = self._data[number], False, False
        data += self._sockets[number].recv(CHUNK)
        while whole := split(data):
            kind, payload = whole
            if kind == PING or payload == BEAT:
                pong = frame(payload, PONG) if kind == PING else frame(b"3")
                self._sockets[number].sendall(pong)
            elif payload.startswith(self._signs.edit):
                edit = edit or within in payload
            elif payload.startswith(self._signs.answer):
                answer, self.answer = True, payload
        return edit, answer
