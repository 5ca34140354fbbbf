"""What can happen to a letter."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class LetterFact:
    """Something happened to a letter."""

    version: ClassVar[int] = 1
    letter: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The journal keeps it; nobody enters this room."""
        return (f"letter:{self.letter}",)


class LetterPosted(LetterFact):
    """There is a letter to be sent."""

    kind: ClassVar[str] = "mail.letter_posted"


class LetterTaken(LetterFact):
    """The mail server has taken a letter."""

    kind: ClassVar[str] = "mail.letter_taken"


class LetterGivenUp(LetterFact):
    """A letter will not be sent any more."""

    kind: ClassVar[str] = "mail.letter_given_up"
