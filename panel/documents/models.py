"""Co-edited texts: what was written in them, their states with a name, and who has seen which."""

from datetime import datetime
from typing import Any, NamedTuple, NewType

from sqlalchemy import (
    JSON,
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from panel.kernel.tables import Base
from panel.membership.models import Audience, AudienceId, AudienceRow, SeatId

DocumentId = NewType("DocumentId", int)
NAME_LIMIT = 120  # characters of a version's name


class Document(Base):
    """A text that several people write at once, and those whom it is shown to.

    `last_number` is that of its newest update; `drafting` tells whether its members may write in it
    now, which what it belongs to decides (a paper, by its stage).
    """

    __tablename__ = "document"
    id: Mapped[DocumentId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    audience_id: Mapped[AudienceId] = mapped_column(Integer, ForeignKey("audience.id"), index=True)
    schema: Mapped[int]
    drafting: Mapped[bool] = mapped_column(default=True)
    last_number: Mapped[int] = mapped_column(default=0)
    at: Mapped[datetime]
    changed_at: Mapped[datetime]

    audience: Mapped[Audience] = relationship(lazy="raise")


class DocumentRow(NamedTuple):
    """A document as columns, with its audience: what an edit has to know of it."""

    id: DocumentId
    public_id: str
    drafting: bool
    last_number: int
    audience: AudienceRow


class Client(Base):
    """A Yjs client id that was given to a seat for a document, for good."""

    __tablename__ = "document_client"
    document_id: Mapped[DocumentId] = mapped_column(
        Integer, ForeignKey("document.id"), primary_key=True
    )
    client: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seat_id: Mapped[SeatId | None] = mapped_column(
        Integer, ForeignKey("seat.id")
    )  # None: ourselves
    at: Mapped[datetime]


class Update(Base):
    """A Yjs update, as it was stored; none is ever taken away."""

    __tablename__ = "document_update"
    # Who has written: a few people among many thousands of updates.
    __table_args__ = (Index("ix_document_update_by", "document_id", "seat_id", "number"),)
    document_id: Mapped[DocumentId] = mapped_column(
        Integer, ForeignKey("document.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    data: Mapped[bytes] = mapped_column(LargeBinary)
    seat_id: Mapped[SeatId | None] = mapped_column(
        Integer, ForeignKey("seat.id")
    )  # None: ourselves
    at: Mapped[datetime]


class Snapshot(Base):
    """The whole of a document after its updates up to `number`, so that nobody replays them.

    The newest serves whoever opens the document, the few that are kept of earlier ones
    (actions.texts) whoever asks what stood there then.
    """

    __tablename__ = "document_snapshot"
    document_id: Mapped[DocumentId] = mapped_column(
        Integer, ForeignKey("document.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class Version(Base):
    """A named state of a document, for ever: docs/VERSIONS.md tells how to recompute it.

    `text` is the canonical form, `sha256` its digest, `lines` its numbered lines as
    `text.lines.written` writes them; `upto` is the number of the last update in it.
    """

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    document_id: Mapped[DocumentId] = mapped_column(Integer, ForeignKey("document.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(NAME_LIMIT))
    title: Mapped[str]
    text: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    schema: Mapped[int]
    splitter: Mapped[int]
    lines: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    upto: Mapped[int]
    by_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))
    at: Mapped[datetime]


class Look(Base):
    """How far a seat has seen a document: up to the update of this number."""

    __tablename__ = "document_look"
    seat_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"), primary_key=True)
    document_id: Mapped[DocumentId] = mapped_column(
        Integer, ForeignKey("document.id"), primary_key=True
    )
    number: Mapped[int]
