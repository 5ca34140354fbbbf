"""Who has written in papers. A document has many thousands of updates, by a few people."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from panel.documents.models import Document, DocumentId, Update
from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.models import Seat

Column = ColumnElement[Any] | InstrumentedAttribute[Any]


def drafters(reading: Reading, documents: Collection[DocumentId]) -> Mapping[int, list[str]]:
    """Name those who have written in some documents, who began first.

    One step down the index leads from each seat to the next, so it costs as much as there are
    people, however much they have written.
    """
    names: dict[int, list[str]] = {}
    for document, name in reading.session.execute(_statement(), {"documents": list(documents)}):
        names.setdefault(document, []).append(name)
    return names


@cache  # to put it together takes longer than to run it
def _statement() -> Select[*tuple[Any, ...]]:
    first = select(Document.id.label("document_id"), _next(Document.id).label("seat_id"))
    among = Document.id.in_(bindparam("documents", expanding=True))
    seats: Any = first.where(among).cte("seats", recursive=True)
    after = select(seats.c.document_id, _next(seats.c.document_id, seats.c.seat_id))
    seats = seats.union_all(after.where(seats.c.seat_id.is_not(None)))
    return (
        select(seats.c.document_id, Person.name)
        .join(Seat, Seat.id == seats.c.seat_id)
        .join(Person, Seat.person_id == Person.id)
        .order_by(seats.c.document_id, _began(seats.c.document_id, seats.c.seat_id))
    )


def _next(document: Column, seat: Column | None = None) -> ColumnElement[Any]:
    one = aliased(Update)
    query = select(func.min(one.seat_id)).where(one.document_id == document)
    return (query if seat is None else query.where(one.seat_id > seat)).scalar_subquery()


def _began(document: Column, seat: Column) -> ColumnElement[Any]:
    one = aliased(Update)
    query = select(func.min(one.number)).where(one.document_id == document, one.seat_id == seat)
    return query.scalar_subquery()
