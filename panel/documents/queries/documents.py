"""Documents as rows: finding them, and whom they are shown to."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from panel.documents.models import Document, DocumentId, Look, Update
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Verb
from panel.membership.policy import audiences
from panel.membership.queries import found


def document(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Document:
    """Find a document that the actor may read; `lock` its row before it is changed."""
    query = select(Document).options(joinedload(Document.audience))
    query = query.where(
        Document.public_id == public_id, Document.audience_id.in_(audiences(actor, Verb.READ))
    )
    if lock:
        query = query.with_for_update(of=Document).execution_options(populate_existing=True)
    return found(reading.session.scalar(query))


def locked(reading: Reading, document_id: DocumentId) -> Document:
    """Lock a document's row, and read it as it is then."""
    query = select(Document).options(joinedload(Document.audience))
    query = query.where(Document.id == document_id).with_for_update(of=Document)
    return reading.session.scalars(query.execution_options(populate_existing=True)).one()


def update(reading: Reading, public_id: str, number: int) -> bytes:
    """Give an update that was stored."""
    query = select(Update.data).join(Document, Update.document_id == Document.id)
    row = query.where(Document.public_id == public_id, Update.number == number)
    return reading.session.scalars(row).one()


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
