"""The light notation in which the demo's papers are written, turned into a document's content.

An empty line ends a block; the lines of a block are joined. A block is one of

    # Heading      ## of level two      ### of level three
    - item         1. item (with its number); nested when it stands further in
    > quotation    "> " before every line, ">" alone between its paragraphs
    | a | b |      a row of a table, which begins a line; "|---|" below the first makes it the head
    and everything else is a paragraph.

In its words: **bold**, *italic*, [words](https://…), [^nota: a footnote], {cita:thread key/number}
for a post of the demo and {salto} for a break. A name {#like-this} may stand before the words of a
heading, a paragraph or an item, and on a line of its own before a table.

The id of a block comes from its paper and its name or, without one, from its kind and its first
words (or the first block within): so it stays the same when the rest of the text is edited.
"""

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from panel.cli import demo_data as data

Node = dict[str, Any]
Marks = tuple[str, ...]
FIRST_WORDS = 6  # of a block without a name, for its id
ID_LENGTH = 12
QUOTABLE = {"paragraph", "bulletList", "orderedList"}
_MARKS = {"**": "bold", "*": "italic"}
_LINK, _NOTE = re.compile(r"\]\((https://[^)\s]+|mailto:[^)\s]+)\)"), "[^nota:"
_TOKEN = re.compile(r"(\*\*|\*|\[\^nota:|\[|\]\([^)]*\)|\]|\{[^}]*\})")
_CITATION = re.compile(r"\{cita:([a-z-]+)/([1-9]\d*)\}")
_NAME = re.compile(r"\{#([a-z0-9-]+)\}\s*")
_HEADING = re.compile(r"(#{1,3}) ")
_ITEM = re.compile(r"( *)(?:- |(\d+)\. )(.*)")
_RULE = re.compile(r"\|[\s|:-]+\|")


class NotationError(ValueError):
    """A text of the demo that is not written as the notation has it."""


def document(source: str, paper: str, threads: Mapping[str, str]) -> Node:
    """Give the content that a text stands for; `threads` has each thread's public id by its key."""
    return {"type": "doc", "content": _Writer(paper, threads).blocks(source)}


def block_id(paper: str, name: str) -> str:
    """Give the id of the block that has this name in its paper."""
    return _id(f"{paper} #{name}")


def earlier(
    source: str, words: Iterable[tuple[str, str]] = (), without: Collection[str] = ()
) -> str:
    """Give a text as it was: `words` pairs what it says now with what it said then.

    `without` names what was not yet written: blocks, and headings with all that stands below them.
    """
    parts = _parts(source)
    if missing := set(without) - {name for part in parts for name in _NAME.findall(part)}:
        raise NotationError(f"no block has the name {sorted(missing)}")
    text = "\n\n".join(_written(parts, without))
    for now, then in words:
        found = re.compile(r"\s+".join(re.escape(word) for word in now.split()))
        if len(found.findall(text)) != 1:
            raise NotationError(f"not there just once: {now}")
        text = then.join(found.split(text))
    return text


def said(thread: str, number: int) -> str:
    """Give the words of a citation: whose post it is, and its number."""
    posts = {one.key: one.posts for one in data.THREADS}[thread]
    names = {one.key: one.name for one in data.PEOPLE}
    return f"{names[posts[number - 1].by]}, intervención {number}"


@dataclass(frozen=True)
class _Item:
    depth: int
    number: int | None
    source: str


