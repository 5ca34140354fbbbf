"""Tables as rectangles, whatever simultaneous edits have made of them."""

from collections.abc import Mapping, Sequence
from itertools import accumulate

from panel.documents.text.shape import COLUMNS, Node, attributes, children, kind

_EMPTY: Node = {"type": "tableCell", "content": [{"type": "paragraph"}]}


def span(cell: Node, name: str) -> int:
    """Tell over how many columns or rows a cell reaches (`colspan`, `rowspan`)."""
    return int(attributes(cell).get(name, 1))


def head_rows(rows: Sequence[Node]) -> int:
    """Count the rows at the top that are a table's head, repeated on every page of an export.

    They hold heads alone, nothing reaches out of them, and one row is left for the body.
    """
    height = 0
    while height < len(rows) and all(
        kind(cell) == "tableHeader" for cell in children(rows[height])
    ):
        height += 1
    height = min(height, max(1, len(rows) - 1))
    while any(
        at + span(cell, "rowspan") > height for at in range(height) for cell in children(rows[at])
    ):
        height -= 1
    return height


def squared(rows: Sequence[Node]) -> list[Node]:
    """Fill short rows up, drop rows without cells, cut spans that overlap or lead outside.

    Cells stand as browsers place them: each in the first column that no cell from above takes.
    """
    laid: list[tuple[list[Node], set[int]]] = []
    above: Mapping[int, int] = {}
    for row in _kept(rows):
        cells, filled, above = _laid(row, above)
        laid.append((cells, filled))
    width = max((max(filled) + 1 for _cells, filled in laid), default=0)
    fill = width <= COLUMNS  # a wider one is a fault: it must not swell here
    return [
        {"type": "tableRow", "content": cells + [_EMPTY] * (width - len(filled)) * fill}
        for cells, filled in laid
    ]


def _kept(rows: Sequence[Node]) -> list[list[Node]]:
    """Leave out rows that have no cells of their own, and shorten what reached into them."""
    whole = [bool(children(row)) for row in rows]
    before = [0, *accumulate(whole)]
    last = len(rows)
    return [
        [
            _spanning(cell, "rowspan", before[min(at + span(cell, "rowspan"), last)] - before[at])
            for cell in children(row)
        ]
        for at, row in enumerate(rows)
        if whole[at]
    ]


def _laid(
    row: Sequence[Node], above: Mapping[int, int]
) -> tuple[list[Node], set[int], Mapping[int, int]]:
    """Lay a row; `above` tells which columns are taken, and in how many rows from this one on."""
    cells: list[Node] = []
    filled = set(above)
    below = {column: rows - 1 for column, rows in above.items() if rows > 1}
    column = 0
    for cell in row:
        while column in above:
            column += 1
        ends = range(column + 1, column + span(cell, "colspan"))
        end = next((one for one in ends if one in above), ends.stop)
        taken, column = range(column, end), end
        filled.update(taken)
        rows = span(cell, "rowspan") if end <= COLUMNS else 1  # spans do not pile up without end
        below |= dict.fromkeys(taken, rows - 1) if rows > 1 else {}
        cells.append(_spanning(_spanning(cell, "colspan", len(taken)), "rowspan", rows))
    return cells, filled, below


def _spanning(cell: Node, name: str, size: int) -> Node:
    """Give a cell with another span; one by one is what a cell is by itself."""
    said = {key: value for key, value in attributes(cell).items() if key != name}
    told = said | ({name: size} if size > 1 else {})
    bare = {key: value for key, value in cell.items() if key != "attrs"}
    return bare | ({"attrs": told} if told else {})
