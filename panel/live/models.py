"""The journal: every fact, in the order in which its rooms heard it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Integer, String, Table
from sqlalchemy.orm import Mapped, mapped_column

from panel.kernel.tables import Base

# Numbered by one statement in journal.py, never as an object: the row is a counter and a lock.
ROOM = Table(
    "live_room",
    Base.metadata,
    Column("name", String, primary_key=True),
    Column("last_seq", Integer, nullable=False),
)


class Entry(Base):
    """A fact in its place; seq has no gaps within a room."""

    __tablename__ = "live_entry"
    room: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]  # the number of the seat, or "person", "operator", "system"
    kind: Mapped[str]
    version: Mapped[int]
    fact: Mapped[dict[str, Any]] = mapped_column(JSON)
