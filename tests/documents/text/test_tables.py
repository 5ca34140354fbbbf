import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from panel.documents.text.html import html
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from tests.documents.text.drawn import TABLE, node, often
from tests.documents.text.test_schema import doc, para

Row = list[tuple[int, int]]  # cells by their colspan and rowspan


def table(*rows: Row) -> Node:
    return node(
        "table",
        content=[
            node(
                "tableRow",
                content=[
                    node(
                        "tableCell",
                        attrs={"colspan": across, "rowspan": down},
                        content=[para("x")],
                    )
                    for across, down in row
                ],
            )
            for row in rows
        ],
    )


def spans(content: Node) -> list[Row]:
    return [
        [
            (cell.get("attrs", {}).get("colspan", 1), cell.get("attrs", {}).get("rowspan", 1))
            for cell in row["content"]
        ]
        for row in cleaned(doc(content))["content"][0]["content"]
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([[(1, 1), (1, 1)]], [[(1, 1), (1, 1)]]),
        ([[(1, 1)], [(1, 1), (1, 1)]], [[(1, 1), (1, 1)], [(1, 1), (1, 1)]]),
        ([[(2, 1)], [(1, 1)]], [[(2, 1)], [(1, 1), (1, 1)]]),
        ([[(1, 9), (1, 1)], [(1, 1)]], [[(1, 2), (1, 1)], [(1, 1)]]),
        ([[(2, 2)], [], [(1, 1), (1, 1)]], [[(2, 1)], [(1, 1), (1, 1)]]),
        (
            [[(1, 1), (1, 2), (1, 1)], [(3, 1)]],
            [[(1, 1), (1, 2), (1, 1)], [(1, 1), (1, 1)]],
        ),
    ],
)
def test_tables_are_made_rectangles(rows: list[Row], found: list[Row]) -> None:
    assert spans(table(*rows)) == found


@often
@given(TABLE)
def test_every_place_in_a_table_is_taken_once(content: Node) -> None:
    taken: set[tuple[int, int]] = set()
    rows = spans(content)
    for at, row in enumerate(rows):
        column = 0
        for across, down in row:
            while (at, column) in taken:
                column += 1
            places = {(at + y, column + x) for x in range(across) for y in range(down)}
            assert not places & taken
            taken |= places

    width = 1 + max(column for _row, column in taken)
    assert len(taken) == width * len(rows)


def test_a_wide_row_does_not_make_the_others_swell() -> None:
    wide: Row = [(1, 1)] * 1_000

    assert [len(row) for row in spans(table(wide, [(1, 1)], [(1, 1)]))] == [1_000, 1, 1]


def test_spans_that_pile_up_beyond_the_widest_table_are_cut() -> None:
    tall = [[(30, 400), (1, 400)]] * 400

    found = spans(table(*tall))

    assert found[0] == [(30, 400), (1, 400)]
    assert {row[0][1] for row in found[1:]} == {1}


def page(*rows: str, down: int = 1) -> BeautifulSoup:
    """Show a table; H is a cell of headers, c another; `down` is the rowspan of the first."""
    cells = {"H": "tableHeader", "c": "tableCell"}
    made = [
        node("tableRow", content=[node(cells[one], content=[para(one)]) for one in row])
        for row in rows
    ]
    made[0]["content"][0]["attrs"] = {"rowspan": down}
    return BeautifulSoup(html(cleaned(doc(node("table", content=made)))), "html.parser")


@pytest.mark.parametrize(
    ("rows", "down", "scopes", "heads"),
    [
        (("HH", "cc"), 1, ["col", "col"], 1),
        (("HH", "Hc"), 1, ["col", "col", "row"], 1),
        (("Hc", "Hc"), 1, ["row", "row"], 0),
        (("HH", "H", "cc"), 2, ["col", "col", "col"], 2),
        (("HH", "c"), 2, ["rowgroup", "row"], 0),
        (("cc", "cc"), 1, [], 0),
    ],
)
def test_header_cells_say_what_they_head(
    rows: tuple[str, ...], down: int, scopes: list[str], heads: int
) -> None:
    found = page(*rows, down=down)

    assert [cell["scope"] for cell in found.select("th")] == scopes
    assert len(found.select("thead tr")) == heads
    assert len(found.select("tr")) == len(rows)


@often
@given(st.integers(1, 3), st.integers(1, 3))
def test_spans_are_shown(across: int, down: int) -> None:
    content = table([(across, down)], *[[(1, 1)] * 3] * 3)

    cell = BeautifulSoup(html(cleaned(doc(content))), "html.parser").select("td")[0]

    assert (cell.get("colspan"), cell.get("rowspan")) == (
        str(across) if across > 1 else None,
        str(down) if down > 1 else None,
    )
