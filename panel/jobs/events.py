"""What can happen to a job."""

from dataclasses import dataclass
from typing import ClassVar


def room_of(job: str) -> str:
    """Name the room of those who wait for a job."""
    return f"job:{job}"


@dataclass(frozen=True)
class JobAdvanced:
    """A job was asked for, begun, came a step further, or ended."""

    kind: ClassVar[str] = "jobs.job_advanced"
    version: ClassVar[int] = 1
    job: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""
        return (room_of(self.job),)
