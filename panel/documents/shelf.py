"""Collected documents that this process keeps at hand, so that it need not read them anew.

The database is the truth: what lies here is a beginning, and who takes it catches up from the rows.
Whoever takes a replica has it alone, and puts back only what is committed.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from panel.documents.crdt import Replica
from panel.documents.shared import Tally
from panel.membership.models import SeatId

PLACES = 60
FRESH, SMALL = 20, 10_000  # updates of a document that are kept as they came, and their bytes
ROOM = 64_000_000  # bytes of all that lies here, as it would be stored; at least one fits


@dataclass
class Held:
    """A replica, and the number of the last update in it.

    What it counts is never less than what is there: it is counted anew before anybody is refused.
    """

    document: str
    replica: Replica
    number: int = 0
    size: int = 0  # bytes of its state
    since: int = 0  # bytes of the updates after the newest snapshot
    tally: Tally | None = None
    given: set[tuple[SeatId | None, int]] = field(default_factory=set)  # client ids, for good
    fresh: dict[int, bytes] = field(default_factory=dict)  # the newest updates, by number

    def keep(self, number: int, data: bytes) -> None:
        """Keep an update at hand, for whoever has the document open is told it next."""
        self.number = number
        if len(data) <= SMALL:
            self.fresh[number] = data
        if len(self.fresh) > FRESH:
            del self.fresh[next(iter(self.fresh))]


_lock = Lock()
_places = OrderedDict[str, Held]()


def take(document: str) -> Held:
    """Take a document from the shelf, or an empty one."""
    with _lock:
        found = _places.pop(document, None)
    return found or Held(document, Replica())


def put(held: Held) -> None:
    """Put a document back; of two, the one that is further on stays."""
    with _lock:
        there = _places.get(held.document)
        if there is None or there.number <= held.number:
            _places[held.document] = held
            _places.move_to_end(held.document)
        while len(_places) > PLACES or (len(_places) > 1 and _full()):
            _places.popitem(last=False)


def fresh(document: str, number: int) -> bytes | None:
    """Give an update that was stored a moment ago, if it is at hand."""
    with _lock:
        there = _places.get(document)
        return there.fresh.get(number) if there else None


def _full() -> bool:
    return sum(one.size for one in _places.values()) > ROOM
