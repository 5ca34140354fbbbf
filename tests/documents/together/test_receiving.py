"""What is acknowledged is stored and whole; what is refused changes nothing for anybody."""

from copy import copy

import pytest
from pycrdt import Array

from panel.documents import shelf
from panel.documents.actions import receiving, texts
from panel.documents.models import Document, Update
from panel.documents.policy import (
    FOREIGN,
    GARBLED,
    NOT_OPEN,
    STRANGE,
    TOO_MUCH,
    UPDATE_LIMIT,
)
from panel.documents.queries.documents import document as find
from panel.documents.queries.texts import collected, content, drafters
from panel.documents.text.words import plain
from panel.kernel.errors import Missing, Refused
from panel.kernel.messages import Message
from panel.kernel.work import Workshop
from panel.membership.actions.seats import change_role
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.documents.together.writing import Writer, a_text, block
from tests.factories import a_panel, a_seat, again, the_audience, the_seat


def uncited(*asked: object) -> Message | None:
    """Stand for the rule about citations where none come."""
    raise AssertionError(asked)


class Table:
    """A document, and those around it; each act is a work of its own."""

    def __init__(self, workshop: Workshop, kind: Kind = Kind.PANEL) -> None:
        self.workshop = workshop
        with workshop.open_work() as work:
            panel = a_panel(work)
            self.ana, self.beto = a_seat(work, panel, name="Ana"), a_seat(work, panel, name="Beto")
            self.mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
            self.caro = a_seat(work, panel, Role.COMMENTER, name="Caro")
            audience = the_audience(work, panel, kind)
            self.document = texts.found(work, audience, a_text("One.", "Two."), self.ana)
        self.name = self.document.public_id

    def another(self) -> "Table":
        """Lay a second document for the same people."""
        made = copy(self)
        with self.workshop.open_work() as work:
            audience = work.session.merge(self.document.audience)
            made.document = texts.found(work, audience, a_text("One.", "Two."), self.ana)
        made.name = made.document.public_id
        return made

    def joins(self, who: Actor, held: int | None = None) -> Writer:
        with self.workshop.open_work() as work:
            document = find(work, who, self.name)
            client = texts.join(work, who, document, held)
            state = collected(work, document).replica.state()
        return Writer(client, state)

    def sends(self, who: Actor, data: bytes) -> int | None:
        sent = receiving.unpacked(data)
        with self.workshop.open_work() as work:
            receipt = receiving.receive(work, again(work, who), self.name, sent, uncited)
        shelf.put(receipt.held)
        return receipt.number

    def refuses(self, who: Actor, data: bytes) -> str:
        before = self.reads()
        with pytest.raises(Refused) as refused:
            self.sends(who, data)
        assert self.reads() == before
        return refused.value.message

    def goes_on(self) -> bool:
        """Others write, press Enter and delete, wherever they are."""
        beto = self.joins(self.beto)
        updates = beto.types(" On."), beto.splits(1, 2, block(90)), beto.deletes(0, 1, 1)
        return all(self.sends(self.beto, one) for one in updates)

    def reads(self) -> str:
        with self.workshop.open_reading() as reading:
            return plain(content(reading, reading.session.get_one(Document, self.document.id)))

    def anew(self) -> str:
        """Read from the rows alone, as another process does."""
        shelf.take(self.name)
        return self.reads()


@pytest.fixture
def table(workshop: Workshop) -> Table:
    return Table(workshop)


def test_what_two_write_at_once_is_all_there(table: Table) -> None:
    ana, beto = table.joins(table.ana), table.joins(table.beto)

    assert table.sends(table.ana, ana.types(" More.")) == 2
    assert table.sends(table.beto, beto.types(" And more.", 1)) == 3

    assert table.reads() == table.anew() == "One. More.\n\nTwo. And more."


def test_an_update_sent_twice_is_stored_once(table: Table) -> None:
    ana = table.joins(table.ana)
    typed = ana.types(" More.")

    assert (table.sends(table.ana, typed), table.sends(table.ana, typed)) == (2, 2)

    assert table.anew() == "One. More.\n\nTwo."


def test_what_builds_on_something_that_was_never_received_is_not_stored(table: Table) -> None:
    ana = table.joins(table.ana)
    first, second = ana.types(" More"), ana.types(" words.")

    assert table.sends(table.ana, second) is None
    assert table.anew() == "One.\n\nTwo."
    assert table.sends(table.ana, first) == 2
    assert table.sends(table.ana, second) == 3

    assert table.reads() == table.anew() == "One. More words.\n\nTwo."


def test_a_deletion_of_what_was_never_received_is_not_stored(table: Table) -> None:
    ana = table.joins(table.ana)
    typed = ana.types(" Never mind.")
    dropped = ana.deletes(4, 16)

    assert table.sends(table.ana, dropped) is None
    assert (table.sends(table.ana, typed), table.sends(table.ana, dropped)) == (2, 3)

    assert table.reads() == table.anew() == "One.\n\nTwo."


