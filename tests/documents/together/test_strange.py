"""What the schema does not know is refused, and nobody else is held up by it."""

from collections.abc import Callable
from typing import Any

import pytest

from panel.documents.lib0 import number
from panel.documents.models import Update
from panel.documents.policy import STRANGE
from panel.kernel.work import Workshop
from tests.documents.together.crafted import Crafted
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer

Spoil = Callable[[Writer], None]


@pytest.fixture
def table(workshop: Workshop) -> Table:
    return Table(workshop)


def writes(change: Spoil) -> Callable[[Writer], bytes]:
    def change_and_tell(writer: Writer) -> bytes:
        before = writer.vector
        change(writer)
        return writer.since(before)

    return change_and_tell


def first(writer: Writer) -> Any:  # noqa: ANN401  # the library names no types for children
    return writer.root.children[0]


def says(name: str, value: object) -> Callable[[Writer], bytes]:
    def change(writer: Writer) -> None:
        first(writer).attributes[name] = value

    return writes(change)


def prints(name: str, value: object) -> Callable[[Writer], bytes]:
    def change(writer: Writer) -> None:
        first(writer).children[0].format(0, 2, {name: value})

    return writes(change)


SMALL: dict[str, Callable[[Writer], bytes]] = {
    "an attribute that no schema knows": says("style", "color: red"),
    "a huge attribute that no schema knows": says("style", "x" * 400_000),
    "an id that is none": says("id", "NOT AN ID"),
    "a huge id": says("id", "a" * 400_000),
    "an id that is a list": says("id", ["abcdefghjkmn"]),
    "a link that runs a script": prints("link", {"href": "javascript:alert(1)"}),
    "a link that says more than where to": prints("link", {"href": "https://a.b", "on": "x"}),
    "a huge link": prints("link", {"href": "https://a.b/" + "x" * 400_000}),
    "bold that says something": prints("bold", {"x": "y"}),
}


@pytest.mark.parametrize("name", SMALL)
def test_what_the_schema_does_not_know_is_refused_however_small(table: Table, name: str) -> None:
    """It would lock everybody else out of the text, or reach their screens."""
    assert table.refuses(table.ana, SMALL[name](table.joins(table.ana)))

    assert table.goes_on()


def _into_root(one: Crafted) -> None:
    one.words("loose words")


def _value_into_root(one: Crafted) -> None:
    one.value("x")


def _text_into_root(one: Crafted) -> None:
    one.words("x", one.text())


def _key_of_root(one: Crafted) -> None:
    one.value("x", key="lang")


def _words_into_element(one: Crafted) -> None:
    one.words("x", one.element("paragraph"))


def _value_into_element(one: Crafted) -> None:
    one.value("x", one.element("paragraph"))


def _value_into_text(one: Crafted) -> None:
    one.value("x", one.text(one.element("paragraph")))


def _text_into_text(one: Crafted) -> None:
    one.words("x", one.text(one.text(one.element("paragraph"))))


def _element_into_text(one: Crafted) -> None:
    one.element("paragraph", one.text(one.element("paragraph")))


def _type_as_attribute(one: Crafted) -> None:
    one.adds(7, b"\6", one.element("paragraph"), "id")


def _heading_without_level(one: Crafted) -> None:
    one.words("x", one.text(one.element("heading")))


def _cell_in_document(one: Crafted) -> None:
    one.element("tableCell")


def _nested_without_end(one: Crafted) -> None:
    at = one.element("blockquote")
    for _ in range(20_000):
        at = one.element("blockquote", at)


CRAFTED = [
    _into_root,
    _value_into_root,
    _text_into_root,
    _key_of_root,
    _words_into_element,
    _value_into_element,
    _value_into_text,
    _text_into_text,
    _element_into_text,
    _type_as_attribute,
    _heading_without_level,
    _cell_in_document,
    _nested_without_end,
]


@pytest.mark.parametrize("craft", CRAFTED)
def test_what_a_browser_would_stumble_on_is_refused(
    table: Table, craft: Callable[[Crafted], None]
) -> None:
    """The library passes over much of it in silence; Yjs in the browsers of all would not."""
    made = Crafted(table.joins(table.ana).client)
    craft(made)

    assert table.refuses(table.ana, made.update())
    assert table.goes_on()


def test_what_is_put_where_it_cannot_stand_later_is_refused_as_well(table: Table) -> None:
    """Each part by itself is well made, and lies in what is there already."""
    writer = table.joins(table.ana)
    made = Crafted(writer.client)
    paragraph = made.element("paragraph")
    inside = made.text(paragraph)
    assert table.sends(table.ana, made.update()) == 2

    def a_link_to_a_script(one: Crafted) -> None:
        one.format("link", '{"href":"javascript:x"}', inside)

    spoils: list[Callable[[Crafted], object]] = [
        lambda one: one.value("x", inside),
        lambda one: one.value("x", paragraph),
        lambda one: one.words("x", paragraph),
        lambda one: one.element("paragraph", paragraph),
        lambda one: one.element("hardBreak", inside),
        lambda one: one.value("x", paragraph, "style"),
    ]
    for spoil in (*spoils, a_link_to_a_script):
        later = Crafted(writer.client, 2)
        spoil(later)
        assert table.refuses(table.ana, later.update())
    assert table.goes_on()


def test_what_is_strange_by_itself_is_refused(table: Table) -> None:
    made = Crafted(table.joins(table.ana).client)
    made.adds(3, b"\3abc", made.element("paragraph"), "id")

    assert table.refuses(table.ana, made.update()) == STRANGE


def test_what_is_deleted_of_a_node_is_looked_at_too(table: Table) -> None:
    """A heading that loses its level would be nothing that the schema knows."""
    ana = table.joins(table.ana)
    made = Crafted(ana.client)
    heading = made.element("heading")
    made.adds(8, b"\1\x7d\1", heading, "level")
    assert table.sends(table.ana, made.update()) == 2

    deletes = b"\0\1" + number(ana.client) + b"\1\1\1"

    assert table.refuses(table.ana, deletes) == STRANGE
    assert table.goes_on()


def test_a_refused_update_is_in_no_row(table: Table, workshop: Workshop) -> None:
    ana = table.joins(table.ana)
    table.refuses(table.ana, says("style", "x")(ana))

    with workshop.open_reading() as reading:
        rows = reading.session.query(Update).where(Update.document_id == table.document.id)
        assert [row.number for row in rows] == [1]
