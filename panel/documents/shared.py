"""What stands in a document of the library, in ProseMirror's form.

Whatever cannot be read as such is given as an unknown node, so that nobody takes it in: the library
passes over what a browser may stumble on.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from panel.documents.text.shape import BLOCKS, CELL, DEEPEST, NODES, TEXT_BLOCK, Node

FEW = 20
UNKNOWN: Node = {"type": "unknown"}
Place = tuple[int, ...]  # the index of each node among its siblings, from the document down
Shared = Any  # an element or a text: the library names no type for children


@dataclass(frozen=True)
class Touched:
    """A node that an update changed, as it is now, and the kinds of those that it stands in."""

    node: Node
    within: tuple[str, ...]


@dataclass(frozen=True)
class Tally:
    """How much there is of what a document may hold only so much of."""

    blocks: int  # headings and paragraphs
    nodes: int

    def with_more(self, blocks: int, nodes: int) -> "Tally":
        """Count what has come."""
        return Tally(self.blocks + blocks, self.nodes + nodes)

    @property
    def too_much(self) -> bool:
        """Whether no document may hold so much."""
        return self.blocks > BLOCKS or self.nodes > NODES


def read(one: Shared, depth: int = 1) -> Node:
    """Read a node that stands so deep, with what is in it; never deeper than a node can be."""
    if isinstance(one, XmlText):
        return {"type": "text", "texts": _texts(one)}
    if not isinstance(one, XmlElement):
        return UNKNOWN
    inside = _inside(one, depth) if depth <= DEEPEST else []
    said = said_of(one)
    node: dict[str, Any] = {"type": one.tag}
    return node | ({"attrs": said} if said else {}) | ({"content": inside} if inside else {})


def read_all(root: XmlFragment) -> Node:
    """Read a whole document."""
    return {"type": "doc", "content": _inside(root, 0)}


def said_of(one: XmlElement) -> dict[str, Any]:
    """Read what is said of an element; numbers come back from the library as 2.0."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in dict(one.attributes).items()  # type: ignore[call-overload]  # it iterates
    }


def counted(root: XmlFragment) -> Tally:
    """Count what stands in a document."""
    blocks = nodes = 0
    ahead: list[Shared] = list(root.children)
    while ahead:
        one = ahead.pop()
        nodes += 1
        if isinstance(one, XmlElement):
            blocks += one.tag in TEXT_BLOCK
            ahead.extend(one.children)
    return Tally(blocks, nodes)


def cites(root: XmlFragment) -> bool:
    """Tell whether there may be a citation in a document, far sooner than reading it would."""
    return "<citation" in str(root)


def places(event: Any) -> Iterator[Place]:  # noqa: ANN401  # the library does not name it
    """Tell where an event changed something: in the document itself, what was put there.

    What is put there and is no element has no place: it is the document that is strange then.
    """
    if event.path:
        yield tuple(event.path)
        return
    at = 0
    for step in event.delta:
        put = step.get("insert", ())
        yield from ((at + n,) if isinstance(one, XmlElement) else () for n, one in enumerate(put))
        at += step.get("retain", len(put))


def touched(root: XmlFragment, seen: Collection[Place]) -> Iterator[Touched]:
    """Read whatever has to be looked at when something changed in these places, each once."""
    done: set[Place] = set()
    # Finding one by its index takes the library as long as going there.
    top = list(root.children) if len(seen) > FEW else root.children
    for place in seen:
        chain = _chain(top, place)
        whole = _whole(chain)
        if place[: whole + 1] not in done:
            done.add(place[: whole + 1])
            within = ("doc", *(one.tag for one in chain[:whole]))
            yield Touched(read(chain[whole], whole + 1) if chain else UNKNOWN, within)


def _chain(top: Shared, place: Place) -> list[Shared]:
    """Go down to a place, or as far as there are nodes."""
    chain: list[Shared] = []
    there = top
    for at in place:
        if at >= len(there):
            break
        chain.append(there[at])
        there = () if isinstance(chain[-1], XmlText) else chain[-1].children
    return chain


def _whole(chain: Sequence[Shared]) -> int:
    """Choose what is looked at for a change at the end of a chain: what a rule speaks of.

    A heading or a paragraph with all that is in it; a row for one of its cells; else the node.
    """
    tags = [one.tag if isinstance(one, XmlElement) else "" for one in chain]
    for at, tag in enumerate(tags):
        if tag in TEXT_BLOCK:
            return at
    at = len(tags) - 1
    while at > 0 and (not tags[at] or tags[at] in CELL):
        at -= 1
    return at


def _inside(one: XmlFragment | XmlElement, depth: int) -> list[Node]:
    inside: list[Node] = []
    there = list(one.children)
    for child in there:
        node = read(child, depth + 1)
        inside.extend(node.get("texts", (node,)))
    return inside if len(there) == len(one.children) else [*inside, UNKNOWN]


def _texts(one: XmlText) -> list[Node]:
    runs = one.diff()
    whole = sum(len(said.encode()) for said, _formats in runs if isinstance(said, str)) == len(one)
    return [*(_text(*run) for run in runs), *(() if whole else (UNKNOWN,))]


def _text(said: object, formats: Mapping[str, Any] | None) -> Node:
    marks = [
        {"type": name.partition("--")[0]}
        | ({"attrs": dict(value)} if isinstance(value, Mapping) and value else {})
        for name, value in (formats or {}).items()
        if value is not None
    ]
    node: dict[str, Any] = {"type": "text", "text": said}
    return node | ({"marks": marks} if marks else {})
