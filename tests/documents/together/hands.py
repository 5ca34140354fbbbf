"""Those who write in the model: what is on its way from them, and what has been acknowledged."""

from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc

from panel.documents import shelf
from panel.documents.crdt import Replica
from panel.documents.models import Document, Update
from panel.documents.queries.texts import collected
from panel.documents.shelf import Held
from panel.membership.actors import Actor
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer


@dataclass
class Hand:
    """A tab that somebody writes in, and what of theirs is on its way."""

    actor: Actor
    writer: Writer
    queue: deque[bytes] = field(default_factory=deque)
    stored: list[bytes] = field(default_factory=list)


class Killed(Exception):  # it is no error of ours
    """The process ends here."""


class Kept(Table):
    """A table whose document is read in every way there is, by processes with shelves apart."""

    shelves: tuple[OrderedDict[str, Held], ...]

    def starts(self) -> None:
        self.shelves = OrderedDict(), OrderedDict()

    @contextmanager
    def process(self, which: int) -> Iterator[None]:
        """Be one of the processes: they share nothing but the database."""
        before, shelf._places = shelf._places, self.shelves[which]
        try:
            yield
        finally:
            shelf._places = before

    def state(self) -> bytes:
        """Read what a fresh tab is given."""
        with self.workshop.open_reading() as reading:
            document = reading.session.get_one(Document, self.document.id)
            held = collected(reading, document)
        shelf.put(held)
        return held.replica.state()

    def last(self) -> int:
        with self.workshop.open_reading() as reading:
            return reading.session.get_one(Document, self.document.id).last_number

    def row(self, number: int) -> bytes:
        with self.workshop.open_reading() as reading:
            return reading.session.get_one(Update, (self.document.id, number)).data

    def rows(self, upto: int | None = None) -> Replica:
        """Collect the document from its updates, without snapshots and shelves."""
        with self.workshop.open_reading() as reading:
            rows = reading.session.query(Update.data, Update.number)
            rows = rows.where(Update.document_id == self.document.id).order_by(Update.number)
            return Replica(*[data for data, number in rows if upto is None or number <= upto])


def brings(update: bytes, state: bytes) -> bool:
    """Tell whether an update has words or deletions that are not in a state.

    Bytes tell nothing: the same document can be cut into structs in many ways.
    """
    doc, news = Doc[Any](), list[bytes]()
    doc.apply_update(state)
    listening = doc.observe(lambda event: news.append(event.update))
    doc.apply_update(update)
    doc.unobserve(listening)
    return bool(news)


def same(one: bytes, other: bytes) -> bool:
    return not brings(one, other) and not brings(other, one)
