"""What can happen to a document."""

from dataclasses import dataclass
from typing import ClassVar


def room_of(document: str) -> str:
    """Name the room of those who have a document open."""
    return f"document:{document}"


@dataclass(frozen=True)
class DocumentFact:
    """Something happened to a document: who has it open hears of it."""

    version: ClassVar[int] = 1
    document: str
    number: int

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""
        return (room_of(self.document),)


class TextChanged(DocumentFact):
    """The update of this number was stored."""

    kind: ClassVar[str] = "documents.text_changed"


class VersionNamed(DocumentFact):
    """A state of it became the version of this number."""

    kind: ClassVar[str] = "documents.version_named"
