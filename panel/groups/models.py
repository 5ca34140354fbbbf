"""What a working group is for, what it wants to reach by when, and who follows that elsewhere."""

from datetime import date, datetime
from typing import NewType
from uuid import UUID

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base
from panel.membership.models import GroupId, SeatId

MilestoneId = NewType("MilestoneId", int)
MANDATE_LIMIT = 4_000  # characters
MILESTONE_LIMIT = 160
WHY_LIMIT = 400


class Mandate(Base):
    """What a group is for, as it was written down; the one of the highest number holds."""

    __tablename__ = "group_mandate"
    group_id: Mapped[GroupId] = mapped_column(
        Integer, ForeignKey("working_group.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    body: Mapped[str] = mapped_column(String(MANDATE_LIMIT))
    html: Mapped[str]
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    at: Mapped[datetime]


class Milestone(Base):
    """Something that a group wants to reach by a day.

    Whether it is late is not kept: it depends on which day it is in the panel. `revision` grows
    with whatever calendars have to hear of; `token` and `sent` are as with a thread.
    """

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("by_id", "token"),)
    id: Mapped[MilestoneId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    group_id: Mapped[GroupId] = mapped_column(Integer, ForeignKey("working_group.id"), index=True)
    title: Mapped[str] = mapped_column(String(MILESTONE_LIMIT))
    due: Mapped[date] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int]
    removed_at: Mapped[datetime | None]
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    token: Mapped[UUID]
    sent: Mapped[str]
    at: Mapped[datetime]
    changed_at: Mapped[datetime]


class MilestoneMove(Base):
    """A milestone that was to be reached by one day, and then by another."""

    __tablename__ = "milestone_move"
    milestone_id: Mapped[MilestoneId] = mapped_column(
        Integer, ForeignKey("milestone.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    from_due: Mapped[date] = mapped_column(Date)
    to_due: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(String(WHY_LIMIT))
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    at: Mapped[datetime]


class GroupCalendar(Base):
    """A seat's own address of a group's calendar; only the digest of its token is kept."""

    __tablename__ = "group_calendar"
    group_id: Mapped[GroupId] = mapped_column(
        Integer, ForeignKey("working_group.id"), primary_key=True
    )
    seat_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"), primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    at: Mapped[datetime]
