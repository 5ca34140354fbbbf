"""What pages and pushes show of a discussion; nothing here depends on who looks."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal, NamedTuple

from markupsafe import Markup

from panel.discussion.events import room_of
from panel.membership.views import AudienceView


@dataclass(frozen=True)
class PostView:
    """A post as all with the same sight have it; `trace` is what is left of a hidden one."""

    thread: str
    panel: str
    zone: str
    number: int  # 0: the blank of a composer
    key: str = ""
    parent: int | None = None
    parent_author: str = ""  # empty when the post answered is hidden from this sight
    depth: int = 1
    token: str = ""
    author: str = ""
    name: str = ""
    initials: str = ""
    organisation: str = ""
    shape: str = "member"
    at: datetime | None = None
    revision: int = 0
    edited_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_reason: str = ""
    trace: bool = False
    html: Markup = field(default_factory=Markup)

    @property
    def id(self) -> str:
        """Its element on a page."""
        return f"post-{self.thread}-{self.number}"

    @property
    def room(self) -> str:
        """Where it is to be seen."""
        return room_of(self.thread)

    @property
    def hidden(self) -> bool:
        """Whether moderators have taken it from sight."""
        return self.hidden_at is not None

    @property
    def observer(self) -> bool:
        """Whether it was written by an observer."""
        return self.shape == "observer"


@dataclass(frozen=True)
class ThreadView:
    """A thread as the head of its page has it."""

    id: str
    panel: str
    zone: str
    title: str
    audience: AudienceView
    started_by: str
    started_organisation: str
    started_at: datetime
    closed: bool
    closed_at: datetime | None  # when it was closed last, with its conclusion
    closed_by: str
    conclusion: Markup
    conclusion_covers: int
    pinned: bool
    posts: int
    last_number: int


@dataclass(frozen=True)
class RowView:
    """A thread as lists have it."""

    id: str
    panel: str
    zone: str
    title: str
    key: str  # lists are sorted by it, downwards
    audience: AudienceView
    author: str
    organisation: str
    observer: bool
    last_author: str
    last_observer: bool
    last_seat: str
    last_at: datetime
    last_number: int
    posts: int
    closed: bool
    pinned: bool
    conclusion_text: str
    gone: bool = False  # what it began with was put back where it came from


class Place(NamedTuple):
    """Where something stands in a thing: its turn in the order of reading, and its ¶ (0: none)."""

    at: int
    number: int


@dataclass(frozen=True)
class LinkView:
    """Something that a page leads to."""

    title: str
    url: str


@dataclass(frozen=True)
class ThingView:
    """What a thread is about, as its page names it; `found` is None when its place is gone."""

    title: str
    url: str
    place: str
    quotation: str
    found: Place | None


@dataclass(frozen=True)
class CommentView:
    """A thread about something, as a card beside that; a `trace` tells nothing of who wrote what.

    Where its place is in the thing, and the thing's address, are told by `around`.
    """

    id: str
    panel: str
    zone: str
    place: str
    quotation: str
    started_at: datetime
    hidden_at: datetime | None
    hidden_reason: str
    answers: int
    last_number: int
    closed: bool
    trace: bool = True
    author: str = ""
    name: str = ""
    organisation: str = ""
    shape: str = "member"
    excerpt: str = ""
    found: Place | None = None
    url: str = ""

    @property
    def element(self) -> str:
        """Its element on a page."""
        return f"comment-{self.id}"

    @property
    def list(self) -> str:
        """The list in which it stands: those whose place is gone have one of their own."""
        return "comments" if self.found else "comments-gone"

    @property
    def key(self) -> str:
        """Its place in that list: in the order of reading, then of time."""
        at = self.found.at if self.found else 0
        return f"{at:06d}{self.started_at:%Y%m%d%H%M%S%f}{self.id}"


@dataclass(frozen=True)
class EntryView:
    """A post as it leaves in a file; of one that is gone, its place and what became of it."""

    number: int
    parent: int | None
    depth: int
    observer: bool
    at: datetime
    state: Literal["said", "hidden", "deleted"] = "said"
    hidden_at: datetime | None = None
    hidden_reason: str = ""
    name: str = ""
    organisation: str = ""
    shape: str = "member"
    edited_at: datetime | None = None
    body: str = ""  # Markdown

    def gone(
        self, state: Literal["hidden", "deleted"], at: datetime | None = None, reason: str = ""
    ) -> "EntryView":
        """Say what became of it."""
        return replace(self, state=state, hidden_at=at, hidden_reason=reason)

    def said(
        self, name: str, organisation: str, shape: str, edited_at: datetime | None, body: str
    ) -> "EntryView":
        """Say who wrote what."""
        return replace(
            self, name=name, organisation=organisation, shape=shape, edited_at=edited_at, body=body
        )


@dataclass(frozen=True)
class MoveView:
    """A branch that was moved from a thread, as its page says to those who may read where it is."""

    id: str
    panel: str
    thread: str
    number: int  # by which it was known here: this address leads there
    posts: int
    title: str  # of the thread where it is now


@dataclass(frozen=True)
class UndoView:
    """What a moderator has just done in a thread, and can undo."""

    id: str
    panel: str
    thread: str
    kind: str


@dataclass(frozen=True)
class TargetView:
    """A thread that a branch can move to; `reach` compares those who read it (policy.reach)."""

    id: str
    title: str
    audience: AudienceView
    posts: int
    reach: str


@dataclass(frozen=True)
class RevisionView:
    """What a post said at a time."""

    number: int
    at: datetime
    html: Markup


@dataclass(frozen=True)
class Window:
    """Some posts in a row, and where to go on in either direction ("" when there is no more)."""

    posts: tuple[PostView, ...]
    earlier: str
    later: str


@dataclass(frozen=True)
class Progress:
    """How far a seat has read a thread. `unread` stops counting at a hundred."""

    mark: int
    unread: int
    first_unread: int | None
