"""What a kind of job is; how a worker takes a job, runs it, and writes what came of it."""

import logging
import os
import secrets
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from threading import Event
from typing import Any

from sqlalchemy.exc import DBAPIError

from panel.jobs import actions
from panel.jobs.actions import Lease, LostError
from panel.jobs.bell import Bell
from panel.jobs.holding import EndedError, Hold
from panel.jobs.models import Job
from panel.kernel.database import is_passing
from panel.kernel.errors import Failure
from panel.kernel.messages import N_, Message
from panel.kernel.settings import Settings
from panel.kernel.work import Work, Workshop

log = logging.getLogger(__name__)
LOOK = 5.0  # seconds after which a worker that nobody has woken looks by itself
TRIES = 3  # of a job whose workers died; after that it is more likely the job
WRITES = 3  # tries to write what came of a job, where the database lost a race

BROKEN = N_("Something went wrong on our side, and is logged there. Another try may help.")
DEADLY = N_("This was begun several times and never came to its end, so it was given up.")


@dataclass(frozen=True)
class Task:
    """A job, for the one who does it: what was asked, and how to tell of each step."""

    job: str
    workshop: Workshop
    args: dict[str, Any]
    advance: Callable[[int, int], object]  # steps done, and of how many; it may raise, to stop
    settings: Settings


class Failed(Failure):
    """A job cannot be done, for a reason that the reader is told."""

    def __init__(self, message: Message, **words: object) -> None:
        """Keep the sentence, and what is put into it."""
        super().__init__(message)
        self.words = words


class LaterError(Exception):
    """What a job needs is not there just now: it is to be tried again `after` a while."""

    def __init__(self, after: timedelta) -> None:
        """Keep for how long it is to be left."""
        super().__init__(after)
        self.after = after


@dataclass(frozen=True)
class Kind:
    """Something that workers know how to do: `run` gives what the job leaves behind.

    It may be run again from the start at any time, and even by two at once for a moment.
    `again` gives the form for another try, from what was asked (see views.AgainView).
    """

    name: str
    run: Callable[[Task], dict[str, Any]]
    steps: int
    again: Callable[[dict[str, Any]], dict[str, Any]] | None = None


Outcome = Callable[[Work], None]


@dataclass(frozen=True)
class Runner:
    """A worker: it takes one job after the other."""

    workshop: Workshop
    settings: Settings
    kinds: Mapping[str, Kind]

    def attend(self, bell: Bell, over: Event) -> None:
        """Do what there is to do, until it is over; between jobs, wait for the bell."""
        while not over.is_set():
            try:
                busy = self.run_one(over)
            except Exception:  # the database may be away for a while
                log.exception("a job could not be taken or written; the next look is soon")
                busy = False
            if not busy:
                bell.wait(LOOK, over)

    def run_one(self, over: Event) -> bool:
        """Take a job and do it; False when there is none."""
        worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        steps = {name: kind.steps for name, kind in self.kinds.items()}
        with self.workshop.open_work() as work:
            job = actions.take(work, worker, steps)
        if job is None:
            return False
        log.info("began job %s (%s), try %s", job.public_id, job.kind, job.tries)
        try:
            self._write(self._outcome(job, Lease(job.public_id, worker), over))
        except LostError:
            log.warning("job %s is another's by now", job.public_id)
        return True

    def _outcome(self, job: Job, lease: Lease, over: Event) -> Outcome:
        """Run it; whatever becomes of it is something to be written."""
        kind = self.kinds[job.kind]
        failed = partial(actions.fail, lease=lease, again=_again(kind, job))
        if job.tries > TRIES:
            return partial(failed, why=DEADLY, words={})
        try:
            return self._end(kind, job, lease, over)
        except Failed as error:
            log.info("job %s failed: %s", job.public_id, error.message)
            return partial(failed, why=error.message, words=error.words)
        except LostError:
            raise
        except Exception:
            log.exception("job %s failed", job.public_id)
            return partial(failed, why=BROKEN, words={})

    def _end(self, kind: Kind, job: Job, lease: Lease, over: Event) -> Outcome:
        """Run it to its end, or as far as it goes now."""
        try:
            with Hold(self.workshop, lease, over) as hold:
                task = Task(job.public_id, self.workshop, job.args, hold.advance, self.settings)
                return partial(actions.finish, lease=lease, result=kind.run(task))
        except LaterError as error:
            log.info("job %s is left for %s", job.public_id, error.after)
            return partial(actions.postpone, lease=lease, after=error.after)
        except EndedError:
            return partial(actions.give_back, lease=lease)

    def _write(self, outcome: Outcome) -> None:
        for left in reversed(range(WRITES)):
            try:
                with self.workshop.open_work() as work:
                    outcome(work)
            except DBAPIError as error:
                if not is_passing(error) or not left:
                    raise
                log.warning("lost a race: %s", error.orig)
            else:
                return


def _again(kind: Kind, job: Job) -> dict[str, Any] | None:
    """Find the way to another try; what was asked may be of a form that we no longer know."""
    try:
        return kind.again(job.args) if kind.again else None
    except Exception:
        log.exception("no way to try job %s again", job.public_id)
        return None
