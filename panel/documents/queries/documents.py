"""Documents as rows: finding them, and whom they are shown to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, and_, bindparam, select
from sqlalchemy.orm import joinedload

from panel.documents.models import Document, DocumentId, DocumentRow, Look, Update
from panel.kernel.work import Reading, Work
from panel.membership.actors import Actor
from panel.membership.models import Audience, AudienceRow
from panel.membership.queries import found, readable

_DOCUMENT = select(Document).options(joinedload(Document.audience))
_LOCKED = _DOCUMENT.with_for_update(of=Document).execution_options(populate_existing=True)
# Put together once, for every edit asks them; what it locks, as columns.
_DOCUMENTS, _AUDIENCES = cast(Table, Document.__table__), cast(Table, Audience.__table__)
_DRAFT = (
    select(
        *(_DOCUMENTS.c[name] for name in DocumentRow._fields[:-1]),
        *(_AUDIENCES.c[name] for name in AudienceRow._fields),
    )
    .join(_AUDIENCES, _DOCUMENTS.c.audience_id == _AUDIENCES.c.id)
    .where(_DOCUMENTS.c.public_id == bindparam("document"))
    .with_for_update(of=_DOCUMENTS)
)
_NAMED = Document.public_id == bindparam("document")
_ONE, _ONE_LOCKED = _DOCUMENT.where(_NAMED), _LOCKED.where(_NAMED)
_KNOWN = _LOCKED.where(Document.id == bindparam("id"))
_UPDATE = (
    select(Update.data)
    .join(Document, Update.document_id == Document.id)
    .where(_NAMED, Update.number == bindparam("number"))
)


def document(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Document:
    """Find a document that the actor may read; `lock` its row before it is changed."""
    one = found(reading.session.scalar(_ONE_LOCKED if lock else _ONE, {"document": public_id}))
    readable(actor, one.audience)
    return one


def draft(work: Work, actor: Actor, public_id: str) -> DocumentRow:
    """Find a document that the actor may read, and lock its row, as `document` does."""
    id_, name, drafting, last_number, *shown = found(
        work.rows(_DRAFT, {"document": public_id}).one_or_none()
    )
    one = DocumentRow(id_, name, drafting, last_number, AudienceRow(*shown))
    readable(actor, one.audience)
    return one


def locked(reading: Reading, document_id: DocumentId) -> Document:
    """Lock a document's row, and read it as it is then."""
    return reading.session.scalars(_KNOWN, {"id": document_id}).one()


def update(reading: Reading, public_id: str, number: int) -> bytes:
    """Give an update that was stored."""
    return reading.session.scalars(_UPDATE, {"document": public_id, "number": number}).one()


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences of documents; the rule of their rooms."""
    query = select(Document.public_id, Audience).join(Audience, Document.audience_id == Audience.id)
    rows = reading.session.execute(query.where(Document.public_id.in_(public_ids)))
    return {public_id: audience for public_id, audience in rows}


@dataclass(frozen=True)
class SeenView:
    """What a seat has seen of a document: up to which update, stored when, and what came since."""

    number: int
    at: datetime
    since: int  # updates


def seen(reading: Reading, actor: Actor, document: Document) -> SeenView | None:
    """Tell how far a seat has seen a document; None when it never has."""
    query = (
        select(Look.number, Update.at)
        .join(Update, and_(Update.document_id == Look.document_id, Update.number == Look.number))
        .where(Look.seat_id == actor.seat_id, Look.document_id == document.id)
    )
    row = reading.session.execute(query).one_or_none()
    return SeenView(row[0], row[1], document.last_number - row[0]) if row else None
