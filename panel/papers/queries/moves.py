"""What moved in the papers of a panel, for those who come by."""

from sqlalchemy import select

from panel.documents.models import Document
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Seat, Verb
from panel.membership.policy import audiences
from panel.papers.models import Paper, StageChange
from panel.papers.views import MoveView


def moves(reading: Reading, actor: Actor, limit: int) -> list[MoveView]:
    """List what moved in the papers that the actor may read, the newest first."""
    found = (*_begun(reading, actor, limit), *_steps(reading, actor, limit))
    found += tuple(_written(reading, actor, limit))
    return sorted(found, key=lambda view: view.at, reverse=True)[:limit]


def _begun(reading: Reading, actor: Actor, limit: int) -> list[MoveView]:
    query = (
        select(Paper, Person.name)
        .join(Document, Paper.document_id == Document.id)
        .join(Seat, Paper.started_by_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .where(Document.audience_id.in_(audiences(actor, Verb.READ)))
        .order_by(Paper.at.desc())
    )
    rows = reading.session.execute(query.limit(limit))
    return [
        MoveView(one.public_id, actor.panel.slug, one.title, one.at, name, "begun")
        for one, name in rows
    ]


def _steps(reading: Reading, actor: Actor, limit: int) -> list[MoveView]:
    query = (
        select(StageChange, Paper, Person.name)
        .join(Paper, StageChange.paper_id == Paper.id)
        .join(Document, Paper.document_id == Document.id)
        .join(Seat, StageChange.by_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .where(Document.audience_id.in_(audiences(actor, Verb.READ)))
        .order_by(StageChange.at.desc(), StageChange.number.desc())
    )
    rows = reading.session.execute(query.limit(limit))
    return [
        MoveView(one.public_id, actor.panel.slug, one.title, step.at, name, step.to_stage)
        for step, one, name in rows
    ]


def _written(reading: Reading, actor: Actor, limit: int) -> list[MoveView]:
    """List the papers that are being written and have been written in since they were begun."""
    query = (
        select(Paper, Document)
        .join(Document, Paper.document_id == Document.id)
        .where(Document.audience_id.in_(audiences(actor, Verb.READ)), Document.drafting)
        .where(Document.changed_at > Paper.at)
        .order_by(Document.changed_at.desc())
    )
    rows = reading.session.execute(query.limit(limit))
    return [
        MoveView(one.public_id, actor.panel.slug, one.title, document.changed_at, "", "written")
        for one, document in rows
    ]