@dataclass
class _Writer:
    paper: str
    threads: Mapping[str, str]
    seen: Counter[str] = field(default_factory=Counter)

    def blocks(self, source: str) -> list[Node]:
        return [self._block(part) for part in _parts(source)]

    def _block(self, part: str) -> Node:
        if found := _HEADING.match(part):
            return self._worded("heading", part[found.end() :], level=len(found[1]))
        if part.startswith(">"):
            return self._quotation(part)
        if _NAME.sub("", part, count=1).startswith("|"):
            return self._table(part)
        if _ITEM.match(part):
            return self._list(_items(part))
        return self._worded("paragraph", part)

    def _worded(self, kind: str, source: str, **attrs: int) -> Node:
        """Give a heading or a paragraph: what has words of its own."""
        name, words = _named(_joined(source.splitlines()))
        return self._block_of(kind, self._inline(words), name, **attrs)

    def _quotation(self, part: str) -> Node:
        lines = part.splitlines()
        if strays := [line for line in lines if not re.match(r">( |$)", line)]:
            raise NotationError(f"a quotation goes on without its mark: {strays[0]}")
        content = self.blocks("\n".join(line[2:] for line in lines))
        if others := {one["type"] for one in content} - QUOTABLE:
            raise NotationError(f"not in a quotation: {sorted(others)}")
        return self._block_of("blockquote", content)

    def _list(self, items: Sequence[_Item]) -> Node:
        groups = list[list[_Item]]()
        for item in items:
            if item.depth < items[0].depth:
                raise NotationError(f"an item stands between two depths: {item.source}")
            if item.depth == items[0].depth:
                groups.append([])
            groups[-1].append(item)
        numbers = [group[0].number for group in groups]
        if len({number is None for number in numbers}) > 1:
            raise NotationError(f"numbered and other items in one list: {items[0].source}")
        content = [self._item(group) for group in groups]
        start = {} if numbers[0] is None else {"start": numbers[0]}
        return self._block_of("orderedList" if start else "bulletList", content, "", **start)

    def _item(self, group: Sequence[_Item]) -> Node:
        content = [self._worded("paragraph", group[0].source)]
        if len(group) > 1:
            content.append(self._list(group[1:]))
        return self._block_of("listItem", content)

    def _table(self, part: str) -> Node:
        name, source = _named(part)
        rows = _rows(source)
        head = 1 if len(rows) > 1 and _RULE.fullmatch(rows[1]) else 0
        cells = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]
        if len({len(row) for row in cells}) > 1:
            raise NotationError(f"rows of different lengths: {rows[0]}")
        content = [self._row("tableHeader", row) for row in cells[:head]]
        content += [self._row("tableCell", row) for row in cells[2 * head :]]
        return self._block_of("table", content, name)

    def _row(self, kind: str, cells: Iterable[str]) -> Node:
        content = [[self._worded("paragraph", cell)] for cell in cells]
        one = {"colspan": 1, "rowspan": 1}
        held = [{"type": kind, "attrs": dict(one), "content": words} for words in content]
        return {"type": "tableRow", "content": held}

    def _block_of(self, kind: str, content: list[Node], name: str = "", **attrs: int) -> Node:
        identity = {"id": self._id(kind, content, name)}
        return {"type": kind, "attrs": identity | attrs, "content": content}

    def _id(self, kind: str, content: Sequence[Node], name: str) -> str:
        key = f"{self.paper} #{name}" if name else f"{self.paper} {kind} {_start(content)}"
        if name and self.seen[key]:
            raise NotationError(f"two blocks have the name {name}")
        self.seen[key] += 1
        return _id(key if self.seen[key] == 1 else f"{key} {self.seen[key]}")

    def _inline(self, source: str) -> list[Node]:
        pieces = (piece for piece in _TOKEN.split(source) if piece)
        return self._until(pieces, "", ())[0]

    def _until(self, pieces: Iterator[str], end: str, marks: Marks) -> tuple[list[Node], str]:
        """Read up to the piece that closes, and give that one, too: of a link it is the address."""
        nodes = list[Node]()
        for piece in pieces:
            if piece == end or (end == "]" and piece.startswith(end)):
                return nodes, piece
            nodes += self._piece(piece, pieces, marks)
        if end:
            raise NotationError(f"{end} is missing after: {plain(nodes)}")
        return nodes, ""

    def _piece(self, piece: str, pieces: Iterator[str], marks: Marks) -> list[Node]:
        if piece in _MARKS:
            return self._until(pieces, piece, (*marks, _MARKS[piece]))[0]
        if piece == _NOTE:
            return [self._footnote(pieces)]
        if piece == "[":
            return self._link(pieces, marks)
        if piece.startswith("{"):
            return [self._directive(piece)]
        if piece.startswith("]"):
            raise NotationError(f"closed and never opened: {piece}")
        node: Node = {"type": "text", "text": piece}
        return [node | ({"marks": [{"type": mark} for mark in marks]} if marks else {})]

    def _link(self, pieces: Iterator[str], marks: Marks) -> list[Node]:
        nodes, closing = self._until(pieces, "]", marks)
        address = _LINK.fullmatch(closing)
        if not address or any(node["type"] != "text" for node in nodes):
            raise NotationError(f"no link of words to https or mailto: {plain(nodes)}{closing}")
        mark = {"type": "link", "attrs": {"href": address[1]}}
        return [node | {"marks": [*node.get("marks", ()), mark]} for node in nodes]

    def _footnote(self, pieces: Iterator[str]) -> Node:
        content, closing = self._until(pieces, "]", ())
        others = [node for node in content if node["type"] != "text"]
        if closing != "]" or others or not plain(content).strip():
            raise NotationError(f"a footnote is of words alone: {plain(content)}{closing}")
        content[0]["text"] = content[0]["text"].lstrip()
        return self._block_of("footnote", [node for node in content if node["text"]])

    def _directive(self, piece: str) -> Node:
        if piece == "{salto}":
            return {"type": "hardBreak"}
        cited = _CITATION.fullmatch(piece)
        if not cited or cited[1] not in self.threads:
            raise NotationError(f"unknown: {piece}")
        thread, number = cited[1], int(cited[2])
        attrs = {"thread": self.threads[thread], "number": number, "words": said(thread, number)}
        return {"type": "citation", "attrs": attrs}


