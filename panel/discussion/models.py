"""Threads, the posts in them, how far each seat has read, and what moderators have done."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.kernel.tables import Base
from panel.membership.models import Audience, AudienceId, AudienceRow, SeatId

ThreadId = NewType("ThreadId", int)
TITLE_LIMIT = 160  # characters
BODY_LIMIT = 20_000
CONCLUSION_LIMIT = 4_000
REASON_LIMIT = 400
ABOUT_LIMIT = 60
PLACE_LIMIT = 40
QUOTATION_LIMIT = 400
STEP = 6  # digits of a key for each level of the tree: a thread holds a million posts
DEEPEST = 16  # levels that a key tells apart; deeper answers stand on the last one, by time


class Thread(Base):
    """A question under discussion, and those whom it is shown to.

    `token` and `sent` are as with a post. What lists show of the posts (`posts`, `last_…`) is kept
    here, so that a list costs the same however long its threads are.
    """

    __tablename__ = "thread"
    __table_args__ = (
        UniqueConstraint("started_by_id", "token"),
        Index("ix_thread_newest_first", "audience_id", "pinned", "last_at", "public_id"),
        Index("ix_thread_about", "about", "at"),
    )
    id: Mapped[ThreadId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    audience_id: Mapped[AudienceId] = mapped_column(Integer, ForeignKey("audience.id"))
    started_by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    token: Mapped[UUID]
    sent: Mapped[str]
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    at: Mapped[datetime]
    pinned: Mapped[bool] = mapped_column(default=False)

    last_number: Mapped[int] = mapped_column(default=0)  # given so far; none is given twice
    posts: Mapped[int] = mapped_column(default=0)  # that everybody sees
    last_at: Mapped[datetime]  # of the newest of them
    last_by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))

    # A thread about something: what, as `<domain>:<public id>`, where in it (a block), and the
    # words quoted from there. It stands with that thing, and in no list of threads.
    about: Mapped[str | None] = mapped_column(String(ABOUT_LIMIT))
    place: Mapped[str] = mapped_column(String(PLACE_LIMIT), default="")
    quotation: Mapped[str] = mapped_column(String(QUOTATION_LIMIT), default="")

    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))
    conclusion: Mapped[str] = mapped_column(String(CONCLUSION_LIMIT), default="")
    conclusion_html: Mapped[str] = mapped_column(default="")
    conclusion_at: Mapped[datetime | None]
    conclusion_covers: Mapped[int] = mapped_column(default=0)  # posts that there were then
    gone_at: Mapped[datetime | None]  # the move that made it was undone: it is not there any more

    audience: Mapped[Audience] = relationship(lazy="raise")


@dataclass(slots=True)
class ThreadRow:
    """A thread as columns, with its audience: what a contribution has to know of it."""

    id: ThreadId
    public_id: str
    about: str | None
    closed_at: datetime | None
    last_number: int
    posts: int
    audience: AudienceRow


class Post(Base):
    """One contribution.

    `number` names it within its thread, in order of time. `token` is the browser's own name for it
    and `sent` the digest of what was first sent under it, so a retry is known for one. `key` is the
    path from the root: the order of keys is the order of reading. A post that its author took back
    stays as an empty row, so that neither its number nor its token is used again.
    """

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("author_id", "token"),
        UniqueConstraint("thread_id", "number"),
        ForeignKeyConstraint(["thread_id", "parent_number"], ["post.thread_id", "post.number"]),
        Index("ix_post_in_reading_order", "thread_id", "key"),
        Index("ix_post_answers", "thread_id", "parent_number"),
        Index("ix_post_newest", "thread_id", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[ThreadId] = mapped_column(Integer, ForeignKey("thread.id"))
    number: Mapped[int]
    parent_number: Mapped[int | None]
    key: Mapped[str] = mapped_column(String(STEP * DEEPEST))
    author_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    written_as: Mapped[str]  # the role at that time: an observer's words stay an observer's
    token: Mapped[UUID]
    sent: Mapped[str]
    body: Mapped[str] = mapped_column(String(BODY_LIMIT))
    html: Mapped[str]
    at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=0)  # how often it was edited
    edited_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))
    hidden_reason: Mapped[str] = mapped_column(String(REASON_LIMIT), default="")
    deleted_at: Mapped[datetime | None]


class PostRow(NamedTuple):
    """A post as the columns with which it is published."""

    thread_id: ThreadId
    number: int
    parent_number: int | None
    key: str
    author_id: SeatId
    written_as: str
    token: UUID
    sent: str
    body: str
    html: str
    at: datetime
    revision: int = 0
    edited_at: datetime | None = None
    hidden_at: datetime | None = None
    hidden_reason: str = ""
    deleted_at: datetime | None = None


class Revision(Base):
    """What a post said before it was edited."""

    __tablename__ = "post_revision"
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    html: Mapped[str]
    body: Mapped[str] = mapped_column(String(BODY_LIMIT))


class ReadingMark(Base):
    """How far a seat has read a thread: all posts up to a number."""

    __tablename__ = "reading_mark"
    seat_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"), primary_key=True)
    thread_id: Mapped[ThreadId] = mapped_column(Integer, ForeignKey("thread.id"), primary_key=True)
    number: Mapped[int]


class ActKind(StrEnum):
    """What a moderator can do with a thread or a post, and undo."""

    HIDE = "hide"
    UNHIDE = "unhide"
    CLOSE = "close"
    REOPEN = "reopen"
    PIN = "pin"
    UNPIN = "unpin"
    MOVE = "move"


class Act(Base):
    """What a moderator did, and what there was `before` it, so that it can be undone.

    `thread_id` and `number` say where that was; a move also says into which thread. `token` is the
    name that the browser gave to a move, so that it happens once.
    """

    __tablename__ = "moderation_act"
    __table_args__ = (
        UniqueConstraint("by_id", "token"),
        Index("ix_moderation_act_from", "thread_id", "at"),
        Index("ix_moderation_act_into", "into_id", "at"),
        CheckConstraint(
            f"kind IN ({', '.join(repr(kind.value) for kind in ActKind)})", name="kind_known"
        ),
        CheckConstraint("(into_id IS NULL) = (kind <> 'move')", name="moves_go_somewhere"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    thread_id: Mapped[ThreadId] = mapped_column(Integer, ForeignKey("thread.id"))
    into_id: Mapped[ThreadId | None] = mapped_column(Integer, ForeignKey("thread.id"))
    post_id: Mapped[int | None] = mapped_column(ForeignKey("post.id"))
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    token: Mapped[UUID | None]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]


class Moved(Base):
    """A place where a post stood: whoever comes by it is led to where the post is now, for ever.

    `became` is the number that the move gave to it, in the other of the two threads of the act.
    """

    __tablename__ = "moved_post"
    thread_id: Mapped[ThreadId] = mapped_column(Integer, ForeignKey("thread.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    act_id: Mapped[int] = mapped_column(ForeignKey("moderation_act.id"), index=True)
    became: Mapped[int]


def key_of(number: int, parent: Post | None) -> str:
    """Place a post behind all of its elder siblings."""
    above = parent.key[: STEP * (DEEPEST - 1)] if parent else ""
    return above + f"{number:0{STEP}d}"
