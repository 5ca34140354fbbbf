"""The lines of a version: what "¶12, line 204" means, for ever; see docs/VERSIONS.md."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from panel.documents.text.graphemes import graphemes
from panel.documents.text.shape import Node
from panel.documents.text.words import Passage, passages

SPLITTER = 1
LONGEST = 90  # graphemes

_SPACES = " \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u200b\u205f\u3000"
_HYPHENS = "-\u00ad\u2010\u2013\u2014"
_BREAKS = frozenset(_SPACES + _HYPHENS)
_STRETCH = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Line:
    """A stretch of text with its number in the document; `of` is the paragraph or footnote."""

    number: int
    text: str
    of: str


@dataclass(frozen=True)
class Block:
    """A block with its ¶ number; `level` is that of a heading, `depth` that of a list, else 0."""

    id: str
    kind: str
    number: int
    level: int
    depth: int
    lines: tuple[Line, ...]


def numbered(content: Node) -> tuple[Block, ...]:
    """Give ¶ and line numbers, from 1 through the document, to the blocks that say something."""
    numbers = count(1)
    spoken = (one for one in passages(content) if not one.silent)
    return tuple(_block(one, number, numbers) for number, one in enumerate(spoken, 1))


def split(text: str) -> Iterator[str]:
    """Divide a text into lines; joined they are the text."""
    for stretch in _STRETCH.findall(text):
        body = stretch.removesuffix("\n")
        *lines, last = _lines(body)
        yield from lines
        yield last + stretch[len(body) :]


def written(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """Give numbered blocks as JSON, as a version keeps them."""
    return [
        vars(block) | {"lines": [[line.number, line.text, line.of] for line in block.lines]}
        for block in blocks
    ]


def read(kept: Sequence[Mapping[str, Any]]) -> tuple[Block, ...]:
    """Read numbered blocks back, as a version has kept them."""
    return tuple(
        Block(**{**block, "lines": tuple(Line(*line) for line in block["lines"])}) for block in kept
    )


def _block(passage: Passage, number: int, numbers: Iterator[int]) -> Block:
    lines = tuple(
        Line(next(numbers), text, part.id) for part in passage.parts for text in split(part.text)
    )
    return Block(passage.id, passage.kind, number, passage.level, passage.depth, lines)


def _lines(text: str) -> list[str]:
    if len(text) <= LONGEST:  # there are never more graphemes than characters
        return [text]
    found, begin, lines = graphemes(text), 0, []
    while len(found) - begin > LONGEST:
        end = _end(found, begin)
        lines.append("".join(found[begin:end]))
        begin = end
    return [*lines, "".join(found[begin:])]


def _end(found: Sequence[str], begin: int) -> int:
    """Find where a full line ends: after its last space or hyphen, or else where it is full."""
    full = begin + LONGEST
    return next((end for end in range(full, begin, -1) if found[end - 1] in _BREAKS), full)
