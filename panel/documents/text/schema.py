"""The schema of documents: what is refused as none of ours, and what is made of the rest."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from panel.documents.text.cleaning import cleaned
from panel.documents.text.shape import (
    BLOCKS,
    CELL,
    CHARACTERS,
    COLUMNS,
    DEEPEST,
    KINDS,
    LIST,
    LISTS,
    MARKS,
    ROWS,
    SCHEMA,
    TEXT_BLOCK,
    Attribute,
    Node,
    attributes,
    children,
    kind,
    link,
)
from panel.kernel.messages import N_, Message

__all__ = ["MANY", "SCHEMA", "Node", "cleaned", "fault", "fault_within", "mark_fault"]
MANY = N_("A document holds at most 5,000 paragraphs, those in tables counted.")


class _Place(NamedTuple):
    """A node on its way to be looked at, and where it stands."""

    node: object
    parent: str  # the kind of the node around it
    depth: int
    lists: int  # how many are around it


def fault(content: object) -> Message | None:
    """Say why a content is none of ours: no client of this schema, and no merge, makes it.

    What simultaneous edits may leave behind is no fault, for nobody could have helped it: ids that
    are missing or doubled, a list or a table without contents, rows of unequal length. `cleaned`
    sets that right. It walks without recursion and stops at the first fault.
    """
    if kind(content) != "doc":
        return N_("This holds something that no document here can hold.")
    blocks = 0
    for place in _walk(_Place(content, "", 0, 0)):
        blocks += kind(place.node) in TEXT_BLOCK
        found = _wrong(place) or _large(place.node)
        if found or blocks > BLOCKS:
            return found or MANY
    return None


def fault_within(
    node: object, within: Sequence[str], *, however_large: bool = False
) -> Message | None:
    """Say why a node is none of ours, in nodes of these kinds, from the document down."""
    lists = sum(one in LIST for one in within)
    for place in _walk(_Place(node, within[-1] if within else "", len(within), lists)):
        found = _wrong(place) or (None if however_large else _large(place.node))
        if found:
            return found
    return None


def _wrong(place: _Place) -> Message | None:
    return _deep(place) or _strange(place) or _badly_said(place.node)


def _walk(first: _Place) -> Iterator[_Place]:
    """Go through all nodes in the order of reading, never further than somebody asks for."""
    ahead = [iter((first,))]
    while ahead:
        place = next(ahead[-1], None)
        if place is None:
            ahead.pop()
        else:
            yield place
            ahead.append(_below(place))


def _below(place: _Place) -> Iterator[_Place]:
    said = kind(place.node)
    lists = place.lists + (said in LIST)
    return (_Place(one, said, place.depth + 1, lists) for one in children(place.node))


def _deep(place: _Place) -> Message | None:
    if place.depth > DEEPEST or place.lists + (kind(place.node) in LIST) > LISTS:
        return N_("Lists can be nested six deep, and nothing deeper.")
    return None


def _strange(place: _Place) -> Message | None:
    """Look at what a node is, where it stands and what it claims to have inside."""
    said = kind(place.node)
    known = said in KINDS and (not place.parent or said in KINDS[place.parent].inside)
    if not (isinstance(place.node, Mapping) and known and _well_formed(place.node, said)):
        return N_("This holds something that no document here can hold.")
    return None


def _well_formed(node: Mapping[str, Any], said: str) -> bool:
    known = node.keys() <= {"type", "attrs", "content", "text", "marks"}
    known = known and isinstance(node.get("attrs"), Mapping | None)
    text = isinstance(node.get("text"), str) == (said == "text")
    inside = node.get("content")
    room = bool(KINDS[said].inside) or not inside
    lists = all(isinstance(one, list | tuple | None) for one in (inside, node.get("marks")))
    return known and text and room and lists


def _badly_said(node: object) -> Message | None:
    """Look at the attributes and the marks of a node of a known kind."""
    if not isinstance(node, Mapping):
        return None
    said = KINDS[kind(node)]
    marks = node.get("marks") or ()
    if _readable(node, said.attributes) and (said.marked or not marks):
        return next((found for found in map(mark_fault, marks) if found), None)
    return N_("This holds something that no document here can hold.")


def mark_fault(mark: object) -> Message | None:
    """Say why a mark is none of ours."""
    if not isinstance(mark, Mapping) or kind(mark) not in MARKS:
        return N_("This holds something that no document here can hold.")
    if kind(mark) == "link" and link(attributes(mark).get("href")) is None:
        return N_("A link can lead to a page by https: or to an address by mailto:, nowhere else.")
    if not _readable(mark, MARKS[kind(mark)]):
        return N_("This holds something that no document here can hold.")
    return None


def _readable(node: Node, known: Mapping[str, Attribute]) -> bool:
    said = attributes(node)
    strange = said.keys() - known.keys()
    needed = {name for name, one in known.items() if one.needed}
    unread = [name for name, value in said.items() if name in known and not known[name].read(value)]
    return not strange and needed <= said.keys() and not unread


def _large(node: object) -> Message | None:
    said = kind(node)
    if said in TEXT_BLOCK and _length(node) > CHARACTERS:
        return N_("A paragraph holds at most 20,000 characters, its footnotes counted.")
    rows, columns = said == "table", said == "tableRow"
    if (rows and len(children(node)) > ROWS) or (columns and _width(node) > COLUMNS):
        return N_("A table has at most 400 rows and 40 columns.")
    return None


def _length(block: object) -> int:
    """Count the characters of a block, and one for everything in it that is no text."""
    inside = children(block)
    notes = [text for one in inside for text in children(one)]
    return sum(_characters(one) for one in (*inside, *notes))


def _characters(node: object) -> int:
    text = node.get("text") if isinstance(node, Mapping) else None
    return len(text) if isinstance(text, str) else 1


def _width(row: object) -> int:
    cells = [one for one in children(row) if kind(one) in CELL]
    read = KINDS["tableCell"].attributes["colspan"].read
    return sum(int(read(attributes(one).get("colspan", 1)) or 1) for one in cells)
