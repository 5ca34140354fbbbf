"""Markdown of posts as a tree of plain data: the same rules as on their page, and no code in it.

Blocks are `paragraph`, `heading`, `list` (`start` None: with bullets), `quote`, `code`, `rule` and
`table`; inlines are `text` with its marks and its address, and `break`. Inlines are flat however
deeply somebody has nested them, and blocks are as deep as the parser lets them be.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from markdown_it.token import Token

from panel.kernel.markdown import parsed

Data = dict[str, Any]
MARKS = {"strong": "bold", "em": "italic", "s": "struck"}  # in the order in which they are set


def prose(source: str) -> list[Data]:
    """Give the blocks of what somebody wrote."""
    reader = _Reader()
    for token in parsed(source):
        reader.read(token)
    return reader.blocks


def inlines(tokens: Sequence[Token]) -> list[Data]:
    """Give words in one row; neighbours that look the same are one."""
    row = _Row()
    for token in tokens:
        row.read(token)
    return row.pieces


class _Row:
    """Builds a row of words: which marks are open, and which link."""

    def __init__(self) -> None:
        self.pieces: list[Data] = []
        self._marks: Counter[str] = Counter()
        self._hrefs: list[str] = []

    def read(self, token: Token) -> None:
        """Take the next token in."""
        if token.type == "link_open":
            self._hrefs.append(str(token.attrGet("href")))
        elif token.type == "link_close":
            self._hrefs.pop()
        elif token.nesting:
            self._marks[token.type.rpartition("_")[0]] += token.nesting
        elif token.type in {"softbreak", "hardbreak"}:
            self.pieces.append({"t": "break"})
        elif token.content:
            self._add(token.content, code=token.type == "code_inline")

    def _add(self, text: str, *, code: bool) -> None:
        marks = [mark for name, mark in MARKS.items() if self._marks[name]]
        marks += ["code"] if code else []
        href = self._hrefs[-1] if self._hrefs else None
        last = self.pieces[-1] if self.pieces else {}
        if last.get("t") == "text" and (last["m"], last["href"]) == (marks, href):
            last["s"] += text
        else:
            self.pieces.append({"t": "text", "s": text, "m": marks, "href": href})


class _Reader:
    """Builds the tree, token by token."""

    def __init__(self) -> None:
        self.blocks: list[Data] = []
        self._open = [self.blocks]  # where blocks go: into the post, a quotation, an item
        self._lists: list[Data] = []
        self._before: Token | None = None

    def read(self, token: Token) -> None:
        """Take the next token in."""
        act = getattr(self, f"_{token.type}", None)
        if act:
            act(token)
        self._before = token

    def _inline(self, token: Token) -> None:
        words, before = inlines(token.children or ()), self._before
        if before is None or before.type in {"th_open", "td_open"}:
            self._row.append(words)
        elif before.type == "heading_open":
            self._put({"t": "heading", "level": int(before.tag[1:]), "c": words})
        else:
            self._put({"t": "paragraph", "c": words})

    def _put(self, block: Data) -> None:
        self._open[-1].append(block)

    def _blockquote_open(self, _token: Token) -> None:
        quote: Data = {"t": "quote", "c": []}
        self._put(quote)
        self._open.append(quote["c"])

    def _blockquote_close(self, _token: Token) -> None:
        self._open.pop()

    def _bullet_list_open(self, _token: Token) -> None:
        self._begin_list(None)

    def _ordered_list_open(self, token: Token) -> None:
        self._begin_list(int(token.attrGet("start") or 0) if "start" in token.attrs else 1)

    def _begin_list(self, start: int | None) -> None:
        one: Data = {"t": "list", "start": start, "items": []}
        self._put(one)
        self._lists.append(one)

    def _list_item_open(self, _token: Token) -> None:
        item: list[Data] = []
        self._lists[-1]["items"].append(item)
        self._open.append(item)

    def _list_item_close(self, _token: Token) -> None:
        self._open.pop()

    def _bullet_list_close(self, _token: Token) -> None:
        self._lists.pop()

    _ordered_list_close = _bullet_list_close

    def _fence(self, token: Token) -> None:
        self._put({"t": "code", "s": token.content.removesuffix("\n")})

    _code_block = _fence

    def _hr(self, _token: Token) -> None:
        self._put({"t": "rule"})

    def _table_open(self, _token: Token) -> None:
        self._rows: list[list[list[Data]]] = []
        self._put({"t": "table", "rows": self._rows})  # the first of them is the head

    def _tr_open(self, _token: Token) -> None:
        self._row: list[list[Data]] = []
        self._rows.append(self._row)
