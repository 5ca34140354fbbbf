"""Holding a job while it runs: its lease is renewed in the background, its steps are told."""

import logging
from threading import Event, Thread
from types import TracebackType
from typing import Self

from sqlalchemy.exc import DBAPIError

from panel.jobs import actions
from panel.jobs.actions import Lease, LostError
from panel.kernel.database import is_passing
from panel.kernel.work import Workshop

log = logging.getLogger(__name__)
EVERY = 3.0  # seconds between two renewals; a lease outlives two that were missed


class EndedError(Exception):
    """The worker is to end: what it does is left to another."""


class Hold:
    """A lease, for as long as the block runs; `over` is set when the worker is to end."""

    def __init__(
        self, workshop: Workshop, lease: Lease, over: Event, *, every: float = EVERY
    ) -> None:
        """Hold what was taken."""
        self._workshop, self._lease, self._over, self._every = workshop, lease, over, every
        self._lost, self._let_go = Event(), Event()
        self._told = (0, 0)
        self._renewing = Thread(target=self._renew, daemon=True)

    def __enter__(self) -> Self:
        """Begin to renew."""
        self._renewing.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        """Stop renewing; whatever was begun of it has ended then."""
        self._let_go.set()
        self._renewing.join()

    def advance(self, step: int, steps: int) -> None:
        """Tell the step, if it is another one; it raises where going on is of no use.

        LostError: somebody else has the job. EndedError: this worker is to end.
        """
        if self._lost.is_set():
            raise LostError(self._lease.job)
        if self._over.is_set():
            raise EndedError
        if (step, steps) == self._told:
            return
        try:
            with self._workshop.open_work() as work:
                actions.advance(work, self._lease, step, steps)
        except DBAPIError as error:
            if not is_passing(error):
                raise
            log.warning("a step was not told: %s", error.orig)
        self._told = (step, steps)

    def _renew(self) -> None:
        while not self._let_go.wait(self._every):
            try:
                with self._workshop.open_work() as work:
                    actions.renew(work, self._lease)
            except LostError:
                log.warning("lost the lease on %s", self._lease.job)
                self._lost.set()
                return
            except Exception:  # the database may be away for a while
                log.exception("could not renew the lease on %s", self._lease.job)
