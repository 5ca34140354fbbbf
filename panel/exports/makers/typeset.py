"""What the typst template sets, block by block: words cut into our lines, spans of numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from panel.documents.text.lines import Line
from panel.documents.text.shape import Node, children, kind
from panel.documents.text.words import ordered_from, text_of
from panel.exports.makers.grid import Cell, grid
from panel.exports.makers.lined import lines_of, said, span, stretches
from panel.exports.makers.links import address
from panel.exports.makers.nodes import identity, level, marks
from panel.exports.makers.words import parts
from panel.exports.sheet import Sheet

WIDE = 7  # from so many columns on a table lies on a page of its own, turned
SIZES = ((6, 8.8), (9, 8.0), (14, 7.0), (22, 5.6), (40, 4.2))  # points, by columns
KEPT = 300  # characters of a cell, up to which its row is not divided between two pages
HYPHENATED = 14  # characters of a word, from which on it is hyphenated in a table

Data = dict[str, Any]


def typeset(sheet: Sheet) -> list[Data]:
    """Give every block of the paper as the template wants it."""
    numbers = {block.id: block.number for block in sheet.blocks}
    setter = _Setter(numbers, lines_of(sheet.blocks), sheet.citation)
    return setter.blocks(children(sheet.content), Ranks())


class Ranks:
    """Headings of a PDF skip no rank, as those of a text may: PDF/UA-1 refuses it."""

    def __init__(self, below: int = 0) -> None:
        """Know the rank of the heading above."""
        self._last = below

    def of(self, level: int) -> int:
        """Give the rank of the next heading, which would be this level."""
        self._last = min(level, self._last + 1)
        return self._last


@dataclass(frozen=True)
class _Setter:
    numbers: Mapping[str, int]
    lines: Mapping[str, tuple[Line, ...]]
    citation: str

    def blocks(self, nodes: Iterable[Node], ranks: Ranks) -> list[Data]:
        return [self._block(node, ranks) for node in nodes]

    def _block(self, node: Node, ranks: Ranks) -> Data:
        match kind(node):
            case "heading" if text_of(node).strip():
                return self._heading(node, ranks)
            case "heading" | "paragraph":
                lines = self._stretches(node)
                return {"t": "paragraph", "number": self._number(node), "lines": lines}
            case "table":
                return self._table(node)
            case "blockquote":
                return {"t": "quote", "c": self.blocks(children(node), ranks)}
        items = [self.blocks(children(item), ranks) for item in children(node)]
        return {"t": "list", "start": ordered_from(node) or None, "items": items}

    def _heading(self, node: Node, ranks: Ranks) -> Data:
        return {
            "t": "heading",
            "level": ranks.of(level(node)),
            "number": self._number(node),
            "span": span(self.lines.get(identity(node), ())),
            "c": self._inline(children(node)),
        }

    def _stretches(self, node: Node) -> list[Data]:
        lines = self.lines.get(identity(node), ())
        return [
            {
                "n": span(lines) if one.number is None else str(one.number),
                "c": self._inline(one.inline),
            }
            for one in stretches(children(node), lines)
        ]

    def _inline(self, nodes: Iterable[Node]) -> list[Data]:
        return [self._piece(node) for node in nodes]

    def _piece(self, node: Node) -> Data:
        match kind(node):
            case "footnote":
                return {"t": "note", "lines": self._stretches(node)}
            case "hardBreak":
                return {"t": "break"}
        return {
            "t": "cite" if kind(node) == "citation" else "text",
            "s": parts(said(node)),
            "m": marks(node),
            "href": address(node, self.citation),
        }

    def _table(self, node: Node) -> Data:
        laid = grid(node)
        number = self._number(node)
        rows = []
        for at, row in enumerate(laid.rows):
            margin = {"lines": self._span(row), "number": None if at else number}
            divided = {"divided": _divided(row)}
            told = [self._cell(cell, narrow=laid.columns >= WIDE) | divided for cell in row]
            rows.append([{**one, "margin": None if k else margin} for k, one in enumerate(told)])
        return {
            "t": "table",
            "columns": laid.widths(),
            "wide": laid.columns >= WIDE,
            "size": next(size for columns, size in SIZES if laid.columns <= columns),
            "head": rows[: laid.head],
            "rows": rows[laid.head :],
        }

    def _cell(self, cell: Cell, *, narrow: bool) -> Data:
        return {
            "colspan": cell.colspan,
            "rowspan": cell.rowspan,
            "head": cell.head,
            "hyphenated": narrow or _has_long_words(cell),
            "c": [self._inline(children(paragraph)) for paragraph in cell.content],
        }

    def _span(self, row: Iterable[Cell]) -> str:
        """Name the lines of all cells that begin in a row; their notes' lines are elsewhere."""
        named = (identity(paragraph) for cell in row for paragraph in cell.content)
        return span([line for name in named for line in self.lines.get(name, ())])

    def _number(self, node: Node) -> int | None:
        return self.numbers.get(identity(node))


def _has_long_words(cell: Cell) -> bool:
    return any(len(word) >= HYPHENATED for one in cell.content for word in text_of(one).split())


def _divided(row: Iterable[Cell]) -> bool:
    """Tell whether a row may go over to the next page; most are too short for it."""
    texts = (sum(len(text_of(one)) for one in cell.content) for cell in row)
    return any(length > KEPT for length in texts)
