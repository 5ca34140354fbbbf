"""The words of a document, in the order of reading, block by block.

Everything that reads, numbers or compares a text goes through `passages`, so that all agree on what
a block is and what it says. The content is as `cleaned` gives it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from panel.documents.text.graphemes import graphemes
from panel.documents.text.inlines import cited
from panel.documents.text.shape import LIST, TEXT_BLOCK, Node, attributes, children, kind

EXCERPT = 200  # graphemes
_BREAK: Node = {"type": "hardBreak"}


class Part(NamedTuple):
    """A stretch of text with an id of its own: a paragraph, or a footnote by its number."""

    id: str
    text: str
    note: int = 0


@dataclass(frozen=True)
class Passage:
    """A block as it is read and numbered: its texts (a table has many), then their footnotes.

    `kind` is heading, paragraph, listItem or blockquote (a paragraph in one), or table; `mark` is
    what a list puts before the first paragraph of an item.
    """

    id: str
    kind: str
    level: int
    depth: int
    mark: str
    parts: tuple[Part, ...]
    node: Node

    @property
    def text(self) -> str:
        """All that it says, a part a line."""
        return "\n".join(part.text for part in self.parts)

    @property
    def silent(self) -> bool:
        """Whether there is nothing in it to be read, or to be counted; a table can be seen."""
        noted = any(part.note for part in self.parts)
        return self.kind != "table" and not noted and not self.text.strip()


class Said(NamedTuple):
    """What a block says."""

    id: str
    kind: str
    text: str


class _Around(NamedTuple):
    """What a paragraph stands in."""

    kind: str = "paragraph"
    depth: int = 0
    mark: str = ""


def passages(content: Node) -> Iterator[Passage]:
    """Give all blocks in the order of reading, also those without a word."""
    notes = count(1)
    for node in children(content):
        yield from _passages(node, _Around(), notes)


def blocks(content: Node) -> Iterator[Said]:
    """Give the id, the kind and the words of every block."""
    return (Said(one.id, one.kind, one.text) for one in passages(content))


def plain(content: Node) -> str:
    """Give the words alone, with an empty line between blocks."""
    return "\n\n".join(one.text for one in passages(content) if not one.silent)


def excerpt(content: Node, block_id: str) -> str:
    """Give how a block, a cell's paragraph or a footnote begins; nothing when it is not there."""
    for passage in passages(content):
        own = [part.text for part in passage.parts if not part.note]
        named = [part.text for part in passage.parts if part.id == block_id]
        if passage.id == block_id or named:
            return _begun(" ".join(own if passage.id == block_id else named))
    return ""


def says(content: Node, block_id: str, words: str) -> bool:
    """Tell whether words stand in a block, as they are read or written; spaces do not count."""
    sought = _solid(words.removesuffix("…"))
    return bool(sought) and any(
        sought in _solid(reading)
        for passage in passages(content)
        if block_id in {passage.id, *(part.id for part in passage.parts)}
        for reading in _readings(passage)
    )


def text_of(block: Node) -> str:
    """Give the text of a heading, a paragraph or a footnote; a break in it is a newline."""
    return "".join(_word(one) for one in children(block))


def ordered_from(node: Node) -> int:
    """Give the number of the first item of an ordered list; 0 for other lists."""
    return int(attributes(node).get("start", 1)) if kind(node) == "orderedList" else 0


def _begun(text: str) -> str:
    said = " ".join(text.split())
    if len(said) <= EXCERPT:
        return said
    found = graphemes(said)
    return said if len(found) <= EXCERPT else "".join(found[: EXCERPT - 1]).rstrip() + "…"


def _readings(passage: Passage) -> Iterator[str]:
    """Give what a block says: its notes at the end, in their places, by their numbers."""
    yield passage.text
    inside = [one for text in _texts(passage.node) for one in (*children(text), _BREAK)]
    numbers = (str(part.note) for part in passage.parts if part.note)
    yield "".join(_word(one) or text_of(one) for one in inside)
    yield "".join(_word(one) if kind(one) != "footnote" else next(numbers) for one in inside)


def _solid(text: str) -> str:
    return "".join(text.replace("\u2060", "").split())


def _word(inline: Node) -> str:
    match kind(inline):
        case "text":
            return str(inline["text"])
        case "hardBreak":
            return "\n"
        case "citation":
            return cited(inline)
    return ""  # a footnote stands for itself


def _passages(node: Node, around: _Around, notes: Iterator[int]) -> Iterator[Passage]:
    said = kind(node)
    if said in TEXT_BLOCK or said == "table":
        yield _passage(node, around, notes)
    elif said in LIST:
        for at, item in enumerate(children(node)):
            yield from _item(item, around.depth + 1, mark(node, at), notes)
    else:
        for one in children(node):
            yield from _passages(one, around._replace(kind=said), notes)


def _item(item: Node, depth: int, mark: str, notes: Iterator[int]) -> Iterator[Passage]:
    for at, one in enumerate(children(item)):
        yield from _passages(one, _Around("listItem", depth, "" if at else mark), notes)


def mark(node: Node, at: int) -> str:
    """Give what stands before an item of a list: its number, or a dash."""
    first = ordered_from(node)
    return f"{first + at}." if first else "\u2013"


def _passage(node: Node, around: _Around, notes: Iterator[int]) -> Passage:
    said = kind(node)
    return Passage(
        id=str(attributes(node).get("id", "")),
        kind=around.kind if said == "paragraph" else said,
        level=int(attributes(node).get("level", 0)),
        depth=around.depth,
        mark=around.mark,
        parts=_parts(_texts(node), notes),
        node=node,
    )


def _texts(block: Node) -> list[Node]:
    """Give the paragraphs of a table in the order of reading; any other block is its own."""
    if kind(block) != "table":
        return [block]
    return [
        paragraph
        for row in children(block)
        for cell in children(row)
        for paragraph in children(cell)
    ]


def _parts(texts: list[Node], notes: Iterator[int]) -> tuple[Part, ...]:
    footnotes = [one for text in texts for one in children(text) if kind(one) == "footnote"]
    return (
        *(Part(str(attributes(text).get("id", "")), text_of(text)) for text in texts),
        *(
            Part(str(attributes(note).get("id", "")), text_of(note), next(notes))
            for note in footnotes
        ),
    )
