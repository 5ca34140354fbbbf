"""Tables as grids: where each cell of a rectangular table stands, and which rows are its head.

`cleaned` has made tables rectangular; here their cells are only found in their places.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from panel.documents.text.shape import Node, children, kind
from panel.documents.text.tables import head_rows, span
from panel.exports.makers.lined import said
from panel.exports.makers.words import SHORTEST, claim


@dataclass(frozen=True)
class Cell:
    """A cell in its place."""

    column: int
    colspan: int
    rowspan: int
    head: bool
    content: tuple[Node, ...]  # paragraphs


@dataclass(frozen=True)
class Grid:
    """A table; the first `head` of its rows are repeated on every page."""

    columns: int
    head: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def row_heads(self) -> int:
        """Count the columns at the left that hold nothing but heads, below the head rows."""
        body = self.rows[self.head :]
        column = 0
        while column < self.columns and body and all(_leads(row, column) for row in body):
            column += 1
        return column if column < self.columns else 0

    def widths(self) -> tuple[int, ...]:
        """Share the width out by what each column holds, in parts of the whole."""
        parts = [SHORTEST] * self.columns
        for row in self.rows:
            for cell in row:
                if cell.colspan == 1:
                    parts[cell.column] = max(parts[cell.column], _claim(cell))
        return tuple(parts)


def grid(table: Node) -> Grid:
    """Find the cells of a table in their places: each in the first that none from above takes."""
    taken: set[tuple[int, int]] = set()
    rows = tuple(tuple(_laid(children(row), at, taken)) for at, row in enumerate(children(table)))
    columns = max((column for _row, column in taken), default=-1) + 1
    return Grid(columns, head_rows(children(table)), rows)


def _laid(cells: Iterable[Node], at: int, taken: set[tuple[int, int]]) -> Iterable[Cell]:
    column = 0
    for node in cells:
        while (at, column) in taken:
            column += 1
        right, down = span(node, "colspan"), span(node, "rowspan")
        taken.update((at + y, column + x) for y in range(down) for x in range(right))
        yield Cell(column, right, down, kind(node) == "tableHeader", tuple(children(node)))
        column += right


def _leads(row: Iterable[Cell], column: int) -> bool:
    """Tell whether a row has a head in a column; what reaches down into it was asked above."""
    covering = [one for one in row if one.column <= column < one.column + one.colspan]
    return all(cell.head and cell.colspan == 1 for cell in covering)


def _claim(cell: Cell) -> int:
    return claim(["".join(map(said, children(paragraph))) for paragraph in cell.content])
