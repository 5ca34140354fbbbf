"""Pipes, on real connections and with the lock that the server's own writing takes."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest

from panel.kernel.pipes import Pipe, write

pytestmark = pytest.mark.filterwarnings("ignore:(?s).*Eventlet is deprecated")
LONG = b"x" * 4_000_000  # more than a connection takes at once


@dataclass
class Line:
    """A connection, its pipe, what is queued for it, and what is to be done aside."""

    pipe: Pipe
    far: socket.socket
    queued: list[str]
    aside: list[Callable[[], object]] = field(default_factory=list)

    def read(self, size: int) -> bytes:
        """Read so many bytes at the far end."""
        read = bytearray()
        while len(read) < size:
            read += self.far.recv(size - len(read))
        return bytes(read)

    def fill(self) -> int:
        """Write until the machine takes no more; give how much it took."""
        taken = 0
        while True:
            try:
                taken += self.pipe.send(LONG)
            except BlockingIOError:
                return taken


@pytest.fixture
def line() -> Iterator[Line]:
    from eventlet.semaphore import Semaphore

    near, far = socket.socketpair()
    near.setblocking(False)
    queued, aside = list[str](), list[Callable[[], object]]()
    pipe = Pipe(near.send, near, Semaphore(), queued, aside.append)
    with near, far:
        yield Line(pipe, far, queued, aside)


def test_what_is_free_is_written_to(line: Line) -> None:
    assert list(write(b"one", [line.pipe])) == []
    assert list(write(b"two", [line.pipe])) == []

    assert line.read(6) == b"onetwo"


def test_nobody_writes_before_what_is_queued(line: Line) -> None:
    line.queued.append("an earlier packet")
    assert list(write(b"one", [line.pipe])) == [0]

    line.queued.clear()
    assert list(write(b"two", [line.pipe])) == []
    assert line.read(3) == b"two"


def test_nobody_writes_into_what_somebody_else_writes(line: Line) -> None:
    assert list(write(b"one", [line.pipe])) == []
    line.pipe.acquire()
    assert list(write(b"two", [line.pipe])) == [0]

    line.pipe.release()
    assert list(write(b"three", [line.pipe])) == []
    assert line.read(8) == b"onethree"


def test_what_the_machine_does_not_take_is_left_and_looked_at_from_then_on(line: Line) -> None:
    assert list(write(b"", [line.pipe])) == []
    taken = line.fill()
    assert list(write(b"one", [line.pipe])) == [0]
    line.queued.append("one")
    line.read(taken)
    assert list(write(b"two", [line.pipe])) == [0]

    line.queued.clear()
    assert list(write(b"three", [line.pipe])) == []
    assert line.read(5) == b"three"


def test_the_rest_of_a_frame_is_written_before_anything_else(line: Line) -> None:
    assert list(write(LONG, [line.pipe])) == []
    [finish] = line.aside
    begun = line.read(100_000)
    assert list(write(b"two", [line.pipe])) == [0]

    line.far.close()
    finish()
    assert begun == LONG[: len(begun)]
    assert list(write(b"three", [line.pipe])) == [0]  # half a frame was its last


def test_of_several_the_places_are_told_of_those_that_are_not_written_to(line: Line) -> None:
    near, far = socket.socketpair()
    with near, far:
        free = Pipe(near.send, near, line.pipe.lock, [], line.aside.append)
        line.queued.append("an earlier packet")

        assert list(write(b"one", [free, line.pipe, free])) == [1]
        assert far.recv(6) == b"oneone"
