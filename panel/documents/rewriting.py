"""Bringing a document of the library to another content, by as few changes as are worth finding."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

from panel.documents.shared import said_of
from panel.documents.text.shape import MARKS, Node, attributes, children, kind

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN: dict[str, Any] = dict.fromkeys(MARKS)  # what is inserted takes over no format around it
EFFORT = 1_000_000  # words before times words after, in a whole document
Shared = Any  # an element or a text; which, its place in the document tells
Children = Any  # the library names no type for them
Run = tuple[str, str]  # words, and their formats as JSON: runs can be compared


@dataclass(frozen=True)
class Text:
    """Neighbouring texts of a node, which the document has as one."""

    runs: tuple[Run, ...]


class _Effort:
    """How much comparing there may still be, for nobody else is served meanwhile."""

    def __init__(self) -> None:
        self._left = EFFORT

    def allows(self, left: Sequence[Run], right: Sequence[Run]) -> bool:
        """Take the work of comparing two stretches from what is left; False: it is too much."""
        work = len(left) * len(right)
        if work > self._left:
            return False
        self._left -= work
        return True


def rewrite(root: XmlFragment, content: Node) -> None:
    """Make a document say a content.

    Blocks are known by their ids, and within them words are, so that carets and whatever others
    write at the same time stay where they are. Where very much differs, a text is put anew from
    the first word that differs to the last.
    """
    _change(root, _parts(children(content)), _Effort())


def _parts(nodes: Iterable[Node]) -> list[Node | Text]:
    """Gather neighbouring texts."""
    parts: list[Node | Text] = []
    for node in nodes:
        if kind(node) != "text":
            parts.append(node)
            continue
        run = (str(node["text"]), _formats(node))
        if parts and isinstance(last := parts[-1], Text):
            parts[-1] = Text((*last.runs, run))
        else:
            parts.append(Text((run,)))
    return parts


def _formats(node: Node) -> str:
    marks = {kind(mark): dict(attributes(mark)) for mark in node.get("marks") or ()}
    return json.dumps(marks, sort_keys=True)


def _key(part: object) -> tuple[object, ...]:
    """Tell what makes a part of now the same as one of before."""
    if isinstance(part, Text | XmlText):
        return ("text",)
    if isinstance(part, XmlElement):
        tag, said = part.tag, said_of(part)
    else:
        node: Any = part
        tag, said = kind(node), dict(attributes(node))
    if "id" in said:
        return (tag, said["id"])
    if tag == "citation":
        return (tag, said.get("thread"), said.get("number"))
    return (tag,)


def _change(
    parent: XmlFragment | XmlElement, parts: Sequence[Node | Text], effort: _Effort
) -> None:
    """Make the children of an element, or of the whole, what these parts are."""
    there = parent.children
    now = list(there)  # finding one by its index takes the library as long as going there
    matcher = SequenceMatcher(
        None, [_key(one) for one in now], [_key(one) for one in parts], autojunk=False
    )
    for step, begin, end, first, last in reversed(matcher.get_opcodes()):
        if step == "equal":
            for at, part in zip(range(begin, end), parts[first:last], strict=True):
                _settle(now[at], part, effort)
            continue
        for at in reversed(range(begin, end)):
            del there[at]
        for offset, part in enumerate(parts[first:last]):
            _insert(there, begin + offset, part, effort)


def _settle(one: Shared, part: Node | Text, effort: _Effort) -> None:
    if isinstance(part, Text):
        _rewrite(one, part.runs, effort)
        return
    said = dict(attributes(part))
    now = said_of(one)
    for name in now.keys() - said.keys():
        del one.attributes[name]
    for name, value in said.items():
        if now.get(name) != value:
            one.attributes[name] = value
    _change(one, _parts(children(part)), effort)


def _insert(there: Children, at: int, part: Node | Text, effort: _Effort) -> None:
    if isinstance(part, Text):
        there.insert(at, XmlText(""))
        _rewrite(there[at], part.runs, effort)
        return
    there.insert(at, XmlElement(kind(part), dict(attributes(part)), []))
    inside = _parts(children(part))
    if inside:
        _change(there[at], inside, effort)


def _rewrite(text: Shared, runs: Sequence[Run], effort: _Effort) -> None:
    """Change a text by words, from its end on, so that offsets hold."""
    there = [(str(said), _kept(formats)) for said, formats in text.diff()]
    if there == list(runs):
        return
    old, new = list(_words(there)), list(_words(runs))
    starts = [0, *accumulate(len(said.encode()) for said, _formats in old)]
    for begin, end, first, last in reversed(_differences(old, new, effort)):
        if begin < end:
            del text[starts[begin] : starts[end]]
        at = starts[begin]
        for said, formats in _joined(new[first:last]):
            text.insert(at, said, _PLAIN | json.loads(formats))
            at += len(said.encode())


def _differences(
    old: Sequence[Run], new: Sequence[Run], effort: _Effort
) -> list[tuple[int, int, int, int]]:
    """Find which words stand in the place of which others, as difflib gives them."""
    alike = _alike(old, new)
    tail = _alike(old[alike:][::-1], new[alike:][::-1])
    left, right = old[alike : len(old) - tail], new[alike : len(new) - tail]
    if not effort.allows(left, right):
        return [(alike, len(old) - tail, alike, len(new) - tail)]
    matcher = SequenceMatcher(None, left, right)  # spaces are junk in long texts: it is quick
    return [
        (alike + begin, alike + end, alike + first, alike + last)
        for step, begin, end, first, last in matcher.get_opcodes()
        if step != "equal"
    ]


def _alike(old: Sequence[Run], new: Sequence[Run]) -> int:
    """Count the words with which both begin."""
    pairs = zip(old, new, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(old), len(new)))


def _kept(formats: Mapping[str, Any] | None) -> str:
    said = {name: value for name, value in (formats or {}).items() if value is not None}
    return json.dumps(said, sort_keys=True)


def _words(runs: Iterable[Run]) -> Iterator[Run]:
    for said, formats in runs:
        yield from ((word, formats) for word in _WORDS.findall(said))


def _joined(words: Iterable[Run]) -> Iterator[Run]:
    """Put neighbouring words of the same format together."""
    said, formats = "", ""
    for word, of in words:
        if said and of != formats:
            yield said, formats
            said = ""
        said, formats = said + word, of
    if said:
        yield said, formats
