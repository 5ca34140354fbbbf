"""Asking for jobs, and what a worker writes of one. The caller opens the work, and so commits it.

Each statement of a worker insists on the lease: who has lost it writes nothing any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, and_, or_, select, update

from panel.jobs.events import JobAdvanced, JobAsked
from panel.jobs.models import Job, State
from panel.kernel.ids import new_id
from panel.kernel.messages import Message
from panel.kernel.tables import insert_once
from panel.kernel.work import By, Work
from panel.membership.actors import Actor
from panel.membership.models import Audience

LEASE = timedelta(seconds=10)  # what a worker that was killed had begun lies idle for so long
AFRESH: Mapping[str, Any] = {
    "worker": "",
    "lease_until": None,
    "not_before": None,
    "step": 0,
    "failure": "",
    "words": {},
    "result": {},
}


class LostError(Exception):
    """The lease has run out, or somebody else has the job: what was done counts for nothing."""


@dataclass(frozen=True)
class Lease:
    """A worker's claim on a job; `worker` is a new name for each job that it takes."""

    job: str
    worker: str


def ask(
    work: Work,
    kind: str,
    key: str,
    args: Mapping[str, Any],
    *,
    by: Actor | None,
    audience: Audience | None,
    moderators: bool = True,
) -> Job:
    """Have something done once for its key; asked for again, it is the same job.

    It comes locked. `by` is None for visitors and for Mesa itself.
    """
    made = insert_once(
        work.session,
        Job,
        "key",
        public_id=new_id(),
        kind=kind,
        key=key,
        args=dict(args),
        state=State.WAITING,
        audience_id=audience.id if audience else None,
        moderators=moderators,
        by_id=by.seat_id if by else None,
        at=work.at,
    )
    if made:
        work.record(JobAsked(made.public_id), by=_who(by))
    query = select(Job).where(Job.key == key).with_for_update()
    return work.session.scalars(query.execution_options(populate_existing=True)).one()


def try_again(work: Work, by: Actor | None, job: Job) -> None:
    """Have a job that has ended done once more; what waits or runs is left to it."""
    if job.state not in {State.DONE, State.FAILED}:
        return
    _set(job, state=State.WAITING, tries=0, began_at=None, ended_at=None, **AFRESH)
    work.record(JobAsked(job.public_id), by=_who(by))


def take(work: Work, worker: str, kinds: Mapping[str, int]) -> Job | None:
    """Give a worker the first job that is due, or whose lease has run out; None: there is none.

    `kinds` are those that it knows, each with its number of steps.
    """
    expired = and_(Job.state == State.RUNNING, Job.lease_until <= work.at)
    due = and_(Job.state == State.WAITING, or_(Job.not_before.is_(None), Job.not_before <= work.at))
    query = select(Job).where(or_(due, expired), Job.kind.in_(kinds))
    first = query.order_by(Job.id).limit(1).with_for_update(skip_locked=True)
    job = work.session.scalar(first)
    if job is None:
        return None
    _set(job, **AFRESH)
    _set(job, state=State.RUNNING, steps=kinds[job.kind], tries=job.tries + 1)
    _set(job, worker=worker, lease_until=work.at + LEASE, began_at=work.at)
    work.record(JobAdvanced(job.public_id), by="system")
    return job


def renew(work: Work, lease: Lease) -> None:
    """Keep a job for another while."""
    _write(work, lease, lease_until=work.at + LEASE)


def advance(work: Work, lease: Lease, step: int, steps: int) -> None:
    """Tell how many steps of how many are done."""
    _write(work, lease, step=step, steps=steps, lease_until=work.at + LEASE)
    work.record(JobAdvanced(lease.job), by="system")


def finish(work: Work, lease: Lease, result: Mapping[str, Any]) -> None:
    """Leave behind what came of it."""
    _write(work, lease, state=State.DONE, result=dict(result), lease_until=None, ended_at=work.at)
    work.record(JobAdvanced(lease.job), by="system")


def fail(
    work: Work,
    lease: Lease,
    why: Message,
    words: Mapping[str, object],
    *,
    again: Mapping[str, object] | None = None,
) -> None:
    """Say why nothing came of it, with the form for another try (see views.AgainView)."""
    told = {"failure": why, "words": dict(words), "result": {"again": again} if again else {}}
    _write(work, lease, state=State.FAILED, lease_until=None, ended_at=work.at, **told)
    work.record(JobAdvanced(lease.job), by="system")


def give_back(work: Work, lease: Lease) -> None:
    """Leave a job to another worker, as if it had never been begun."""
    _write(work, lease, state=State.WAITING, tries=Job.tries - 1, began_at=None, **AFRESH)
    work.record(JobAsked(lease.job), by="system")


def postpone(work: Work, lease: Lease, after: timedelta) -> None:
    """Leave a job for later, as if it had not been begun: what it needs is not there just now."""
    afresh = dict(AFRESH) | {"not_before": work.at + after, "began_at": None}
    _write(work, lease, state=State.WAITING, tries=Job.tries - 1, **afresh)
    work.record(JobAdvanced(lease.job), by="system")


def _who(by: Actor | None) -> By:
    return by.by if by else "system"


def _set(job: Job, **values: object) -> None:
    for name, value in values.items():
        setattr(job, name, value)


def _write(work: Work, lease: Lease, **values: object) -> None:
    statement = (
        update(Job)
        .where(Job.public_id == lease.job, Job.worker == lease.worker)
        .where(Job.state == State.RUNNING, Job.lease_until > work.at)
        .values(**values)
    )
    if cast(CursorResult[Any], work.session.execute(statement)).rowcount != 1:
        raise LostError(lease.job)
