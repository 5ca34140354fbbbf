"""Work that is done aside: rows with a key, a state and a lease."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NewType

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base
from panel.membership.models import AudienceId, SeatId

JobId = NewType("JobId", int)
KEY_LIMIT = 200  # characters


class State(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Base):
    """Something to be done once for its `key`; written in the work that asks for it.

    A worker takes it by a lease that it renews while it runs; what has expired is taken up again.
    `failure` has the English sentence of a failure and `words` what is put into it; `result` is
    what its kind leaves behind. `moderators` tells that nobody below a moderator may know of it.
    """

    __tablename__ = "job"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name="state_known"),
        Index("ix_job_to_do", "state", "lease_until", "id"),
    )
    id: Mapped[JobId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    key: Mapped[str] = mapped_column(String(KEY_LIMIT), unique=True)
    args: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str]
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str] = mapped_column(default="")  # the name of who holds the lease
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime | None]  # of one that waits: no worker takes it earlier
    step: Mapped[int] = mapped_column(default=0)
    steps: Mapped[int] = mapped_column(default=1)
    failure: Mapped[str] = mapped_column(default="")
    words: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    result: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    audience_id: Mapped[AudienceId | None] = mapped_column(Integer, ForeignKey("audience.id"))
    moderators: Mapped[bool] = mapped_column(default=True)
    by_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))
    at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
