"""Going back is one more edit: carets hold, and what others write meanwhile stays."""

from typing import Any

import pytest

from panel.documents.models import Document
from panel.documents.policy import NOT_OPEN
from panel.documents.queries.documents import locked
from panel.documents.text.canonical import canonical
from panel.documents.text.words import plain
from panel.kernel.errors import Refused
from panel.kernel.work import Workshop
from panel.membership.models import Verb
from panel.membership.policy import REFUSALS
from tests.documents.together.writing import a_text
from tests.documents.versions.shelf import TITLE, Named
from tests.exports.papers import EVERYTHING


@pytest.fixture
def table(workshop: Workshop) -> Named:
    return Named(workshop)


def test_the_text_says_what_the_version_says_and_what_was_written_stays_readable(
    table: Named,
) -> None:
    table.names()
    table.writes(a_text("Quite another text."))

    table.restores(1)

    assert table.anew() == "One.\n\nTwo."
    assert table.row().last_number == 3
    assert plain(table.as_of(2)) == "Quite another text."
    assert table.compares(1, None).different is False


def test_everything_that_a_text_can_hold_comes_back_as_it_was(table: Named) -> None:
    table.writes(EVERYTHING.content)
    version = table.names()
    table.writes(a_text("Nothing of it."))

    table.restores(1)

    assert canonical(TITLE, table.as_of(table.row().last_number)) == version.text
    assert table.ensures("The same again").number == 1


def test_who_has_it_open_hears_of_it_as_of_any_edit(table: Named) -> None:
    table.names()
    table.writes(a_text("One, changed.", "Two."))
    ana = table.joins(table.ana)

    table.restores(1)
    ana.hears(table.update(3))

    assert ana.texts() == ["One.", "Two."]


def test_what_somebody_writes_at_the_same_time_is_not_lost(table: Named) -> None:
    table.names()
    table.writes(a_text("One and more.", "Two."))
    beto = table.joins(table.beto)
    typed = beto.types(" Beto was here.", 1)
    added = beto.adds("Three.", "ccccccccccc3")

    table.restores(1)
    for update in (typed, added):
        assert table.sends(table.beto, update)

    assert table.anew() == "One.\n\nTwo. Beto was here.\n\nThree."
    beto.hears(table.update(3))
    assert beto.texts() == ["One.", "Two. Beto was here.", "Three."]


def test_what_did_not_change_is_not_written_anew(table: Named) -> None:
    """Carets hold: the words that stay are not taken away, and other paragraphs not touched."""
    table.writes(a_text("One stays here.", "A long second paragraph."))
    table.names()
    table.writes(a_text("One goes here.", "A long second paragraph."))
    ana, touched = table.joins(table.ana), list[Any]()
    ana.root.observe_deep(touched.extend)

    table.restores(1)
    ana.hears(table.update(4))

    [change] = touched
    assert change.path[0] == 0
    steps = [next(iter(step.items())) for step in change.delta]
    assert steps == [("retain", 4), ("delete", 4), ("insert", "stays")]
    assert ana.texts() == ["One stays here.", "A long second paragraph."]


def test_those_who_may_not_write_restore_nothing(table: Named) -> None:
    table.names()
    table.writes(a_text("Other."))

    with pytest.raises(Refused) as refused:
        table.restores(1, table.caro)

    assert refused.value.message == REFUSALS[Verb.DRAFT]
    assert table.anew() == "Other."


def test_a_text_that_is_closed_is_not_restored_by_moderators_either(table: Named) -> None:
    table.names()
    table.writes(a_text("Other."))
    with table.workshop.open_work() as work:
        locked(work, work.session.get_one(Document, table.document.id).id).drafting = False

    with pytest.raises(Refused) as refused:
        table.restores(1, table.mo)

    assert refused.value.message == NOT_OPEN
    assert table.anew() == "Other."
