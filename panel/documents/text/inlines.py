"""What stands in a line of text, put into its one form."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from panel.documents.text.shape import (
    DEEPEST,
    INLINE,
    KINDS,
    MARKS,
    Attribute,
    Node,
    attributes,
    children,
    kind,
    words,
)

_ODD = re.compile("\r\n|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029") | {"\r\n"}


def legible(text: str) -> str:
    """Take out what is no text: controls (those that part words become spaces), half characters."""
    return _ODD.sub(_instead, text)


def _instead(odd: re.Match[str]) -> str:
    if odd[0] in _SPACES:
        return " "
    return "\ufffd" if "\ud800" <= odd[0] <= "\udfff" else ""


def inlines(nodes: Iterable[object]) -> list[Node]:
    """Give the inline content of a block in its one form."""
    return _merged(_pieces(nodes, note=False, depth=0))


def readable(node: Node, known: Mapping[str, Attribute]) -> dict[str, str | int]:
    """Give what is said of a node and can be read, without what is so by itself."""
    said = attributes(node)
    read = {name: one.read(said[name]) for name, one in known.items() if name in said}
    return {
        name: value
        for name, value in read.items()
        if value is not None and value != known[name].default
    }


def _pieces(nodes: Iterable[object], *, note: bool, depth: int) -> Iterator[Node]:
    for at, node in enumerate(nodes):
        said = kind(node)
        if isinstance(node, Mapping) and said == "text":
            yield from _text(node.get("text"), node.get("marks"))
        elif isinstance(node, Mapping) and said in INLINE:
            yield from _special(node, note=note)
        else:
            apart = at and said in KINDS  # a block in a line of text: its words stay words
            yield from _text(" " if apart else "")
            yield from _dissolved(node, note=note, depth=depth)


def _dissolved(node: object, *, note: bool, depth: int) -> Iterator[Node]:
    if depth >= DEEPEST:
        yield from _text(words(node))
    elif isinstance(node, Mapping):
        yield from _text(node.get("text"), node.get("marks"))
        yield from _pieces(children(node), note=note, depth=depth + 1)


def _special(node: Node, *, note: bool) -> Iterator[Node]:
    """Put a break, a footnote or a citation; in a footnote there is room for words alone."""
    said = kind(node)
    told = readable(node, KINDS[said].attributes)
    if said == "footnote":
        inside = _pieces(children(node), note=True, depth=0)
        yield from inside if note else (_whole(said, told, _merged(inside)),)
    elif said == "citation" and (note or len(told) < len(KINDS[said].attributes)):
        yield from _text(cited(node))
    elif said == "citation":
        shown = legible(str(told["words"]))
        yield from (_whole(said, told | {"words": shown}),) if shown.strip() else ()
    else:
        yield from _text(" ") if note else (_whole(said, told),)


def cited(citation: Node) -> str:
    """Give the words by which a citation stands in the text."""
    said = attributes(citation).get("words")
    return f"[{said}]" if isinstance(said, str) and said else ""


def _whole(said: str, told: Mapping[str, Any], content: list[Node] | None = None) -> Node:
    made: dict[str, Any] = {"type": said}
    return made | ({"attrs": told} if told else {}) | ({"content": content} if content else {})


def _text(text: object, marks: object = ()) -> Iterator[Node]:
    legibly = legible(text) if isinstance(text, str) else ""
    if legibly:
        kept = _marks(marks)
        yield {"type": "text", "text": legibly} | ({"marks": kept} if kept else {})


def _marks(marks: object) -> list[Node]:
    """Give the marks that are ours, one of a kind, in the order of their names."""
    kept: dict[str, Node] = {}
    for mark in marks if isinstance(marks, list | tuple) else ():
        said = kind(mark)
        told = readable(mark, MARKS[said]) if said in MARKS else {}
        if said in MARKS and len(told) == len(MARKS[said]):
            kept.setdefault(said, _whole(said, told))
    return [kept[said] for said in sorted(kept)]


def _merged(pieces: Iterable[Node]) -> list[Node]:
    """Join neighbouring text that looks the same."""
    found: list[Node] = []
    for piece in pieces:
        before = found[-1] if found else {}
        if kind(piece) == kind(before) == "text" and piece.get("marks") == before.get("marks"):
            found[-1] = {**before, "text": before["text"] + piece["text"]}
        else:
            found.append(piece)
    return found
