"""A version is named once, says for ever what it said, and anybody can compute its hash anew."""

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from panel.documents.actions import texts
from panel.documents.actions.versions import THE_SAME, name_version
from panel.documents.events import VersionNamed
from panel.documents.models import Version
from panel.documents.queries import versions as queries
from panel.documents.queries.documents import document as find
from panel.documents.text.canonical import canonical, digest
from panel.documents.text.lines import SPLITTER, numbered
from panel.documents.text.schema import SCHEMA
from panel.kernel.errors import Clash, Missing
from panel.kernel.work import Workshop
from tests.documents import recompute
from tests.documents.together.writing import a_text
from tests.documents.versions.shelf import TITLE, Named
from tests.exports.papers import EVERYTHING

LONG = "Entre el primer día de trabajo y la primera afiliación pasan dos meses, o tres. " * 3


@pytest.fixture
def table(workshop: Workshop) -> Named:
    return Named(workshop)


def said(version: Version) -> dict[str, Any]:
    """Give of a version what `recompute.py` asks for, as a file has it."""
    rows: list[dict[str, Any]] = json.loads(json.dumps(version.lines))
    return {
        "canonical": version.text,
        "sha256": version.sha256,
        "splitter": version.splitter,
        "lines": rows,
    }


def test_a_version_is_the_text_as_it_is_and_can_be_recomputed(table: Named) -> None:
    table.writes(EVERYTHING.content)

    made = table.names("Para el ministerio", title=EVERYTHING.title)

    kept = table.kept(1)
    assert (kept.number, kept.name, kept.title) == (1, "Para el ministerio", EVERYTHING.title)
    assert (kept.schema, kept.splitter, kept.upto) == (SCHEMA, SPLITTER, table.row().last_number)
    assert (kept.by_id, kept.at) == (table.ana.seat_id, made.at)
    assert kept.text == canonical(EVERYTHING.title, EVERYTHING.content)
    assert kept.sha256 == digest(kept.text) == EVERYTHING.sha256
    assert recompute.faults(said(kept)) == []
    assert queries.content_of(kept) == EVERYTHING.content
    assert queries.lines_of(kept) == numbered(EVERYTHING.content) == EVERYTHING.blocks


def test_the_same_text_has_the_same_hash_and_lines_wherever_it_is_kept(table: Named) -> None:
    """What stands here was computed once, with sha256sum; both databases come to it."""
    table.writes(a_text(LONG, "Así."))

    kept = (table.names(), table.kept(1))[1]

    assert kept.sha256 == "9757a701a4d16faea67f4c7aa3205579e3e0dfc12e1f66fa9ac878e465f3e584"
    assert [block.number for block in queries.lines_of(kept)] == [1, 2]
    lines = [line for block in queries.lines_of(kept) for line in block.lines]
    assert [line.number for line in lines] == [1, 2, 3, 4]
    assert "".join(line.text for line in lines) == f"{LONG}Así."
    assert lines[0].text == LONG[:89]


def test_what_is_written_by_hand_is_in_the_version(table: Named) -> None:
    """Nothing but updates of browsers went in; the version says what they say."""
    ana, beto = table.joins(table.ana), table.joins(table.beto)
    table.sends(table.ana, ana.types(" Café\u0301 \U0001f469\u200d\U0001f467."))
    table.sends(table.beto, beto.adds("Three.", "ccccccccccc3"))

    kept = (table.names(), table.kept(1))[1]

    assert (kept.upto, recompute.faults(said(kept))) == (3, [])
    blocks = [" ".join(line.text for line in block.lines) for block in queries.lines_of(kept)]
    assert blocks == ["One. Café\u0301 \U0001f469\u200d\U0001f467.", "Two.", "Three."]


def test_nothing_that_comes_later_touches_a_version(table: Named) -> None:
    table.names("Before")
    before = said(table.kept(1)), table.kept(1).name, table.kept(1).at

    table.writes(a_text("Quite another text."))
    table.names("After", title="Another title")
    table.restores(1)

    assert (said(table.kept(1)), table.kept(1).name, table.kept(1).at) == before
    assert table.kept(2).sha256 != table.kept(1).sha256


def test_versions_are_numbered_and_listed_from_the_newest(table: Named) -> None:
    table.names("One")
    table.writes(a_text("More."))
    table.names("Two")

    with table.workshop.open_reading() as reading:
        document = find(reading, table.ana, table.name)
        listed = queries.versions(reading, document)
        newest = queries.newest(reading, document)
        with pytest.raises(Missing):
            queries.version(reading, document, 3)

    assert [(one.number, one.name, one.upto) for one in listed] == [(2, "Two", 2), (1, "One", 1)]
    assert (listed[0].by, listed[0].organisation) == ("Ana", "Mutual")
    assert listed[0].sha256 == table.kept(2).sha256
    assert newest
    assert newest.number == 2


def test_a_text_that_says_the_same_is_not_named_again(table: Named) -> None:
    table.names("One")

    with pytest.raises(Clash) as told:
        table.names("The same")

    assert told.value.message == THE_SAME
    assert table.ensures("The same").number == 1
    assert table.names("Another title", title="Otro título").number == 2
    table.writes(a_text("One.", "Two."))  # an edit that changes nothing
    table.writes(a_text("Other words."))
    table.writes(a_text("One.", "Two."))  # and back again
    with pytest.raises(Clash):
        table.names("The same", title="Otro título")
    assert table.ensures("It was called so first").number == 3


def test_who_asks_for_a_version_of_what_has_changed_gets_a_new_one(table: Named) -> None:
    table.names("One")
    table.writes(a_text("More."))

    assert table.ensures("For consultation").number == 2
    assert table.kept(2).name == "For consultation"


def test_of_two_who_name_it_at_once_the_second_is_told(table: Named) -> None:
    together = Barrier(2)

    def name(word: str) -> str:
        together.wait()
        try:
            return f"v{table.names(word).number}"
        except Clash as clash:
            return clash.message

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(name, ["One", "Two"]))

    assert answers == sorted(["v1", THE_SAME])


def test_two_who_name_and_write_at_once_get_numbers_one_after_the_other(table: Named) -> None:
    together = Barrier(4)

    def name(word: str) -> int:
        together.wait()
        with table.workshop.open_work() as work:
            document = find(work, table.ana, table.name, lock=True)
            texts.edit(work, document, a_text(word), table.ana)
            return name_version(work, table.ana, document, TITLE, word).number

    with ThreadPoolExecutor(4) as pool:
        numbers = sorted(pool.map(name, ["a", "b", "c", "d"]))

    assert numbers == [1, 2, 3, 4]
    for number in numbers:
        assert recompute.faults(said(table.kept(number))) == []


def test_naming_is_a_fact_for_those_who_have_the_text_open(table: Named) -> None:
    with table.workshop.open_work() as work:
        document = find(work, table.ana, table.name)
        name_version(work, table.ana, document, TITLE, "One")
        [told] = work.recorded

    assert told.fact == VersionNamed(table.name, 1)
    assert told.fact.rooms == (f"document:{table.name}",)
    assert told.by == table.ana.by
    with table.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Version)).all()) == 1