def test_words_under_another_ones_mark_are_refused(table: Table) -> None:
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    theirs, never = beto.types(" Beto's."), Writer(77, ana.since(b"\0")).types(" Nobody's.")

    assert table.refuses(table.ana, theirs) == FOREIGN
    assert table.refuses(table.ana, never) == FOREIGN
    assert table.sends(table.beto, theirs) == 2

    assert table.sends(table.ana, theirs) == 2  # by now it is there: nothing is brought
    assert table.reads() == "One. Beto's.\n\nTwo."


def test_words_under_an_earlier_mark_of_ones_own_are_taken(table: Table) -> None:
    offline = table.joins(table.ana)
    written = offline.types(" Offline.")

    table.joins(table.ana)

    assert table.sends(table.ana, written) == 2


@pytest.mark.parametrize("data", [b"", b"\0", b"garbage", b"\xff" * 40, b"\1\1\1\0\4" + b"\7" * 9])
def test_garbage_is_refused(table: Table, data: bytes) -> None:
    assert table.refuses(table.ana, data) == GARBLED


def test_half_an_update_is_refused(table: Table) -> None:
    typed = table.joins(table.ana).types("A sentence of some length, cut off somewhere.")

    for end in range(1, len(typed)):
        assert table.refuses(table.ana, typed[:end]) in {GARBLED, FOREIGN, STRANGE}


def test_too_much_at_once_is_refused(table: Table) -> None:
    writer = table.joins(table.ana)

    assert table.refuses(table.ana, writer.types("x" * UPDATE_LIMIT)) == TOO_MUCH


def test_what_no_document_can_hold_is_refused(table: Table) -> None:
    strange = table.joins(table.ana).adds("", "pppppppppp99", tag="script")
    beside = Writer(table.joins(table.ana).client)
    beside.doc["other"] = Array(["x"])
    deep = table.joins(table.ana)

    assert table.refuses(table.ana, strange) == STRANGE
    assert table.refuses(table.ana, beside.doc.get_update()) == STRANGE
    assert "six deep" in table.refuses(table.ana, deep.nests(100))
    assert "5,000" in table.refuses(table.ana, table.joins(table.ana).floods(5_000))
    assert table.anew() == "One.\n\nTwo."


def test_who_may_not_draft_is_refused_whatever_is_sent(table: Table) -> None:
    writer = table.joins(table.ana)
    with pytest.raises(Refused):
        table.joins(table.caro)
    assert table.sends(table.ana, writer.types(" Before.")) == 2

    with table.workshop.open_work() as work:
        change_role(work, again(work, table.mo), the_seat(work, table.ana), Role.COMMENTER)

    assert "members" in table.refuses(table.ana, writer.types(" After."))
    assert table.anew() == "One. Before.\n\nTwo."


def test_nobody_writes_in_a_text_that_is_closed_but_the_server(table: Table) -> None:
    writer = table.joins(table.ana)
    with table.workshop.open_work() as work:
        texts.close_for_drafting(work, work.session.get_one(Document, table.document.id))

    assert table.refuses(table.ana, writer.types(" More.")) == NOT_OPEN
    with table.workshop.open_work() as work:
        document = find(work, table.mo, table.name)
        texts.edit(work, document, a_text("One, restored.", "Two."), table.mo)

    assert table.reads() == table.anew() == "One, restored.\n\nTwo."


def test_who_cannot_read_a_document_does_not_find_it(workshop: Workshop) -> None:
    table = Table(workshop, Kind.MEMBERS)
    typed = table.joins(table.ana).types(" More.")

    with pytest.raises(Missing):
        table.sends(table.caro, typed)


def test_an_edit_of_the_server_leaves_what_others_write_meanwhile(table: Table) -> None:
    ana = table.joins(table.ana)
    typed = ana.types(" By Ana.", 1)
    with table.workshop.open_work() as work:
        document = find(work, table.mo, table.name)
        texts.edit(work, document, a_text("One, by the server.", "Two."), table.mo)

    table.sends(table.ana, typed)

    assert table.reads() == table.anew() == "One, by the server.\n\nTwo. By Ana."


def test_an_edit_that_changes_nothing_is_none(table: Table) -> None:
    with table.workshop.open_work() as work:
        document = find(work, table.mo, table.name)
        texts.edit(work, document, a_text("One.", "Two."), table.mo)
        assert document.last_number == 1


def test_a_snapshot_changes_nothing_and_no_update_is_lost(table: Table) -> None:
    ana = table.joins(table.ana)
    for number in range(texts.EVERY + 10):
        table.sends(table.ana, ana.types(f" {number}"))

    whole = "One." + "".join(f" {number}" for number in range(texts.EVERY + 10)) + "\n\nTwo."
    assert table.reads() == table.anew() == whole
    with table.workshop.open_reading() as reading:
        document = reading.session.get_one(Document, table.document.id)
        assert plain(content(reading, document, 3)) == "One. 0 1\n\nTwo."
        assert plain(content(reading, document, texts.EVERY + 1)).startswith("One. 0 1 2")
        rows = reading.session.query(Update).where(Update.document_id == document.id)
        assert rows.count() == document.last_number == texts.EVERY + 11
        assert drafters(reading, document) == [table.ana.seat_id]
