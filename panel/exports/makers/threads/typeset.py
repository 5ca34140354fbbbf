"""What the typst template of threads sets, block by block."""

from collections.abc import Iterable, Sequence
from typing import Any

from panel.exports.makers.threads.prose import Data
from panel.exports.makers.typeset import HYPHENATED, KEPT, SIZES, Ranks
from panel.exports.makers.words import claim, parts

SECTION, POST, DEEPEST = 1, 2, 6  # levels of headings
WIDEST = 16  # columns: what has more is set row by row
TAB = 4  # spaces


def typeset(blocks: Iterable[Data], *, below: int = POST) -> list[Data]:
    """Give blocks as the template wants them, with headings below one of a level."""
    return _Setter(below).blocks(blocks)


class _Setter:
    def __init__(self, below: int) -> None:
        self._below, self._ranks = below, Ranks(below)

    def blocks(self, some: Iterable[Data]) -> list[Data]:
        return [self._block(one) for one in some]

    def _block(self, one: Data) -> Data:
        made: Data = getattr(self, f"_{one['t']}")(one)
        return made

    def _paragraph(self, one: Data) -> Data:
        return {"t": "paragraph", "c": _inline(one["c"])}

    def _heading(self, one: Data) -> Data:
        if not any(piece.get("s", "").strip() for piece in one["c"]):
            return self._paragraph(one)
        level = self._ranks.of(min(DEEPEST, self._below + one["level"]))
        return {"t": "heading", "level": level, "c": _inline(one["c"])}

    def _list(self, one: Data) -> Data:
        return one | {"items": [self.blocks(item) for item in one["items"]]}

    def _quote(self, one: Data) -> Data:
        return one | {"c": self.blocks(one["c"])}

    def _code(self, one: Data) -> Data:
        lines = one["s"].expandtabs(TAB).split("\n")
        return {"t": "code", "lines": [_kept(line) for line in lines]}

    def _rule(self, one: Data) -> Data:
        return one

    def _table(self, one: Data) -> Data:
        return _table(one["rows"])


def _inline(some: Iterable[Data]) -> list[Data]:
    return [one | {"s": parts(one["s"])} if one["t"] == "text" else one for one in some]


def _kept(line: str) -> list[str]:
    """Keep the blanks that a line begins with."""
    words = line.lstrip(" ")
    return parts("\N{NO-BREAK SPACE}" * (len(line) - len(words)) + words)


def _table(rows: Sequence[Sequence[Sequence[Data]]]) -> Data:
    columns = max(map(len, rows))
    if columns > WIDEST:
        return {"t": "rows", "rows": [[_inline(cell) for cell in row] for row in rows]}
    texts = [["".join(one.get("s", " ") for one in cell) for cell in row] for row in rows]
    widths = [max(claim([row[at]]) for row in texts) for at in range(columns)]
    both = enumerate(zip(rows, texts, strict=True))
    set_rows = [_row(row, said, head=not at) for at, (row, said) in both]
    return {
        "t": "table",
        "columns": widths,
        "size": next(size for most, size in SIZES if columns <= most),
        "head": set_rows[:1],
        "rows": set_rows[1:],
    }


def _row(row: Sequence[Sequence[Data]], texts: Sequence[str], *, head: bool) -> list[Any]:
    divided = any(len(text) > KEPT for text in texts)
    return [
        {
            "colspan": 1,
            "rowspan": 1,
            "head": head,
            "divided": divided,
            "hyphenated": any(len(word) >= HYPHENATED for word in text.split()),
            "c": [_inline(cell)],
        }
        for cell, text in zip(row, texts, strict=True)
    ]