def plain(nodes: Iterable[Node]) -> str:
    """Give the text of some nodes and of what they hold, without the footnotes."""
    return "".join(
        (node.get("text", "") or plain(node.get("content", ())))
        + (" " if node["type"] in {"paragraph", "hardBreak"} else "")
        for node in nodes
        if node["type"] != "footnote"
    )


def _start(content: Sequence[Node]) -> str:
    """Give the first words, or the id of the first block within."""
    if content and content[0]["type"] in QUOTABLE | {"listItem"}:
        return str(content[0]["attrs"]["id"])
    return " ".join(plain(content).split()[:FIRST_WORDS])


def _id(key: str) -> str:
    return b32encode(sha256(key.encode()).digest()).decode().lower()[:ID_LENGTH]


def _parts(source: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", source.strip("\n")) if part.strip()]


def _joined(lines: Iterable[str]) -> str:
    return " ".join(line.strip() for line in lines)


def _named(source: str) -> tuple[str, str]:
    found = _NAME.match(source)
    return (found[1], source[found.end() :]) if found else ("", source)


def _written(parts: Iterable[str], without: Collection[str]) -> Iterator[str]:
    """Leave blocks out, and with a heading what stands below it."""
    out = 0  # the level of the heading that is left out
    for part in parts:
        heading = _HEADING.match(part)
        level = len(heading[1]) if heading else 0
        if out and (not level or level > out):
            continue
        gone = any(name in without for name in _NAME.findall(part))
        out = level if gone else 0
        if not gone:
            yield part


def _items(part: str) -> list[_Item]:
    """Join the lines of each item."""
    items = list[_Item]()
    for line in part.splitlines():
        if found := _ITEM.fullmatch(line):
            items.append(_Item(len(found[1]), int(found[2]) if found[2] else None, found[3]))
        else:
            items[-1] = replace(items[-1], source=f"{items[-1].source} {line.strip()}")
    return items


def _rows(source: str) -> list[str]:
    """Join the lines of each row."""
    rows = list[str]()
    for line in source.splitlines():
        if line.startswith("|"):
            rows.append(line.rstrip())
        else:
            rows[-1] += f" {line.strip()}"
    if unended := [row for row in rows if not re.fullmatch(r"\|.*\|", row)]:
        raise NotationError(f"a row does not end: {unended[0]}")
    return rows
