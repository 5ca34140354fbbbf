"""What can happen in a discussion."""

from dataclasses import dataclass, field
from typing import ClassVar


def room_of(thread: str) -> str:
    """Name the room of those who follow a thread."""
    return f"thread:{thread}"


def list_of(audience: str) -> str:
    """Name the room of those who follow the list of an audience's threads."""
    return f"list:{audience}"


def about_of(thing: str) -> str:
    """Name the room of those who follow the threads about a thing (`<domain>:<public id>`)."""
    return f"about:{thing}"


@dataclass(frozen=True)
class ThreadFact:
    """Something happened to a thread: who follows it hears of it, and who sees the list."""

    version: ClassVar[int] = 1
    audience: str
    thread: str
    about: str = field(default="", kw_only=True)  # what it is about, if anything

    @property
    def rooms(self) -> tuple[str, ...]:
        """The audiences that hear of it."""
        listed = about_of(self.about) if self.about else list_of(self.audience)
        return (listed, room_of(self.thread))


class ThreadStarted(ThreadFact):
    """A member has put a question."""

    kind: ClassVar[str] = "discussion.thread_started"


class ThreadClosed(ThreadFact):
    """A moderator has closed it, perhaps with what it came to."""

    kind: ClassVar[str] = "discussion.thread_closed"


class ThreadReopened(ThreadFact):
    """A moderator has opened it again."""

    kind: ClassVar[str] = "discussion.thread_reopened"


class ThreadPinned(ThreadFact):
    """It stands on top of the list."""

    kind: ClassVar[str] = "discussion.thread_pinned"


class ThreadUnpinned(ThreadFact):
    """It stands where its newest post puts it."""

    kind: ClassVar[str] = "discussion.thread_unpinned"


class BranchMoved(ThreadFact):
    """A moderator has moved posts out of it, or into it."""

    kind: ClassVar[str] = "discussion.branch_moved"


@dataclass(frozen=True)
class PostFact(ThreadFact):
    """Something happened to a post."""

    number: int


class PostPublished(PostFact):
    """A seat has contributed."""

    kind: ClassVar[str] = "discussion.post_published"


class PostHidden(PostFact):
    """A moderator has taken its text from sight."""

    kind: ClassVar[str] = "discussion.post_hidden"


class PostUnhidden(PostFact):
    """A moderator has shown it again."""

    kind: ClassVar[str] = "discussion.post_unhidden"


class PostDeleted(PostFact):
    """Its author has taken it back."""

    kind: ClassVar[str] = "discussion.post_deleted"


class PostEdited(PostFact):
    """Its author has found better words."""

    kind: ClassVar[str] = "discussion.post_edited"

    @property
    def rooms(self) -> tuple[str, ...]:
        """No list shows it, but for those of threads about something."""
        return super().rooms if self.about else (room_of(self.thread),)


class PostMoved(PostFact):
    """A moderator has moved it: away from this number, or to it. The thread's lists hear once."""

    kind: ClassVar[str] = "discussion.post_moved"

    @property
    def rooms(self) -> tuple[str, ...]:
        """Those who have the thread open; of the other thread nothing is said."""
        return (room_of(self.thread),)
