"""The jobs: none waits too long or was left lying, and somebody does them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from panel.cli.doctor.findings import Finding, House, note, well, wrong
from panel.jobs.bell import Bell
from panel.jobs.models import Job, State
from panel.kernel.work import at_one_instant
from panel.wiring import JOBS

LONG = timedelta(minutes=2)  # that a job waits while workers do others
LATELY = timedelta(days=7)  # failures of so long ago are told
PATIENCE = 1.0  # seconds in which a worker that has nothing to do hears the bell
START = "panel serve has workers beside it unless PANEL_WORKERS is 0; panel worker is one alone."


def check(house: House) -> Iterator[Finding]:
    """Look at the rows, and ring for a worker."""
    now = datetime.now(UTC)
    undone = select(Job).where(Job.state.in_((State.WAITING, State.RUNNING)))
    with at_one_instant(house.engine) as reading:
        open_ones = reading.session.scalars(undone).all()
        ended = Job.state == State.FAILED, Job.ended_at > now - LATELY
        failed = reading.session.scalars(select(Job.kind).where(*ended)).all()
    yield from _late(open_ones, now)
    if failed:
        yield note(f"Failed in the last week: {_counted(failed)}.", "panel jobs tells more.")
    yield _worker(house, open_ones, now)


def _late(jobs: Sequence[Job], now: datetime) -> Iterator[Finding]:
    waiting = [one.kind for one in jobs if _waits_long(one, now)]
    if strange := [kind for kind in waiting if kind not in JOBS]:
        yield wrong(
            f"Nobody knows how to do what waits: {_counted(strange)}.",
            "They were asked for by another version of Mesa: run that, or a newer one.",
        )
    if late := [kind for kind in waiting if kind in JOBS]:
        yield wrong(f"Waiting for more than two minutes: {_counted(late)}.", START)
    dead = [one.kind for one in jobs if _is_left(one, now)]
    if dead:
        yield wrong(f"Begun by workers that died, and not taken up: {_counted(dead)}.", START)


def _worker(house: House, jobs: Sequence[Job], now: datetime) -> Finding:
    if any(one.lease_until and one.lease_until > now for one in jobs):
        return well("A worker is doing a job.")
    if Bell(house.settings.var, house.settings.redis).is_heard(PATIENCE):
        return well("A worker hears the bell.")
    return note("No worker hears the bell: exports and the like would wait.", START)


def _waits_long(job: Job, now: datetime) -> bool:
    return job.state == State.WAITING and (job.not_before or job.at) < now - LONG


def _is_left(job: Job, now: datetime) -> bool:
    return bool(job.lease_until and job.lease_until < now - LONG)


def _counted(kinds: Sequence[str]) -> str:
    return ", ".join(f"{kind} ({n})" for kind, n in sorted(Counter(kinds).items()))
