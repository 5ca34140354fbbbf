"""What can happen to a paper."""

from dataclasses import dataclass
from typing import ClassVar

from panel.documents.events import room_of


def register_of(audience: str) -> str:
    """Name the room of those who follow the register of an audience's papers."""
    return f"papers:{audience}"


@dataclass(frozen=True)
class PaperFact:
    """Something happened to a paper: who sees the register hears of it, and who has it open."""

    version: ClassVar[int] = 1
    audience: str
    paper: str
    document: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""
        return (room_of(self.document), register_of(self.audience))


class PaperStarted(PaperFact):
    """A member has begun to write."""

    kind: ClassVar[str] = "papers.paper_started"


class PaperRetitled(PaperFact):
    """A drafter has found a better title."""

    kind: ClassVar[str] = "papers.paper_retitled"


class StageChanged(PaperFact):
    """A moderator has taken it to another stage."""

    kind: ClassVar[str] = "papers.stage_changed"


class PaperCommented(PaperFact):
    """Somebody has opened a comment on it; what was said is told to those who have it open."""

    kind: ClassVar[str] = "papers.paper_commented"

    @property
    def rooms(self) -> tuple[str, ...]:
        """The register tells how many comments there are."""
        return (register_of(self.audience),)
