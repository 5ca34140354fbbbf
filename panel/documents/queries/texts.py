"""What stands in a document: now, or after any of its updates."""

from sqlalchemy import bindparam, select

from panel.documents import shelf
from panel.documents.crdt import Replica
from panel.documents.models import Document, DocumentRow, Snapshot, Update
from panel.documents.shelf import Held
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from panel.kernel.work import Reading, Work
from panel.membership.models import SeatId

UPDATE = Update.__table__.c
_LATER = (  # every edit asks it: put together once
    select(UPDATE.number, UPDATE.data)
    .where(UPDATE.document_id == bindparam("document"), UPDATE.number > bindparam("after"))
    .order_by(UPDATE.number)
)


def content(reading: Reading, document: Document, number: int | None = None) -> Node:
    """Read a document, set right: as it is, or as it was after one of its updates."""
    if number is not None:
        return cleaned(_replayed(reading, document, number).content())
    held = collected(reading, document)
    read = cleaned(held.replica.content())
    if not isinstance(reading, Work):
        shelf.put(held)
    return read


def collected(reading: Reading, document: Document | DocumentRow) -> Held:
    """Take a document from the shelf and catch up with the rows; the caller puts it back.

    In a work it may hold what is not yet committed: then it goes back after the commit, or not.
    """
    held = shelf.take(document.public_id)
    if held.number == 0:
        replica, number, size = _snapshot(reading, document)
        held = Held(document.public_id, replica, number, size)
    if held.number >= document.last_number:
        return held
    for number, data in reading.rows(_LATER, {"document": document.id, "after": held.number}):
        held.replica.apply(data)
        held.number = number
        held.size += len(data)
        held.since += len(data)
        held.tally = None
    return held


def drafters(reading: Reading, document: Document) -> list[SeatId]:
    """List the seats that have written in a document."""
    query = select(Update.seat_id).where(Update.document_id == document.id).distinct()
    found = reading.session.scalars(query.where(Update.seat_id.is_not(None)))
    return sorted(SeatId(seat) for seat in found if seat is not None)


def _snapshot(
    reading: Reading, document: Document | DocumentRow, upto: int | None = None
) -> tuple[Replica, int, int]:
    """Begin with the newest snapshot, if there is one, no later than an update.

    It comes with the number of the last update in it, and its size.
    """
    query = select(Snapshot).where(Snapshot.document_id == document.id)
    if upto is not None:
        query = query.where(Snapshot.number <= upto)
    found = reading.session.scalar(query.order_by(Snapshot.number.desc()).limit(1))
    return (Replica(found.state), found.number, len(found.state)) if found else (Replica(), 0, 0)


def _replayed(reading: Reading, document: Document, number: int) -> Replica:
    replica, from_, _size = _snapshot(reading, document, number)
    rows = select(Update.data).where(
        Update.document_id == document.id, Update.number > from_, Update.number <= number
    )
    for data in reading.session.scalars(rows.order_by(Update.number)):
        replica.apply(data)
    return replica
