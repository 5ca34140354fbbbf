"""What is done to a text; `receiving` takes in what others send. The caller commits.

Whoever writes locks the document's row first, so updates are numbered in the order in which they
are stored, and each is asked about everything that was stored before it.
"""

import secrets
from collections.abc import Set as AbstractSet
from typing import cast

from sqlalchemy import Table, bindparam, delete, insert, select, update

from panel.documents import policy
from panel.documents.crdt import Replica
from panel.documents.events import TextChanged
from panel.documents.models import Client, Document, DocumentRow, Snapshot, Update
from panel.documents.queries.documents import locked
from panel.documents.queries.texts import collected
from panel.documents.shelf import Held
from panel.documents.text.identities import identified
from panel.documents.text.schema import SCHEMA
from panel.documents.text.shape import Node
from panel.kernel.errors import require
from panel.kernel.ids import new_id
from panel.kernel.tables import insert_once
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience, SeatId

EVERY = 200  # updates between two snapshots: opening replays at most so many
HEAP = 2_000_000  # bytes of them, and no more
EARLIER = 2_000  # of so many updates the last snapshot is kept: earlier states replay no more
CLIENTS = 2**32 - 1  # Yjs draws its ids from so many
AT_ONCE = 1_000  # ids in one update: of so many tabs, at most, somebody sends what they wrote
NOTHING = b"\0\0"  # an update that brings nothing
CLIENT, DOCUMENT = Client.__table__.c, cast(Table, Document.__table__)
# What every edit asks and writes: put together once, for objects would cost as much as the rest.
_ADD = insert(cast(Table, Update.__table__))
_COUNT = update(DOCUMENT).where(DOCUMENT.c.id == bindparam("document"))
_OWN = select(CLIENT.client).where(
    CLIENT.document_id == bindparam("document"),
    CLIENT.seat_id == bindparam("seat"),
    CLIENT.client.in_(bindparam("clients", expanding=True)),
)


def found(work: Work, audience: Audience, content: Node, by: Actor) -> Document:
    """Begin a document with a content, each block under an id; its schema is the newest."""
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
    data = replica.change_to(identified(content))
    _store_ours(work, document, data, by, Held(document.public_id, replica))
    return document


def edit(work: Work, document: Document, content: Node, by: Actor) -> None:
    """Bring a document to another content, as one more collaborator would."""
    locked(work, document.id)
    held = collected(work, document)
    held.replica = Replica(held.replica.state(), client=_new_client(work, document, None))
    data = held.replica.change_to(identified(content))
    if data != NOTHING:
        _store_ours(work, document, data, by, held)


def join(work: Work, actor: Actor, document: Document, held: int | None = None) -> int:
    """Give a seat a client id in a document, for good; `held` is one that its tab has already."""
    require(policy.draft_refusal(actor, document))

    if held is not None and held in own(work, actor, document, {held}):
        return held
    return _new_client(work, document, actor.seat_id)


def compact(work: Work, document: Document | DocumentRow, number: int, replica: Replica) -> int:
    """Keep the whole of a document, up to an update, so that opening it replays fewer.

    It takes the place of the snapshot before; but of every so many updates one stays.
    """
    begin, state = number // EARLIER * EARLIER, replica.state()
    work.session.execute(
        delete(Snapshot).where(Snapshot.document_id == document.id, Snapshot.number >= begin)
    )
    work.session.add(Snapshot(document_id=document.id, number=number, state=state, at=work.at))
    return len(state)


def open_for_drafting(work: Work, document: Document) -> None:
    """Let those who may draft write."""
    locked(work, document.id).drafting = True


def close_for_drafting(work: Work, document: Document) -> None:
    """Let nobody write but the server."""
    locked(work, document.id).drafting = False


def store(work: Work, document: Document | DocumentRow, data: bytes, by: Actor, held: Held) -> None:
    """Store an update that a replica has taken in already; every so often, the whole of it.

    `document` itself does not learn of it.
    """
    number, mine = document.last_number + 1, {"document_id": document.id, "seat_id": by.seat_id}
    work.write(_ADD, mine | {"number": number, "data": data, "at": work.at})
    work.write(_COUNT, {"last_number": number, "changed_at": work.at, "document": document.id})
    held.keep(number, data)
    held.since += len(data)
    if number % EVERY == 0 or held.since > HEAP:
        held.since, held.size = 0, compact(work, document, number, held.replica)
    work.record(TextChanged(document.public_id, number), by=by.by)


def _store_ours(work: Work, document: Document, data: bytes, by: Actor, held: Held) -> None:
    store(work, document, data, by, held)
    work.session.refresh(document, ("last_number", "changed_at"))


def own(
    work: Work, actor: Actor, document: Document | DocumentRow, clients: AbstractSet[int]
) -> AbstractSet[int]:
    """Tell which of these client ids were given to the actor's seat.

    Of numbers that no id can be, and of more than anybody writes under, the database is not asked.
    """
    given = {client for client in clients if 0 < client <= CLIENTS}
    if not given or len(given) > AT_ONCE:
        return set()
    asked = {"document": document.id, "seat": actor.seat_id, "clients": list(given)}
    return set(work.rows(_OWN, asked).scalars())


def _new_client(work: Work, document: Document, seat_id: SeatId | None) -> int:
    while True:
        client = secrets.randbelow(CLIENTS) + 1
        given = insert_once(
            work.session,
            Client,
            *("document_id", "client"),
            document_id=document.id,
            client=client,
            seat_id=seat_id,
            at=work.at,
        )
        if given:
            return client
