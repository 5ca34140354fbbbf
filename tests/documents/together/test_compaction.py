"""Opening costs the newest snapshot and what came after, and looking back costs little more."""

from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import insert, select, update

from panel.documents import shelf
from panel.documents.actions import texts
from panel.documents.crdt import Replica
from panel.documents.models import Document, Snapshot, Update
from panel.documents.queries.texts import content
from panel.documents.shelf import Held
from panel.documents.text.words import plain
from panel.kernel.work import Workshop
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer

MANY = 20_000
GARBAGE = b"nobody reads this"


class Long(Table):
    """A document that was written in for months: its rows are put there at once."""

    def fills(self, writer: Writer, upto: int, paragraphs: int = 1) -> None:
        first = self.document.last_number + 1
        rows = [
            {
                "number": number,
                "data": writer.types("x", number % paragraphs),
                "seat_id": self.ana.seat_id,
            }
            for number in range(first, upto + 1)
        ]
        with self.workshop.open_work() as work:
            document = work.session.get_one(Document, self.document.id)
            same = {"document_id": document.id, "seat_id": self.ana.seat_id, "at": work.at}
            work.session.execute(insert(Update), [row | same for row in rows])
            document.last_number = upto
        self.document.last_number = upto

    def snapshots(self) -> list[int]:
        with self.workshop.open_reading() as reading:
            rows = select(Snapshot.number).where(Snapshot.document_id == self.document.id)
            return sorted(reading.session.scalars(rows))

    def spoils(self, first: int, last: int) -> None:
        """Make some rows unreadable, so that whoever fetches them fails."""
        with self.workshop.open_work() as work:
            rows = update(Update).where(Update.document_id == self.document.id)
            rows = rows.where(Update.number.between(first, last))
            work.session.execute(rows.values(data=GARBAGE))

    def as_of(self, number: int) -> str:
        with self.workshop.open_reading() as reading:
            document = reading.session.get_one(Document, self.document.id)
            return plain(content(reading, document, number))


@pytest.fixture
def table(workshop: Workshop) -> Long:
    return Long(workshop)


def test_opening_after_20_000_updates_reads_the_snapshot_and_the_rest(table: Long) -> None:
    ana = table.joins(table.ana)
    table.fills(ana, MANY - 1, paragraphs=2)

    assert table.sends(table.ana, ana.types("y")) == MANY
    for _ in range(5):
        table.sends(table.ana, ana.types("z"))
    table.spoils(1, MANY)

    assert table.snapshots()[-1] == MANY
    half = "x" * (MANY // 2 - 1)
    assert table.anew() == f"One.{half}yzzzzz\n\nTwo.{half}"
    assert table.joins(table.beto).texts()[1] == f"Two.{half}"
    assert table.sends(table.ana, ana.types(" And on.", 1)) == MANY + 6


def test_whoever_stores_every_so_many_updates_keeps_the_whole(table: Long) -> None:
    ana = table.joins(table.ana)
    table.fills(ana, texts.EVERY - 1)

    before = table.snapshots()
    table.sends(table.ana, ana.types("y"))

    assert (before, table.snapshots()) == ([], [texts.EVERY])
    with table.workshop.open_reading() as reading:
        kept = reading.session.get_one(Snapshot, (table.document.id, texts.EVERY))
        stored = reading.session.get_one(Update, (table.document.id, texts.EVERY))
        assert kept.at - stored.at == timedelta(0)
        assert Replica(kept.state).content() == Replica(ana.since(b"\0")).content()


def test_large_updates_are_compacted_sooner(table: Long, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "HEAP", 5_000)
    ana = table.joins(table.ana)
    for _ in range(5):
        table.sends(table.ana, ana.types("x" * 2_000))
        shelf.take(table.name)  # another process stores each

    assert table.snapshots() == [4]
    table.spoils(1, 4)
    assert len(table.anew()) == 10_000 + len("One.\n\nTwo.")


def test_looking_back_replays_no_more_than_lies_between_two_snapshots(table: Long) -> None:
    """Earlier states come from the snapshots that were kept; none is newer than what is asked."""
    ana, steps = table.joins(table.ana), range(400, 6_001, 400)
    for upto in steps:
        table.fills(ana, upto - 1)
        table.sends(table.ana, ana.types("y"))
        table.document.last_number = upto
    kept = [0, *table.snapshots()]

    assert kept[-1] == steps[-1]
    assert max(b - a for a, b in pairwise(kept)) <= texts.EARLIER + 400
    assert len(kept) < 6
    for number in (1, 2, 399, 400, 1_999, 2_000, 2_001, 3_999, 4_001, 5_999, 6_000):
        written = "".join("y" if at % 400 == 0 else "x" for at in range(2, number + 1))
        assert table.as_of(number) == f"One.{written}\n\nTwo."
    table.spoils(1, kept[-2])
    assert table.as_of(kept[-2] + 3).startswith("One.xxx")


def test_the_shelf_holds_a_bounded_number_of_documents_and_of_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "_places", type(shelf._places)())
    for number in range(shelf.PLACES + 10):
        shelf.put(Held(f"small {number}", Replica(), 1, size=1_000))
    assert len(shelf._places) == shelf.PLACES
    assert shelf.take("small 9").number == 0

    for number in range(20):
        shelf.put(Held(f"large {number}", Replica(), 1, size=shelf.ROOM // 4))
    assert len(shelf._places) == 4

    shelf.put(Held("huge", Replica(), 1, size=2 * shelf.ROOM))
    assert [*shelf._places] == ["huge"]


def test_of_two_replicas_the_one_that_is_further_on_stays() -> None:
    ahead, behind = Held("one", Replica(), 7), Held("one", Replica(), 6)

    shelf.put(ahead)
    shelf.put(behind)

    assert shelf.take("one") is ahead
    assert shelf.take("one").number == 0
