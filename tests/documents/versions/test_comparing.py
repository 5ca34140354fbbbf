"""Two states side by side: what is counted, what is gathered, and what one saw last."""

import pytest

from panel.documents.actions.texts import EVERY
from panel.documents.text.shape import Node
from panel.documents.text.words import plain
from panel.kernel.errors import Missing
from panel.kernel.work import Workshop
from tests.documents.together.writing import a_text
from tests.documents.versions.shelf import TITLE, Named
from tests.exports.papers import EVERYTHING


@pytest.fixture
def table(workshop: Workshop) -> Named:
    return Named(workshop)


def ordered(words: str, *order: int) -> Node:
    """Take paragraphs of a text, in another order."""
    blocks = a_text(*words.split())["content"]
    return {"type": "doc", "content": [blocks[at] for at in order]}


def test_what_changed_is_counted_by_kind(table: Named) -> None:
    table.writes(ordered("a b c d e f", 0, 1, 2, 3, 4))
    table.names()
    table.writes(ordered("a B c d e f", 0, 1, 3, 2, 5))

    found = table.compares(1, None)

    counted = found.changed, found.added, found.removed, found.moved
    assert counted == (1, 1, 1, 1)
    assert found.titles == (TITLE, TITLE)
    assert found.different


def test_any_two_states_can_be_compared_in_both_directions(table: Named) -> None:
    table.names("One")
    table.writes(a_text("One.", "Two, now longer."))
    table.names("Two", title="Another title")
    table.writes(a_text("One."))

    forth, back, now = table.compares(1, 2), table.compares(2, 1), table.compares(2, None)

    assert (forth.changed, back.changed, now.removed) == (1, 1, 1)
    assert (forth.titles, back.titles) == ((TITLE, "Another title"), ("Another title", TITLE))
    [added] = [run.text for one in forth.changes for run in one.runs if run.kind == "added"]
    [removed] = [run.text for one in back.changes for run in one.runs if run.kind == "removed"]
    assert added == removed
    assert table.compares(1, 1).different is False
    with pytest.raises(Missing):
        table.compares(1, 3)
    with pytest.raises(Missing):
        table.compares(0, None)


def test_a_title_alone_is_a_difference(table: Named) -> None:
    table.names()

    assert table.compares(1, None, title="Another title").different
    assert table.compares(1, None).different is False


def test_what_is_unchanged_is_gathered_and_nothing_is_left_out(table: Named) -> None:
    table.writes(ordered("a b c d e f g", 0, 1, 2, 3, 4, 5, 6))
    table.names()
    table.writes(ordered("a b c D e f g", 0, 1, 2, 3, 4, 5, 6))

    found = table.compares(1, None)

    kinds = [[one.kind for one in stretch] for stretch in found.stretches]
    assert kinds == [["same"] * 3, ["changed"], ["same"] * 3]
    assert tuple(one for stretch in found.stretches for one in stretch) == found.changes


def test_everything_that_a_text_can_hold_is_compared(table: Named) -> None:
    table.names()
    table.writes(EVERYTHING.content)
    table.names("All")

    assert table.compares(2, None).different is False
    assert table.compares(1, 2).added == len(EVERYTHING.blocks)


def test_who_never_looked_is_told_nothing(table: Named) -> None:
    assert (table.looked(table.caro), table.since(table.caro)) == (None, None)


def test_each_seat_is_told_what_changed_since_it_looked(table: Named) -> None:
    table.looks(table.caro, 1)
    assert table.since(table.caro) is None
    table.writes(a_text("One.", "Two, now longer."))
    table.looks(table.ana, 2)
    table.writes(a_text("One.", "Two, now longer.", "Three."))

    [caro, ana] = [table.since(who) for who in (table.caro, table.ana)]

    assert caro
    assert ana
    assert (caro.changed, caro.added) == (1, 1)
    assert (ana.changed, ana.added) == (0, 1)
    assert table.since(table.beto) is None


def test_a_look_never_goes_back_and_never_ahead(table: Named) -> None:
    table.writes(a_text("More."))

    for number in (2, 1, 999, 0):
        table.looks(table.caro, number)
        assert table.looked(table.caro) == 2


def test_what_was_seen_is_what_stood_there_then_also_after_snapshots(table: Named) -> None:
    """A document is collected every so many updates; older states can still be read."""
    ana = table.joins(table.ana)
    table.looks(table.caro, 1)
    for _ in range(EVERY + 4):
        table.sends(table.ana, ana.types("x"))

    assert plain(table.as_of(1)) == "One.\n\nTwo."
    assert plain(table.as_of(100)) == f"One.{'x' * 99}\n\nTwo."
    since = table.since(table.caro)
    assert since
    assert (since.changed, since.added) == (1, 0)
