"""Writing to open websockets at once, without waiting for any of them.

What tells whether a websocket is free, its lock and its queue, lies far from everything else in
memory; looking at all of that for a thousand of them took a tenth of the time of writing. So who
else writes to one marks its pipe on the way, and unmarked ones are written to as they are.
"""

import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Protocol


class Lock(Protocol):
    """What the server's own writing takes for the time of a frame."""

    balance: int  # how often it is free, less how many wait for it

    def acquire(self) -> object:
        """Take it, or wait for it."""

    def release(self) -> object:
        """Let the next one have it."""


class Stream(Protocol):
    """The server's end of a connection."""

    def sendall(self, data: bytes) -> object:
        """Write all of it, and let others go on meanwhile."""

    def shutdown(self, how: int) -> object:
        """End the connection."""


@dataclass(eq=False, slots=True)
class Pipe:
    """A websocket, as it is written to; it has the place of the lock that it keeps."""

    send: Callable[[bytes], int]  # gives how many bytes the machine takes now; OSError: none
    stream: Stream
    lock: Lock
    queued: Collection[object]  # packets that the server's own writing has still before it
    spawn: Callable[[Callable[[], object]], object]
    marked: bool = True  # somebody else writes, or waits to, or did when this was last looked at

    def acquire(self) -> object:
        """Take the lock."""
        self.marked = True
        return self.lock.acquire()

    def release(self) -> object:
        """Let the next one have the lock."""
        return self.lock.release()

    def is_free(self) -> bool:
        """Look whether nobody else writes or waits to; then it need not be looked at again."""
        self.marked = bool(self.queued) or self.lock.balance < 1
        return not self.marked

    def finish(self, rest: bytes) -> None:
        """Write the rest of a frame aside, before anybody else writes."""
        self.acquire()
        self.spawn(partial(self._finish, rest))

    def _finish(self, rest: bytes) -> None:
        try:
            self.stream.sendall(rest)
        except OSError:  # gone meanwhile, which its reader is told
            with suppress(OSError):
                self.stream.shutdown(socket.SHUT_RDWR)  # half a frame can only be its last
        finally:
            self.release()


def write(frame: bytes, pipes: Sequence[Pipe]) -> Sequence[int]:
    """Write a whole frame to each that is free and takes it now; give the places of the others.

    What is to reach those has to be queued for the server's own writing, in its order.
    """
    left, whole = list[int](), len(frame)
    for at, pipe in enumerate(pipes):
        if pipe.marked and not pipe.is_free():
            left.append(at)
            continue
        try:
            sent = pipe.send(frame)
        except OSError:  # it is full; or gone, which its reader is told
            pipe.marked = True
            left.append(at)
            continue
        if sent < whole:
            pipe.finish(frame[sent:])
    return left
