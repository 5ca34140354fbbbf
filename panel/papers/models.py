"""Position papers: a document with stages, where it came from, and the way that it has gone."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.discussion.models import ThreadId
from panel.documents.models import Document, DocumentId
from panel.kernel.tables import Base
from panel.membership.models import GroupId, SeatId

PaperId = NewType("PaperId", int)
TITLE_LIMIT = 160  # characters
NOTE_LIMIT = 1_000
MEETING_LIMIT = 200
WORDING_LIMIT = 2_000


class Stage(StrEnum):
    """How far a paper has come; DESIGN, "The life of a paper"."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    BALLOT = "ballot"
    ADOPTED = "adopted"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    ARCHIVED = "archived"
    WITHDRAWN = "withdrawn"


def _known(column: str) -> CheckConstraint:
    allowed = ", ".join(f"'{stage.value}'" for stage in Stage)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


class Paper(Base):
    """A position paper; whom it is for is its document's audience.

    `token` and `sent` are as with a thread. `version` is the number of the version that its stage
    stands on, once there is one.
    """

    __tablename__ = "paper"
    __table_args__ = (UniqueConstraint("started_by_id", "token"), _known("stage"))
    id: Mapped[PaperId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[DocumentId] = mapped_column(Integer, ForeignKey("document.id"), unique=True)
    group_id: Mapped[GroupId | None] = mapped_column(Integer, ForeignKey("working_group.id"))
    title: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    stage: Mapped[str]
    version: Mapped[int | None]
    started_by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    token: Mapped[UUID]
    sent: Mapped[str]
    at: Mapped[datetime]

    document: Mapped[Document] = relationship(lazy="raise")


class Source(Base):
    """A thread that a paper came from."""

    __tablename__ = "paper_source"
    paper_id: Mapped[PaperId] = mapped_column(Integer, ForeignKey("paper.id"), primary_key=True)
    thread_id: Mapped[ThreadId] = mapped_column(
        Integer, ForeignKey("thread.id"), primary_key=True, index=True
    )


class StageChange(Base):
    """A step of a paper from one stage to another; what an adoption was, stands with its step."""

    __tablename__ = "paper_stage_change"
    __table_args__ = (
        UniqueConstraint("paper_id", "number"),
        _known("from_stage"),
        _known("to_stage"),
        CheckConstraint("(adopted_on IS NULL) = (to_stage <> 'adopted')", name="adoption_recorded"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[PaperId] = mapped_column(Integer, ForeignKey("paper.id"))
    number: Mapped[int]
    from_stage: Mapped[str]
    to_stage: Mapped[str]
    version: Mapped[int | None]
    note: Mapped[str] = mapped_column(String(NOTE_LIMIT), default="")
    adopted_on: Mapped[date | None] = mapped_column(Date)
    meeting: Mapped[str] = mapped_column(String(MEETING_LIMIT), default="")
    wording: Mapped[str] = mapped_column(String(WORDING_LIMIT), default="")
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    at: Mapped[datetime]
