"""Waking workers. Huey carries no job, it only says "look": what is to be done stands in the rows.

A ring may be lost or doubled, and a worker that hears none looks by itself after a while.
"""

import logging
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Event

from huey import SqliteHuey

from panel.jobs.events import JobAsked
from panel.kernel.work import Heard

log = logging.getLogger(__name__)
LOOK = b"look"
TICK = 0.2  # seconds between two glances at the queue, which on SQLite cannot call
PATIENCE = 0.5  # seconds that a ring waits for its turn


class Bell:
    """The queue of one installation, in `var/wake.db`."""

    def __init__(self, var: Path) -> None:
        """Know the place; nothing is made there before somebody rings or waits."""
        self._path = var / "wake.db"

    def announce(self, heard: Sequence[Heard]) -> None:
        """Follow up a commit: ring if something is to be done."""
        if any(isinstance(one.fact, JobAsked) for one in heard):
            self.ring()

    def ring(self) -> None:
        """Wake a worker."""
        try:
            self._queue.storage.enqueue(LOOK)
        except Exception:  # what was asked for is saved, and is looked for all the same
            log.exception("the bell could not be rung")

    def wait(self, seconds: float, over: Event) -> None:
        """Wait until it rings, until it is over, or for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not over.wait(TICK):
            try:
                if self._queue.storage.dequeue():
                    return
            except Exception:  # as above
                log.exception("the bell could not be heard")

    def is_heard(self, seconds: float) -> bool:
        """Ring, and tell whether a worker has heard it within so long."""
        self.ring()
        until = time.monotonic() + seconds
        while self._queue.storage.queue_size():
            if time.monotonic() >= until:
                return False
            time.sleep(TICK)
        return True

    @cached_property
    def _queue(self) -> SqliteHuey:
        return SqliteHuey(
            "mesa", filename=str(self._path), fsync=False, results=False, timeout=PATIENCE
        )
