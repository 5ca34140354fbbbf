import pytest

from panel.documents.text.lines import Line, numbered
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node, children
from panel.exports.makers.grid import grid
from panel.exports.makers.lined import lines_of, said, span, stretches
from panel.exports.makers.links import post
from tests.exports.papers import BOLD, BREAK, LONG, cite, note, p, t, table, td, th


def lined(*words: str | Node) -> list[tuple[int | None, str]]:
    content = cleaned({"type": "doc", "content": [p(*words)]})
    (block,) = children(content)
    lines = lines_of(numbered(content))[block["attrs"]["id"]]
    found = stretches(children(block), lines)
    assert [one.number for one in found] == [line.number for line in lines]
    assert [together(one.inline) for one in found] == [
        line.text.removesuffix("\n") for line in lines
    ]
    return [(one.number, "".join(map(mark, one.inline))) for one in found]


def together(nodes: tuple[Node, ...]) -> str:
    return "".join(map(said, nodes))


def mark(node: Node) -> str:
    return "*" if node["type"] == "footnote" else said(node)


def test_words_are_cut_where_lines_end() -> None:
    first, second, third = lined(LONG)

    assert first[1].startswith("Entre")
    assert second[1].endswith("que nadie ")
    assert third[1] == "responde."


def test_a_text_in_bold_is_cut_as_well() -> None:
    assert len(lined("Uno ", t(LONG, BOLD), " dos")) == 3


def test_a_note_at_the_end_of_a_line_stays_there() -> None:
    assert lined("a" * 90, note("x"), "b") == [(1, "a" * 90 + "*"), (2, "b")]


def test_a_break_ends_a_line_and_what_follows_it_begins_one() -> None:
    assert lined("uno", BREAK, note("x"), "dos", BREAK, BREAK, "tres") == [
        (1, "uno"),
        (2, "*dos"),
        (3, ""),
        (4, "tres"),
    ]


def test_a_citation_may_go_over_a_line() -> None:
    first, second = lined("a" * 80 + " ", cite("Luz Marina Ortega, intervención 12"), ".")

    assert first[1].endswith(" [Luz ")
    assert second[1] == "Marina Ortega, intervención 12]."


def test_lines_of_other_words_cut_nothing() -> None:
    (only,) = stretches([t("uno dos")], [Line(1, "otra cosa", "x")])

    assert only.number is None


def test_several_lines_are_named_by_the_first_and_the_last() -> None:
    lines = [Line(number, "", "x") for number in (4, 5, 6)]

    assert [span(lines), span(lines[:1]), span([])] == ["4\N{EN DASH}6", "4", ""]


@pytest.mark.parametrize(
    ("rows", "head", "row_heads"),
    [
        ([[th("a"), th("b")], [td("c"), td("d")]], 1, 0),
        ([[th("a"), th("b")], [th("c"), td("d")]], 1, 1),
        ([[td("a"), td("b")], [th("c"), td("d")]], 0, 0),
        ([[th("a"), td("b")], [th("c"), td("d")]], 0, 1),
        ([[th("a", rowspan=2), th("b")], [th("c")], [td("d"), td("e")]], 2, 0),
        ([[th("a", rowspan=2), th("b")], [td("c")]], 0, 1),
        ([[th("a"), th("b")]], 1, 0),
    ],
)
def test_heads_of_a_table_are_found(rows: list[list[Node]], head: int, row_heads: int) -> None:
    found = grid(children(cleaned({"type": "doc", "content": [table(*rows)]}))[0])

    assert found.head == head
    assert found.columns == 2
    assert found.row_heads == row_heads


def test_an_address_of_a_post_keeps_to_its_pattern() -> None:
    assert (
        post("https://a.example/{thread}#{number}", "a/../b", 4) == "https://a.example/a%2F..%2Fb#4"
    )
    assert post("", "abc", 4) is None
