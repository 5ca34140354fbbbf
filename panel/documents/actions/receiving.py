"""Taking in what somebody has written: all of it is stored, or nothing, and they are told which.

The caller opens the work, and so commits it. Nobody is refused for what another has done: of the
text, only what an update has changed is looked at.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from panel.documents import policy, shelf
from panel.documents.actions.texts import own, store
from panel.documents.citing import Citable, citations
from panel.documents.crdt import Replica, UnfitError
from panel.documents.lib0 import GarbledError
from panel.documents.models import DocumentRow
from panel.documents.queries.documents import draft
from panel.documents.queries.texts import collected
from panel.documents.ranges import Brought, brought
from panel.documents.shared import Touched
from panel.documents.shelf import Held
from panel.documents.text.schema import MANY, fault_within, mark_fault
from panel.documents.text.shape import BLOCKS, NODES
from panel.kernel.errors import Refused, require
from panel.kernel.messages import Message
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience


@dataclass(frozen=True)
class Sent:
    """An update that can be read, and what it brings."""

    data: bytes
    what: Brought


@dataclass(frozen=True)
class Receipt:
    """An update is stored under this number; `held` goes to the shelf after the commit.

    Without a number nothing is stored: it builds on something that was never received.
    """

    number: int | None
    held: Held


def unpacked(data: bytes) -> Sent:
    """Read what was sent, before the work is opened: it takes a while when it is much."""
    if len(data) > policy.UPDATE_LIMIT:
        raise Refused(policy.TOO_MUCH)
    try:
        what = brought(data)
    except GarbledError as error:
        raise Refused(policy.GARBLED) from error
    _refuse(_strange(what))
    return Sent(data, what)


def receive(work: Work, actor: Actor, public_id: str, sent: Sent, citable: Citable) -> Receipt:
    """Store an update, if it is its sender's to make and nothing is missing before it.

    Of its citations, those are judged that do not stand in the text already.
    """
    document = draft(work, actor, public_id)
    require(policy.draft_refusal(actor, document))

    held, what = collected(work, document), sent.what
    there = held.replica.clock
    new = what.new_clients(there)
    if new - _own(work, actor, document, held, new):
        shelf.put(held)
        raise Refused(policy.FOREIGN)
    if what.missing(there):
        return Receipt(None, held)
    if what.contradicts(there, held.replica.missing):
        shelf.put(held)
        raise Refused(policy.TAKEN)
    cited = held.replica.citations() if what.cites else set()
    touched = _taken_in(held.replica, sent)
    if touched is None:  # sent again: it is there already
        return Receipt(held.number, held)

    _refuse(_wrong(touched, what) or _crowded(held, what) or _swollen(held, sent))
    come = citations(one.node for one in touched) - cited if what.cites else None
    if come:
        readers = work.session.get_one(Audience, document.audience.id)
        _refuse(citable(work, actor, readers, come))
    store(work, document, sent.data, actor, held)
    return Receipt(held.number, held)


def _own(
    work: Work, actor: Actor, document: DocumentRow, held: Held, clients: AbstractSet[int]
) -> AbstractSet[int]:
    """Tell which ids are the seat's own; one that was given is so for good, and asked for once."""
    known = {client for client in clients if (actor.seat_id, client) in held.given}
    if known == clients:
        return known
    mine = own(work, actor, document, clients)
    held.given |= {(actor.seat_id, client) for client in mine}
    return mine


def _strange(what: Brought) -> Message | None:
    """Look at an update by itself; also at marks under which nobody has typed yet."""
    if what.strange:
        return policy.STRANGE
    if what.blocks > BLOCKS or what.nodes > NODES:
        return MANY if what.blocks > BLOCKS else policy.TOO_MUCH
    return next((found for found in map(mark_fault, what.marks) if found), None)


def _taken_in(replica: Replica, sent: Sent) -> tuple[Touched, ...] | None:
    """Apply an update; when it is refused from here on, the replica is spoiled, not to be kept."""
    try:
        touched = replica.take(sent.data)
    except UnfitError as error:
        raise Refused(policy.GARBLED) from error
    ends = replica.clock
    if sent.what.missing(ends) or sent.what.new_clients(ends):
        raise Refused(policy.GARBLED)  # the library has kept something back
    return touched


def _wrong(touched: Iterable[Touched], what: Brought) -> Message | None:
    """Look at whatever was changed, at no more: nobody is refused for what another has done.

    Something too large, which simultaneous edits can make, may always be taken from.
    """
    takes = not what.structs
    faults = (fault_within(one.node, one.within, however_large=takes) for one in touched)
    return next((found for found in faults if found), None)


def _crowded(held: Held, what: Brought) -> Message | None:
    """Count the nodes; anew, before there are too many, for some may have been taken away."""
    if not what.nodes:
        return None
    known = held.tally and held.tally.with_more(what.blocks, what.nodes)
    held.tally = known if known and not known.too_much else held.replica.tally()
    if held.tally.blocks > BLOCKS:
        return MANY
    return policy.FULL if held.tally.too_much else None


def _swollen(held: Held, sent: Sent) -> Message | None:
    """Add the bytes up; anew, before they are too many. Whoever only takes away may go on."""
    held.size += len(sent.data)
    if held.size > policy.STATE_LIMIT:
        held.size = len(held.replica.state())
    return policy.FULL if held.size > policy.STATE_LIMIT and sent.what.structs else None


def _refuse(message: Message | None) -> None:
    if message:
        raise Refused(message)
