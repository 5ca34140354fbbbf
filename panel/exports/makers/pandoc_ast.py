"""A paper as Pandoc's JSON: the one way to DOCX, ODT and Markdown. Words are data there, too."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from panel.documents.text.lines import Line
from panel.documents.text.shape import Node, children, kind
from panel.documents.text.words import ordered_from, text_of
from panel.exports.makers.grid import Cell, Grid, grid
from panel.exports.makers.lined import Stretch, said, stretches
from panel.exports.makers.links import address
from panel.exports.makers.nodes import identity, level, marks

API = (1, 23, 1)
_SPACE = re.compile(r"([ \t\n]+)")
_PLAIN: Any = ["", [], []]  # no attributes
_TAB = {"t": "RawInline", "c": ["openxml", "<w:r><w:tab/></w:r>"]}
# In a cell the size stands with the number: to LibreOffice a table is stronger than a style.
_IN_CELL = (
    '<w:r><w:rPr><w:rStyle w:val="LineNumber"/><w:b w:val="0"/><w:sz w:val="14"/></w:rPr>'
    "<w:t>{}</w:t></w:r>"
)

Piece = dict[str, Any]


def pandoc(blocks: Sequence[Piece], meta: Mapping[str, str]) -> Piece:
    """Put blocks and what is said about them into the form that Pandoc reads."""
    told = {name: {"t": "MetaString", "c": words} for name, words in meta.items() if words}
    return {"pandoc-api-version": list(API), "meta": told, "blocks": list(blocks)}


def words(text: str) -> list[Piece]:
    """Give plain words as inlines."""
    parts = (one for one in _SPACE.split(text) if one)
    return [{"t": "Space"} if _SPACE.fullmatch(one) else block("Str", one) for one in parts]


def styled(style: str, inlines: Sequence[Piece]) -> Piece:
    """Give words a character style of the reference document."""
    return block("Span", [["", [], [["custom-style", style]]], list(inlines)])


def set_in(style: str, blocks: Sequence[Piece]) -> Piece:
    """Give paragraphs a style of the reference document."""
    return block("Div", [["", [], [["custom-style", style]]], list(blocks)])


def block(name: str, content: Any) -> Piece:  # noqa: ANN401  # Pandoc's JSON is nested lists
    """Make whatever else Pandoc knows, by its name there."""
    return {"t": name, "c": content}


def plainly(item: Iterable[Piece]) -> list[Piece]:
    """Set the paragraphs of an item tight."""
    return [{**one, "t": "Plain"} if one["t"] == "Para" else one for one in item]


def paragraph(inlines: Sequence[Piece]) -> Piece:
    """Make a paragraph."""
    return block("Para", list(inlines))


@dataclass(frozen=True)
class Writer:
    """Writes the blocks of a paper; with `lines`, as a reading copy that breaks at them."""

    citation: str = ""
    lines: Mapping[str, tuple[Line, ...]] | None = None
    numbers: Mapping[str, int] | None = None  # of blocks, in a reading copy
    widths: bool = True  # whether tables say how wide their columns are
    references: str = ""  # a character style for citations
    quotations: str = ""  # a style for paragraphs in the lists of a quotation
    lined: str = "Numbered Lines"  # the style of paragraphs in a reading copy
    in_cell: bool = False  # there is no room for a column of numbers
    tight: bool = True  # whether lists of short items are set tight, which gives them a style

    def blocks(self, nodes: Iterable[Node]) -> list[Piece]:
        """Write what stands in a paper, a quotation or an item of a list."""
        return [one for node in nodes for one in self._block(node)]

    def _block(self, node: Node) -> list[Piece]:
        match kind(node):
            case "heading" if text_of(node).strip():
                return [block("Header", [level(node), _PLAIN, self._text(node)])]
            case "heading" | "paragraph":
                made = paragraph(self._text(node))
                return [made if self.lines is None else set_in(self.lined, [made])]
            case "table":
                return [self._table(grid(node))]
            case "blockquote":
                return [self._quotation(node)]
        return [self._list(node)]

    def _quotation(self, node: Node) -> Piece:
        """Write a quotation; Pandoc knows how to set its paragraphs in, but not its lists."""
        quoting = replace(self, lined="Numbered Quotation", tight=not self.quotations)
        blocks = quoting.blocks(children(node))
        if self.quotations and self.lines is None:
            lists = ("BulletList", "OrderedList")
            blocks = [
                set_in(self.quotations, [one]) if one["t"] in lists else one for one in blocks
            ]
        return block("BlockQuote", blocks)

    def _list(self, node: Node) -> Piece:
        items = [self.blocks(children(item)) for item in children(node)]
        if self.tight and self.lines is None and all(map(_short, children(node))):
            items = [plainly(item) for item in items]
        start = ordered_from(node)
        if not start:
            return block("BulletList", items)
        return block("OrderedList", [[start, {"t": "Decimal"}, {"t": "Period"}], items])

    def _text(self, node: Node) -> list[Piece]:
        if self.lines is None:
            return self._inlines(children(node))
        found: list[Piece] = []
        for at, one in enumerate(stretches(children(node), self.lines.get(identity(node), ()))):
            found += [{"t": "LineBreak"}] if at else []
            found += self._numbered(node, one, first=not at)
        return found

    def _numbered(self, node: Node, line: Stretch, *, first: bool) -> list[Piece]:
        """Begin a line with its number, and the first one of a block with that of the block."""
        number = self._number(line.number) if line.number else []
        of = (self.numbers or {}).get(identity(node)) if first else None
        named = [styled("Block Number", words(f"¶{of}")), {"t": "Space"}] if of else []
        return number + named + self._inlines(line.inline)

    def _number(self, number: int) -> list[Piece]:
        if self.in_cell:
            return [block("RawInline", ["openxml", _IN_CELL.format(number)]), {"t": "Space"}]
        return [styled("Line Number", words(str(number))), _TAB]

    def _inlines(self, nodes: Iterable[Node]) -> list[Piece]:
        return [piece for node in nodes for piece in self._inline(node)]

    def _inline(self, node: Node) -> list[Piece]:
        if kind(node) == "hardBreak":
            return [{"t": "LineBreak"}]
        if kind(node) == "footnote":
            return [block("Note", [paragraph(self._text(node))])]
        made = words(said(node))
        for mark in ("italic", "bold"):
            if mark in marks(node) and made:
                made = [block("Emph" if mark == "italic" else "Strong", made)]
        if kind(node) == "citation" and self.references:
            made = [styled(self.references, made)]
        href = address(node, self.citation)
        return [block("Link", [_PLAIN, made, [href, ""]])] if href and made else made

    def _table(self, laid: Grid) -> Piece:
        total = sum(laid.widths())
        columns = [
            [{"t": "AlignDefault"}, block("ColWidth", width / total) if self.widths else _AUTO]
            for width in laid.widths()
        ]
        heads = laid.row_heads
        head = [self._row(row, bold=False) for row in laid.rows[: laid.head]]
        body = [self._row(row, bold=True) for row in laid.rows[laid.head :]]
        bodies = [[_PLAIN, heads, [], body]]
        return block("Table", [_PLAIN, [None, []], columns, [_PLAIN, head], bodies, [_PLAIN, []]])

    def _row(self, row: Iterable[Cell], *, bold: bool) -> list[Any]:
        return [_PLAIN, [self._cell(cell, bold=bold and cell.head) for cell in row]]

    def _cell(self, cell: Cell, *, bold: bool) -> list[Any]:
        """Write a cell; heads below the head rows are bold, for only HTML has a word for them."""
        writer = replace(self, in_cell=True)
        found = [writer._text(one) for one in cell.content if children(one)]
        texts = [[block("Strong", text)] for text in found] if bold else found
        blocks = [block("Plain" if len(texts) == 1 else "Para", text) for text in texts]
        return [_PLAIN, {"t": "AlignDefault"}, cell.rowspan, cell.colspan, blocks]


_AUTO = {"t": "ColWidthDefault"}


def _short(item: Node) -> bool:
    """Tell whether an item is one paragraph, perhaps with lists: such lists are set tight."""
    return [kind(one) for one in children(item)].count("paragraph") == 1
