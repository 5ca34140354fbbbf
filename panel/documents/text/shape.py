"""What a document is made of: every kind of node, what stands in it, and what is said of it.

Content travels as plain JSON in ProseMirror's form: `type`, `attrs`, `content`, `text`, `marks`.
The editor's schema in static/ts/documents is the same table; changes are additions, under a new
SCHEMA.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Node = Mapping[str, Any]  # read, never changed

SCHEMA = 1
BLOCKS = 5_000  # headings and paragraphs, those in tables counted
NODES = 20_000  # of all kinds, texts too; in tables and lists a paragraph takes about three
LISTS = 6  # one in another
ROWS = 400
COLUMNS = 40
CHARACTERS = 20_000  # code points of one heading or paragraph, with its footnotes
DEEPEST = 20  # nodes one in another; a quotation of lists of footnotes needs 17

_ID = re.compile(r"[a-z2-9]{12}", re.ASCII)  # the editor's, kernel.ids' and the derived ones
_LINK = re.compile(r"(?:https://[^\s/?#]|mailto:[^\s?])\S{0,1990}", re.IGNORECASE)
_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff\ufffe\uffff]")
WORDS_OF_CITATION = 300


@dataclass(frozen=True)
class Attribute:
    """How a value is read (None: it is none of ours), and what it is when nothing is said."""

    read: Callable[[object], str | int | None]
    default: str | int | None = None
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """What may stand in a node of this kind, and what may be said of it."""

    inside: frozenset[str] = frozenset()
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    marked: bool = False


def link(value: object) -> str | None:
    """Read where a link leads: to https and mailto alone, else it is no link."""
    whole = isinstance(value, str) and not _UNSEEN.search(value)
    return str(value) if whole and _LINK.fullmatch(str(value)) else None


def identity(value: object) -> str | None:
    """Read the id of a node."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def children(node: object) -> Sequence[Any]:
    """Give what stands in a node, whatever was sent as a node."""
    inside = node.get("content") if isinstance(node, Mapping) else None
    return inside if isinstance(inside, list | tuple) else ()


def kind(node: object) -> str:
    """Tell what a node says it is; nothing, when it is no node."""
    said = node.get("type") if isinstance(node, Mapping) else None
    return said if isinstance(said, str) else ""


def attributes(node: Node) -> Mapping[str, Any]:
    """Give what is said of a node; null says nothing."""
    said = node.get("attrs")
    told = said if isinstance(said, Mapping) else {}
    return {name: value for name, value in told.items() if value is not None}


def words(node: object) -> str:
    """Give all text in a node, however deep, without asking what kinds it is made of."""
    found: list[str] = []
    ahead = [node]
    while ahead:
        one = ahead.pop()
        text = one.get("text") if isinstance(one, Mapping) else None
        if isinstance(text, str):
            found.append(text)
        ahead.extend(reversed(children(one)))
    return "".join(found)


def _number(low: int, high: int) -> Callable[[object], int | None]:
    """Numbers come back from the CRDT as 2.0 or "2"."""

    def read(value: object) -> int | None:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return int(value) if low <= value <= high and value == int(value) else None

    return read


def _name(value: object) -> str | None:
    """Read the public id of a thread."""
    return value if isinstance(value, str) and re.fullmatch(r"[a-z0-9]{1,24}", value) else None


def _said(value: object) -> str | None:
    whole = isinstance(value, str) and value.strip() and len(value) <= WORDS_OF_CITATION
    return str(value) if whole else None


def _all(*names: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*names)


LIST = frozenset({"bulletList", "orderedList"})
CELL = frozenset({"tableHeader", "tableCell"})
TEXT_BLOCK = frozenset({"heading", "paragraph"})
INLINE = frozenset({"text", "hardBreak", "footnote", "citation"})

_NAMED = {"id": Attribute(identity)}
_SPAN = {
    "colspan": Attribute(_number(1, COLUMNS), default=1),
    "rowspan": Attribute(_number(1, ROWS), default=1),
}
KINDS: Mapping[str, Kind] = {
    "doc": Kind(_all(TEXT_BLOCK, LIST, {"blockquote", "table"})),
    "heading": Kind(INLINE, _NAMED | {"level": Attribute(_number(1, 3), needed=True)}),
    "paragraph": Kind(INLINE, _NAMED),
    "bulletList": Kind(frozenset({"listItem"}), _NAMED),
    "orderedList": Kind(
        frozenset({"listItem"}), _NAMED | {"start": Attribute(_number(1, 999_999), default=1)}
    ),
    "listItem": Kind(_all({"paragraph"}, LIST), _NAMED),
    "blockquote": Kind(_all({"paragraph"}, LIST), _NAMED),
    "table": Kind(frozenset({"tableRow"}), _NAMED),
    "tableRow": Kind(CELL),
    "tableHeader": Kind(frozenset({"paragraph"}), _SPAN),
    "tableCell": Kind(frozenset({"paragraph"}), _SPAN),
    "text": Kind(marked=True),
    "hardBreak": Kind(marked=True),
    "footnote": Kind(frozenset({"text"}), _NAMED, marked=True),
    "citation": Kind(
        attributes={
            "thread": Attribute(_name, needed=True),
            "number": Attribute(_number(1, 999_999_999), needed=True),
            "words": Attribute(_said, needed=True),
        },
        marked=True,
    ),
}
MARKS: Mapping[str, Mapping[str, Attribute]] = {
    "bold": {},
    "italic": {},
    "link": {"href": Attribute(link, needed=True)},
}
