"""What somebody wrote, on its way in."""

from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from panel.kernel.messages import N_

OTHER_WORDS = N_(
    "Something else was already sent from this form. Your words are kept here. Look at what was"
    " published, and send them anew if they are still needed."
)


@dataclass(frozen=True)
class Words:
    """A text as it was written, and as it was rendered from that."""

    body: str
    html: str


@dataclass(frozen=True)
class Draft:
    """A contribution as its author sent it, under the name that the browser gave it."""

    words: Words
    token: UUID
    parent: int | None = None  # the number of the post that it answers
    # The thread and the number to which it was sent, when that post was moved meanwhile.
    addressed: tuple[str, int] | None = None


@dataclass(frozen=True)
class Opening:
    """A thread as it is started: its title, and its first post."""

    title: str
    draft: Draft


@dataclass(frozen=True)
class About:
    """What a thread is about: a thing as `<kind>:<public id>`, where in it, and its words there.

    `stands` tells whether those words are found there; else they are not shown.
    """

    thing: str
    place: str = ""
    quotation: str = ""
    stands: bool = True


def digest(*parts: object) -> str:
    """Tell one sending from any other, whatever becomes of what was sent."""
    return sha256(repr(parts).encode()).hexdigest()
