"""Jobs to be done, and workers in this process that do them, by a clock that is set by hand."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from sqlalchemy import select

from panel.jobs import actions
from panel.jobs.actions import Lease
from panel.jobs.models import Job
from panel.jobs.runner import Kind, Runner, Task
from panel.kernel.settings import Settings
from panel.kernel.work import Workshop
from panel.membership.actors import Actor
from panel.membership.models import Audience
from tests.conftest import Installation
from tests.factories import a_panel, a_seat, the_audience

KIND, STEPS = "knit", 3
Run = Callable[[Task], dict[str, Any]]


def knit(task: Task) -> dict[str, Any]:
    """Do the job, step by step."""
    for step in range(STEPS):
        task.advance(step + 1, STEPS)
    return {"name": f"a {task.args['colour']} scarf"}


@dataclass
class Clock:
    """What time it is."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 17, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, time: timedelta) -> None:
        self.now += time


@dataclass
class Bench:
    """A panel, its audience, a member, and where jobs are asked for and done."""

    workshop: Workshop
    settings: Settings
    clock: Clock
    audience: Audience
    ana: Actor

    def ask(self, key: str = "a scarf", *, moderators: bool = False, **args: object) -> str:
        """Ask for a job; gives its name."""
        with self.workshop.open_work() as work:
            job = actions.ask(
                work,
                KIND,
                key,
                args,
                by=self.ana,
                audience=self.audience,
                moderators=moderators,
            )
            return job.public_id

    def take(self, worker: str = "one") -> Lease | None:
        """Let a worker take a job."""
        with self.workshop.open_work() as work:
            job = actions.take(work, worker, {KIND: STEPS})
            return Lease(job.public_id, worker) if job else None

    def taken(self, worker: str = "one") -> Lease:
        """Let a worker take the job that is there."""
        lease = self.take(worker)
        assert lease
        return lease

    def try_again(self, name: str) -> None:
        """Ask for a job once more."""
        with self.workshop.open_work() as work:
            actions.try_again(work, self.ana, self.find(work.session.scalars(ALL), name))

    def job(self, name: str) -> Job:
        """Read how a job stands."""
        with self.workshop.open_reading() as reading:
            return self.find(reading.session.scalars(ALL), name)

    def jobs(self) -> list[Job]:
        """Read all jobs."""
        with self.workshop.open_reading() as reading:
            return list(reading.session.scalars(ALL))

    def runner(self, run: Run, again: Mapping[str, object] | None = None) -> Runner:
        """Give a worker that knows one thing."""
        kind = Kind(KIND, run, STEPS, (lambda _args: dict(again)) if again else None)
        return Runner(self.workshop, self.settings, {KIND: kind})

    def run(self, run: Run, again: Mapping[str, object] | None = None) -> bool:
        """Let a worker do a job, if there is one."""
        return self.runner(run, again).run_one(Event())

    @staticmethod
    def find(jobs: Iterable[Job], name: str) -> Job:
        return next(job for job in jobs if job.public_id == name)


ALL = select(Job).order_by(Job.id)


def a_bench(mesa: Installation, settings: Settings) -> Bench:
    """Open a panel, and set the clock."""
    clock = Clock()
    workshop = replace(mesa.workshop, clock=clock)
    with workshop.open_work() as work:
        panel = a_panel(work)
        audience, ana = the_audience(work, panel), a_seat(work, panel)
    return Bench(workshop, settings, clock, audience, ana)
