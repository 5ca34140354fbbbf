"""Yjs documents: the one module that knows the library.

A document is a fragment of elements and texts as y-tiptap maps ProseMirror's nodes to them: an
element has the node's name and attributes; neighbouring texts are one text with formats, whose
offsets the library counts in UTF-8 bytes (FINDINGS).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from panel.documents import lib0, ranges
from panel.documents.text.shape import MARKS, Node, attributes, children, kind

_WORDS = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN: dict[str, Any] = dict.fromkeys(MARKS)  # what is inserted takes over no format around it
Shared = Any  # an element or a text; which, its place in the document tells
Children = Any  # the library names no type for them
Run = tuple[str, str]  # words, and their formats as JSON: runs can be compared


@dataclass(frozen=True)
class Text:
    """Neighbouring texts of a node, which the document has as one."""

    runs: tuple[Run, ...]


class UnfitError(ValueError):
    """The library would not take an update."""


class Replica:
    """One copy of a document."""

    def __init__(self, *updates: bytes, client: int | None = None) -> None:
        """Collect a document from its updates, in order; an own client writes in it."""
        self._doc: Doc[Any] = Doc(client_id=client, allow_multithreading=True)
        self._doc[ranges.ROOT] = self._root = XmlFragment()
        for update in updates:
            self.apply(update)

    def apply(self, update: bytes) -> None:
        """Take an update in; UnfitError when the library cannot."""
        try:
            self._doc.apply_update(update)
        except (ValueError, RuntimeError) as error:
            raise UnfitError(str(error)) from error

    @property
    def vector(self) -> bytes:
        """The state vector."""
        return self._doc.get_state()

    @property
    def clock(self) -> dict[int, int]:
        """How much there is of each client."""
        return lib0.read_vector(self._doc.get_state())

    def state(self) -> bytes:
        """Give everything, as one update."""
        return self._doc.get_update()

    def missing(self, vector: bytes) -> bytes:
        """Give what somebody with that state vector lacks."""
        return self._doc.get_update(vector)

    def content(self) -> Node:
        """Read the document in ProseMirror's form, as it is: `cleaned` sets it right."""
        with self._doc.transaction():  # one lock for all that is read
            return {"type": "doc", "content": [_node(one) for one in self._root.children]}

    def change_to(self, content: Node) -> bytes:
        """Write the differences to another content; give them as one update.

        Blocks are known by their ids, and within them words are, so that carets and whatever
        others write at the same time stay where they are.
        """
        before = self._doc.get_state()
        with self._doc.transaction():
            _change(self._root, _parts(children(content)))
        return self._doc.get_update(before)


def _node(one: object) -> Node:
    if isinstance(one, XmlText):
        return {"type": "text", "texts": [_text(*run) for run in one.diff()]}
    if not isinstance(one, XmlElement):
        return {"type": "unknown"}
    inside: list[Any] = []
    for child in one.children:
        read = _node(child)
        inside.extend(read.get("texts", (read,)))
    node: dict[str, Any] = {"type": one.tag}
    said = _attributes(one)
    return node | ({"attrs": said} if said else {}) | ({"content": inside} if inside else {})


def _text(said: object, formats: Mapping[str, Any] | None) -> Node:
    marks = [
        {"type": name.partition("--")[0]}
        | ({"attrs": dict(value)} if isinstance(value, Mapping) and value else {})
        for name, value in (formats or {}).items()
        if value is not None
    ]
    node: dict[str, Any] = {"type": "text", "text": said}
    return node | ({"marks": marks} if marks else {})


def _attributes(one: XmlElement) -> dict[str, Any]:
    """Read what is said of an element; numbers come back from the library as 2.0."""
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in dict(one.attributes).items()  # type: ignore[call-overload]  # it iterates
    }


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
        tag, said = part.tag, _attributes(part)
    else:
        node: Any = part
        tag, said = kind(node), dict(attributes(node))
    if "id" in said:
        return (tag, said["id"])
    if tag == "citation":
        return (tag, said.get("thread"), said.get("number"))
    return (tag,)


def _change(parent: XmlFragment | XmlElement, parts: Sequence[Node | Text]) -> None:
    """Make the children of an element, or of the whole, what these parts are."""
    there = parent.children
    matcher = SequenceMatcher(
        None, [_key(one) for one in there], [_key(one) for one in parts], autojunk=False
    )
    for step, begin, end, first, last in reversed(matcher.get_opcodes()):
        if step == "equal":
            for at, part in zip(range(begin, end), parts[first:last], strict=True):
                _settle(there[at], part)
            continue
        for at in reversed(range(begin, end)):
            del there[at]
        for offset, part in enumerate(parts[first:last]):
            _insert(there, begin + offset, part)


def _settle(one: Shared, part: Node | Text) -> None:
    if isinstance(part, Text):
        _rewrite(one, part.runs)
        return
    said = dict(attributes(part))
    now = _attributes(one)
    for name in now.keys() - said.keys():
        del one.attributes[name]
    for name, value in said.items():
        if now.get(name) != value:
            one.attributes[name] = value
    _change(one, _parts(children(part)))


def _insert(there: Children, at: int, part: Node | Text) -> None:
    if isinstance(part, Text):
        there.insert(at, XmlText(""))
        _rewrite(there[at], part.runs)
        return
    there.insert(at, XmlElement(kind(part), dict(attributes(part)), []))
    inside = _parts(children(part))
    if inside:
        _change(there[at], inside)


def _rewrite(text: Shared, runs: Sequence[Run]) -> None:
    """Change a text by words, from its end on, so that offsets hold."""
    old = list(_words((str(said), _kept(formats)) for said, formats in text.diff()))
    new = list(_words(runs))
    starts = [0]
    for said, _ in old:
        starts.append(starts[-1] + len(said.encode()))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for step, begin, end, first, last in reversed(matcher.get_opcodes()):
        if step == "equal":
            continue
        if begin < end:
            del text[starts[begin] : starts[end]]
        at = starts[begin]
        for said, formats in _joined(new[first:last]):
            text.insert(at, said, _PLAIN | json.loads(formats))
            at += len(said.encode())


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
