"""The journal: every fact, in the order in which its rooms heard it, chained by digests."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, Integer, String, Table, text
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base, Utc

# Numbered by one statement in journal.py, never as an object: the row is a counter and a lock.
ROOM = Table(
    "live_room",
    Base.metadata,
    Column("name", String, primary_key=True),
    Column("last_seq", Integer, nullable=False),
    Column("digest", String(64), nullable=False),  # of its last entry
    Column("told_at", Utc),  # when an act that stands for several was last told (live.telling)
)


class Entry(Base):
    """A fact in its place; seq has no gaps within a room.

    `digest` covers all of it, and the digest before it (live.chain). `told` is where the log of a
    panel finds it, in one of its rooms only (live.telling).
    """

    __tablename__ = "live_entry"
    __table_args__ = (
        Index(
            "ix_live_entry_told",
            *("told", "at", "room", "seq"),
            sqlite_where=text("told IS NOT NULL"),
            postgresql_where=text("told IS NOT NULL"),
        ),
    )
    room: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]  # the number of the seat, or "person", "operator", "system"
    kind: Mapped[str]
    version: Mapped[int]
    fact: Mapped[dict[str, Any]] = mapped_column(JSON)
    digest: Mapped[str] = mapped_column(String(64))
    told: Mapped[str | None]
