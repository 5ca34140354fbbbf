"""What is written in one place twice is refused; what is sent again is known again."""

from collections.abc import Callable

import pytest

from panel.documents.policy import TAKEN
from panel.kernel.work import Workshop
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer, block


@pytest.fixture
def table(workshop: Workshop) -> Table:
    return Table(workshop)


TWICE: dict[str, Callable[[Writer], bytes]] = {
    "other words": lambda twin: twin.types(" Less."),
    "fewer words": lambda twin: twin.types(" Le"),
    "more words": lambda twin: twin.types(" Less, and then some."),
    "the same words, and other ones": lambda twin: twin.types(" More, and then some.", at=3),
    "the same words elsewhere": lambda twin: twin.types(" More.", 1),
    "a paragraph": lambda twin: twin.adds("More", block(20)),
}


@pytest.mark.parametrize("name", TWICE)
def test_other_words_under_one_mark_are_refused(table: Table, name: str) -> None:
    """Two tabs under one id count from the same number: only the first could be taken in."""
    ana = table.joins(table.ana)
    twin = table.joins(table.ana, held=ana.client)
    assert twin.client == ana.client
    typed = ana.types(" More.")
    assert table.sends(table.ana, typed) == 2

    assert table.refuses(table.ana, TWICE[name](twin)) == TAKEN

    assert table.sends(table.ana, typed) == 2
    assert table.sends(table.ana, ana.types(" And on.")) == 3
    assert table.anew() == "One. More. And on.\n\nTwo."


def test_other_words_about_what_somebody_else_wrote_are_refused(table: Table) -> None:
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    forged = Writer(beto.client, ana.since(b"\0"))
    forged.types(" Forged.")
    assert table.sends(table.beto, beto.types(" Beto's.")) == 2
    both = Writer(ana.client, forged.since(b"\0"))
    both.types(" Ana's.")

    assert table.refuses(table.ana, both.since(ana.vector)) == TAKEN
    assert table.anew() == "One. Beto's.\n\nTwo."


def test_the_same_words_are_known_again_however_they_are_cut(table: Table) -> None:
    """Whoever hears no answer sends all of it again, in other pieces and with what came after."""
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    begin = ana.vector
    pieces = [ana.types(one) for one in (" Más", " 🌱🌿", " y más.")]
    pieces.append(ana.adds("Título", block(30)))
    pieces.append(ana.deletes(5, 8))
    for piece in pieces:
        assert table.sends(table.ana, piece)
    last = table.sends(table.beto, Writer(beto.client, ana.since(b"\0")).deletes(7, 11))
    assert last == 7
    state = table.joins(table.beto).since(b"\0")

    assert table.sends(table.ana, ana.since(begin)) == last
    assert table.sends(table.ana, ana.since(b"\0")) == last
    assert table.sends(table.ana, state) == last
    more = Writer(ana.client, state, ana.since(b"\0"))
    more.types(" Fin.", 1)

    assert table.sends(table.ana, more.since(begin)) == 8
    assert table.anew() == "One. s 🌿 y más.\n\nTwo. Fin.\n\nTítulo"
