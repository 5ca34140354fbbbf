"""All that a file of a thread says: its posts, with the words around them, in one language."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Self

from panel.exports.sheet import shortened
from panel.kernel.messages import N_, Message


@dataclass(frozen=True)
class Labels:
    """The words that the makers add to those of the thread."""

    contents: str = N_("Contents")
    page: str = N_("Page")
    of: str = N_("of")
    conclusion: str = N_("Conclusion")
    posts: str = N_("Posts")
    numbers: str = N_(
        "The numbers name the posts: they are the same in Mesa and in every copy. What answers a "
        "post stands below it, set in."
    )

    @classmethod
    def translated(cls, say: Callable[[Message], str]) -> Self:
        """Say them in the language of the panel; `say` is gettext under that locale."""
        return cls(**{name: say(Message(words)) for name, words in vars(cls()).items()})


@dataclass(frozen=True)
class Fact:
    """What there is to know before one reads; perhaps with an address."""

    name: str  # the same in every language
    label: str
    words: str
    href: str = ""


@dataclass(frozen=True)
class Entry:
    """A post, or the line that stands for one that is gone (`state` hidden or deleted)."""

    number: int
    parent: int | None
    depth: int
    state: str
    url: str
    answers: str = ""  # whom it answers, as a sentence
    linked: bool = False  # whether that stands in this file
    parent_url: str = ""
    note: str = ""  # what became of it, as a sentence
    name: str = ""
    organisation: str = ""
    shape: str = ""  # what its author is here for: member, observer, moderator, authority
    role: str = ""  # the word for it; members have none
    at: str = ""  # ISO
    date: str = ""  # the same for people
    edited_at: str = ""  # ISO
    edited: str = ""  # the same for people
    body: str = ""  # Markdown

    @property
    def said(self) -> bool:
        """Tell whether it has words."""
        return self.state == "said"


@dataclass(frozen=True)
class Conclusion:
    """What a thread came to."""

    body: str  # Markdown
    by: str
    at: str  # ISO
    signed: str  # by whom and when, for people
    note: str  # how much it takes into account, as a sentence


@dataclass(frozen=True)
class About:
    """What a thread is about, if it is about something."""

    title: str
    url: str
    paragraph: int
    quotation: str


@dataclass(frozen=True)
class Count:
    """How much there is, and how much is not in it."""

    posts: int
    organisations: int
    first_at: str  # ISO; "" where there are no posts
    last_at: str
    observers: int  # posts of theirs that are left out
    hidden: int
    deleted: int


@dataclass(frozen=True)
class Transcript:
    """A thread, ready for a maker: nothing is asked or looked up any more."""

    subject: ClassVar[str] = "thread"
    panel: str
    place: str
    zone: str
    id: str
    title: str
    titled: str  # as the file is headed
    url: str
    language: str
    audience: str  # its kind
    group: str
    closed: bool
    observers: bool  # whether their posts are in it
    at: datetime  # when it was asked for
    standing: str  # in one line, for the head of each page
    count: Count
    facts: tuple[Fact, ...]
    entries: tuple[Entry, ...]
    about: About | None = None
    conclusion: Conclusion | None = None
    labels: Labels = field(default_factory=Labels)

    @property
    def short_title(self) -> str:
        """Give as much of the title as the foot of a page has room for."""
        return shortened(self.titled)

    def to_json(self) -> str:
        """Write it for another process."""
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote."""
        told: dict[str, Any] = json.loads(text)
        about, conclusion = told["about"], told["conclusion"]
        return cls(
            **told
            | {
                "at": datetime.fromisoformat(told["at"]),
                "count": Count(**told["count"]),
                "facts": tuple(Fact(**one) for one in told["facts"]),
                "entries": tuple(Entry(**one) for one in told["entries"]),
                "about": About(**about) if about else None,
                "conclusion": Conclusion(**conclusion) if conclusion else None,
                "labels": Labels(**told["labels"]),
            }
        )
