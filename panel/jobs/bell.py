"""Waking workers. Huey carries no job, it only says "look": what is to be done stands in the rows.

A ring may be lost or doubled, and a worker that hears none looks by itself after a while.
"""

import logging
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import Event

from huey import Huey, RedisHuey, SqliteHuey

from panel.jobs.events import JobAsked
from panel.kernel.shared import Standing, connect, prefix
from panel.kernel.work import Heard

log = logging.getLogger(__name__)
LOOK = b"look"
TICK = 0.2  # seconds between two glances at the queue, which on SQLite cannot call
WITHOUT = "Workers look by themselves after a while."
PATIENCE = 0.5  # seconds that a ring waits for its turn


class Bell:
    """The queue of one installation, on Redis where one is set, else in `var/wake.db`."""

    def __init__(self, var: Path, redis: str = "") -> None:
        """Know the place; nothing is made there before somebody rings or waits."""
        self._path, self._redis = var / "wake.db", redis
        self._standing = Standing(redis, WITHOUT) if redis else None

    def announce(self, heard: Sequence[Heard]) -> None:
        """Follow up a commit: ring if something is to be done."""
        if any(isinstance(one.fact, JobAsked) for one in heard):
            self.ring()

    def ring(self) -> None:
        """Wake a worker."""
        if self._away:
            return
        try:
            self._queue.storage.enqueue(LOOK)
        except Exception as error:  # what was asked for is saved, and is looked for all the same
            self._failed("the bell could not be rung", error)
        else:
            self._worked()

    def wait(self, seconds: float, over: Event) -> None:
        """Wait until it rings, until it is over, or for so long."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not over.wait(TICK):
            if self._away:
                continue
            try:
                rung = self._queue.storage.dequeue()
            except Exception as error:  # as above
                self._failed("the bell could not be heard", error)
                continue
            self._worked()
            if rung:
                return

    def is_heard(self, seconds: float) -> bool:
        """Ring, and tell whether a worker has heard it within so long."""
        self.ring()
        until = time.monotonic() + seconds
        while not self._is_empty():
            if time.monotonic() >= until:
                return False
            time.sleep(TICK)
        return True

    def _is_empty(self) -> bool:
        try:
            return not self._queue.storage.queue_size()
        except Exception as error:
            self._failed("the bell could not be looked at", error)
            return False

    @property
    def _away(self) -> bool:
        return bool(self._standing and self._standing.away)

    def _failed(self, what: str, error: Exception) -> None:
        if self._standing:
            self._standing.failed(error)
        else:
            log.exception(what)

    def _worked(self) -> None:
        if self._standing:
            self._standing.worked()

    @cached_property
    def _queue(self) -> Huey:
        if self._redis:
            pool = connect(self._redis).connection_pool
            name = f"{prefix(self._redis)}.wake".replace(".", "_")
            return RedisHuey(name, blocking=False, results=False, connection_pool=pool)
        return SqliteHuey(
            "mesa", filename=str(self._path), fsync=False, results=False, timeout=PATIENCE
        )
