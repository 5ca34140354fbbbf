"""What is done to a text. The caller opens the work, and so commits it.

Whoever writes locks the document's row first, so updates are numbered in the order in which they
are stored, and each is asked about everything that was stored before it.
"""

import secrets
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import select

from panel.documents import policy, shelf
from panel.documents.crdt import Replica, UnfitError
from panel.documents.events import TextChanged
from panel.documents.lib0 import GarbledError
from panel.documents.models import Client, Document, Snapshot, Update
from panel.documents.queries.documents import document as find
from panel.documents.queries.documents import locked
from panel.documents.queries.texts import collected
from panel.documents.ranges import Brought, brought
from panel.documents.shelf import Held
from panel.documents.text.schema import SCHEMA, fault
from panel.documents.text.shape import Node
from panel.kernel.errors import Refused, require
from panel.kernel.ids import new_id
from panel.kernel.messages import Message
from panel.kernel.tables import insert_once
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience, SeatId

EVERY = 200  # updates between two snapshots: opening replays at most so many
CLIENTS = 2**32 - 1  # Yjs draws its ids from so many
LOOKED_AT = 1_000  # bytes; a smaller update that makes no elements cannot break a rule by itself


@dataclass(frozen=True)
class Receipt:
    """An update is stored under this number; `held` goes to the shelf after the commit.

    Without a number nothing is stored: it builds on something that was never received.
    """

    number: int | None
    held: Held


def found(work: Work, audience: Audience, content: Node, by: Actor) -> Document:
    """Begin a document with a content; its schema is the newest."""
    document = Document(
        public_id=new_id(),
        audience_id=audience.id,
        audience=audience,
        schema=SCHEMA,
        drafting=True,
        last_number=0,
        at=work.at,
        changed_at=work.at,
    )
    work.session.add(document)
    work.session.flush()
    replica = Replica(client=_new_client(work, document, None))
    _store(work, document, replica.change_to(content), by, replica)
    return document


def edit(work: Work, document: Document, content: Node, by: Actor) -> None:
    """Bring a document to another content, as one more collaborator would."""
    locked(work, document.id)
    state = collected(work, document).replica.state()
    replica = Replica(state, client=_new_client(work, document, None))
    _store(work, document, replica.change_to(content), by, replica)


def join(work: Work, actor: Actor, document: Document, held: int | None = None) -> int:
    """Give a seat a client id in a document, for good; `held` is one that its tab has already."""
    require(policy.draft_refusal(actor, document))

    if held is not None and held in _own(work, actor, document, {held}):
        return held
    return _new_client(work, document, actor.seat_id)


def receive(work: Work, actor: Actor, public_id: str, data: bytes) -> Receipt:
    """Store an update, if it is its sender's to make and nothing is missing before it."""
    document = find(work, actor, public_id, lock=True)
    require(policy.draft_refusal(actor, document))
    if len(data) > policy.UPDATE_LIMIT:
        raise Refused(policy.TOO_MUCH)
    what = _read(data)

    held = collected(work, document)
    there = held.replica.clock
    new = what.new_clients(there)
    if new - _own(work, actor, document, new):
        shelf.put(held)
        raise Refused(policy.FOREIGN)
    if what.missing(there):
        return Receipt(None, held)
    if not new and not what.deleted:  # sent again: it is there already
        return Receipt(held.number, held)

    _take_in(held.replica, data, what)
    held.number = _store(work, document, data, actor, held.replica)
    return Receipt(held.number, held)


def compact(work: Work, document: Document, replica: Replica) -> None:
    """Keep the whole of a document beside its updates, so that opening it replays fewer."""
    work.session.flush()
    work.session.merge(
        Snapshot(
            document_id=document.id,
            number=document.last_number,
            state=replica.state(),
            at=work.at,
        )
    )


def open_for_drafting(work: Work, document: Document) -> None:
    """Let those who may draft write."""
    locked(work, document.id).drafting = True


def close_for_drafting(work: Work, document: Document) -> None:
    """Let nobody write but the server."""
    locked(work, document.id).drafting = False


def _read(data: bytes) -> Brought:
    try:
        what = brought(data)
    except GarbledError as error:
        raise Refused(policy.GARBLED) from error
    if what.strange:
        raise Refused(policy.STRANGE)
    return what


def _take_in(replica: Replica, data: bytes, what: Brought) -> None:
    """Apply an update; when it is refused now, the replica is spoiled and not to be kept."""
    try:
        replica.apply(data)
    except UnfitError as error:
        raise Refused(policy.GARBLED) from error
    ends = replica.clock
    if what.missing(ends) or what.new_clients(ends):
        raise Refused(policy.GARBLED)  # the library has kept something back
    if what.elements or len(data) > LOOKED_AT:
        _refuse(fault(replica.content()))


def _refuse(message: Message | None) -> None:
    if message:
        raise Refused(message)


def _store(work: Work, document: Document, data: bytes, by: Actor, replica: Replica) -> int:
    document.last_number += 1
    document.changed_at = work.at
    work.session.add(
        Update(
            document_id=document.id,
            number=document.last_number,
            data=data,
            seat_id=by.seat_id,
            at=work.at,
        )
    )
    if document.last_number % EVERY == 0:
        compact(work, document, replica)
        if len(replica.state()) > policy.STATE_LIMIT:
            raise Refused(policy.FULL)
    work.record(TextChanged(document.public_id, document.last_number), by=by.by)
    return document.last_number


def _own(
    work: Work, actor: Actor, document: Document, clients: AbstractSet[int]
) -> AbstractSet[int]:
    """Tell which of these client ids were given to the actor's seat."""
    if not clients:
        return set()
    query = select(Client.client).where(
        Client.document_id == document.id, Client.seat_id == actor.seat_id
    )
    return set(work.session.scalars(query.where(Client.client.in_(clients))))


def _new_client(work: Work, document: Document, seat_id: SeatId | None) -> int:
    while True:
        client = secrets.randbelow(CLIENTS) + 1
        insert = insert_once(
            work.session,
            Client,
            *("document_id", "client"),
            document_id=document.id,
            client=client,
            seat_id=seat_id,
            at=work.at,
        )
        if work.session.scalar(insert.returning(Client.client)) is not None:
            return client
