"""A content put into its one form: what no schema knows is dropped, its words are kept.

Whatever says the same comes out the same: no defaults, no empty text, equal neighbours merged,
marks sorted, numbers whole, tables rectangular, and an id on everything that can have one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from panel.documents.text.identities import identified
from panel.documents.text.inlines import inlines, readable
from panel.documents.text.shape import (
    DEEPEST,
    INLINE,
    KINDS,
    LIST,
    LISTS,
    TEXT_BLOCK,
    Node,
    children,
    kind,
    words,
)
from panel.documents.text.tables import squared

_AROUND = {  # what is put around something that cannot stand there by itself
    "bulletList": "listItem",
    "orderedList": "listItem",
    "table": "tableRow",
    "tableRow": "tableCell",
}
_WRAPS = {
    "bulletList": ("listItem",),
    "orderedList": ("listItem",),
    "table": ("tableCell", "tableRow"),
    "tableRow": ("tableCell",),
}


@dataclass(frozen=True)
class _Room:
    """Where children are to fit: in a node of which kind, how deep, in how many lists."""

    parent: str
    depth: int = 0
    lists: int = 0

    def takes(self, said: str) -> bool:
        too_deep = said in LIST and self.lists >= LISTS
        return said in KINDS[self.parent].inside and not too_deep

    def below(self, said: str) -> "_Room":
        return _Room(said, self.depth + 1, self.lists + (said in LIST))


def cleaned(content: object) -> Node:
    """Give a content in its one form; `fault` finds nothing in it but what exceeds a limit."""
    return identified({"type": "doc", "content": _filled(children(content), _Room("doc"))})


def _filled(nodes: Iterable[object], room: _Room) -> list[Node]:
    """Make nodes stand in a node that is never empty and in which paragraphs may stand."""
    found = _fitted(nodes, room)
    begun = found and (room.parent != "listItem" or kind(found[0]) == "paragraph")
    return found if begun else [{"type": "paragraph"}, *found]


def _fitted(nodes: Iterable[object], room: _Room) -> list[Node]:
    return [one for node in _gathered(nodes) for one in _fit(node, room)]


def _gathered(nodes: Iterable[object]) -> Iterator[object]:
    """Put a paragraph around text that stands where only blocks can."""
    for inline, run in groupby(nodes, key=lambda node: kind(node) in INLINE):
        if inline:
            yield {"type": "paragraph", "content": list(run)}
        else:
            yield from run


def _fit(node: object, room: _Room) -> list[Node]:
    """Make one node stand in a room: as it is, wrapped, as a paragraph, or what is in it."""
    said = kind(node)
    if room.depth > DEEPEST:
        return _said(node, room)
    if room.takes(said) and isinstance(node, Mapping):
        return _made(node, room.below(said))
    if room.parent in _AROUND:
        return _fit({"type": _AROUND[room.parent], "content": [node]}, room)
    if said in TEXT_BLOCK and isinstance(node, Mapping):
        return _fit({**node, "type": "paragraph"}, room)
    return _dissolved(node, room)


def _dissolved(node: object, room: _Room) -> list[Node]:
    """Take what is in a node that cannot stand here, and what it says itself."""
    own = {"type": "text", "text": node.get("text")} if isinstance(node, Mapping) else {}
    text = [own] if isinstance(own.get("text"), str) else []
    return _fitted([*text, *children(node)], replace(room, depth=room.depth + 1))


def _said(node: object, room: _Room) -> list[Node]:
    """Keep the words alone of what is nested deeper than anything of ours."""
    said = inlines([{"type": "text", "text": words(node)}])
    if not said:
        return []
    found: Node = {"type": "paragraph", "content": said}
    for around in _WRAPS.get(room.parent, ()):
        found = {"type": around, "content": [found]}
    return [found]


def _made(node: Node, room: _Room) -> list[Node]:
    """Make a node of a known kind anew; lists, tables and quotations without contents go."""
    said, inside = kind(node), children(node)
    content: Sequence[Node]
    if said in TEXT_BLOCK:
        return [_node(node, inlines(inside))]
    if said == "table":
        content = squared(_fitted(inside, room))
    elif said in _AROUND or (said == "blockquote" and not inside):
        content = _fitted(inside, room)
    else:
        content = _filled(inside, room)
    return [_node(node, content)] if content or said == "tableRow" else []


def _node(node: Node, content: Sequence[Node]) -> Node:
    said = kind(node)
    told = readable(node, KINDS[said].attributes)
    if said == "heading":
        told.setdefault("level", 3)  # the least of them, when it says none of ours
    made: dict[str, Any] = {"type": said}
    return made | ({"attrs": told} if told else {}) | ({"content": content} if content else {})
