"""Our numbered lines laid over the words: which piece of a paragraph stands in which line."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from panel.documents.text.inlines import cited
from panel.documents.text.lines import Block, Line
from panel.documents.text.shape import Node, kind


@dataclass(frozen=True)
class Stretch:
    """What one numbered line holds; without a number, where the lines are those of other words."""

    number: int | None
    inline: tuple[Node, ...]


def said(node: Node) -> str:
    """Give the text of an inline node as the splitter counts it: notes have lines of their own."""
    own = node.get("text")  # of a text, or of the part of a citation that stands in one line
    if isinstance(own, str):
        return own
    if kind(node) == "citation":
        return cited(node)
    return "\n" if kind(node) == "hardBreak" else ""


def stretches(inline: Sequence[Node], lines: Sequence[Line]) -> tuple[Stretch, ...]:
    """Cut a paragraph where its lines end; the breaks that ended them are left out."""
    if not lines or "".join(line.text for line in lines) != "".join(map(said, inline)):
        return (Stretch(None, tuple(inline)),)
    ends = list(accumulate(len(line.text) for line in lines))
    pieces = {at: list(run) for at, run in groupby(_pieces(inline, ends), key=lambda one: one[0])}
    return tuple(
        Stretch(line.number, tuple(one for _at, one in pieces.get(at, ()) if _stays(one)))
        for at, line in enumerate(lines)
    )


def _pieces(inline: Iterable[Node], ends: Sequence[int]) -> Iterator[tuple[int, Node]]:
    """Give every node with the line that it stands in, words cut where a line ends."""
    at, past, last = 0, 0, len(ends) - 1
    for node in inline:
        text = said(node)
        while text and at < last and past + len(text) > ends[at]:
            kept = ends[at] - past
            if kept:
                yield at, {**node, "text": text[:kept]}
            text, node, past, at = text[kept:], {**node, "text": text[kept:]}, ends[at], at + 1
        yield at, node
        past += len(text)
        if kind(node) == "hardBreak":  # what follows a break, be it a note, stands after it
            at = min(at + 1, last)


def _stays(node: Node) -> bool:
    return kind(node) != "hardBreak"


def span(lines: Sequence[Line]) -> str:
    """Name several lines at once, by the first and the last of them."""
    if not lines:
        return ""
    first, last = lines[0].number, lines[-1].number
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def lines_of(blocks: Iterable[Block]) -> Mapping[str, tuple[Line, ...]]:
    """Find the lines of each paragraph and footnote by its id."""
    found: dict[str, list[Line]] = {}
    for block in blocks:
        for line in block.lines:
            found.setdefault(line.of, []).append(line)
    return {name: tuple(lines) for name, lines in found.items()}
