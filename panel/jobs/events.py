"""What can happen to a job."""

from dataclasses import dataclass
from typing import ClassVar


def room_of(job: str) -> str:
    """Name the room of those who wait for a job."""
    return f"job:{job}"


@dataclass(frozen=True)
class JobFact:
    """Something happened to a job: who waits for it hears of it."""

    version: ClassVar[int] = 1
    job: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""
        return (room_of(self.job),)


class JobAsked(JobFact):
    """There is something to be done, for the first time or again: a worker should look."""

    kind: ClassVar[str] = "jobs.job_asked"


class JobAdvanced(JobFact):
    """A worker began a job, came a step further with it, or ended it."""

    kind: ClassVar[str] = "jobs.job_advanced"
