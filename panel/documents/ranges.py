"""What a Yjs update brings: which stretches of which clients, and what they lean on.

The library applies updates, and holds back in silence what leans on something it lacks; so whether
an update can be stored, and whose words are in it, is read from the update itself. The encoding is
version 1 of Yjs (`encodeStateAsUpdate`), as yjs 13.6 writes and reads it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from panel.documents.lib0 import ERRORS, GarbledError, Reader
from panel.documents.text.shape import KINDS, MARKS, TEXT_BLOCK, Node

ROOT = "prosemirror"  # the name of the fragment that the editor binds itself to
Clock = Mapping[int, int]  # how many units there are of each client
Stretches = dict[int, list[tuple[int, int]]]  # of each client: where each begins, and its end
ORIGIN, RIGHT, SUB, KIND = 0x80, 0x40, 0x20, 0x1F  # parts of an item's first byte
GC, SKIP = 0, 10  # what is no item: something long gone; a gap
TYPE, VALUES = 7, 8  # what items hold
NAMED_TYPES, XML_ELEMENT, XML_TEXT = {3, 5}, 3, 6
UNITS = 10_000_000  # of one client; no honest one comes near


@dataclass
class Brought:
    """The contents of an update."""

    structs: Stretches = field(default_factory=dict)
    deleted: Stretches = field(default_factory=dict)
    needs: list[tuple[int, int]] = field(default_factory=list)  # ids that something hangs on
    blocks: int = 0  # headings and paragraphs
    nodes: int = 0
    marks: list[Node] = field(default_factory=list)
    cites: bool = False  # it may bring a citation, or say another thing of one
    strange: bool = False  # it holds what no editor of ours writes

    def missing(self, there: Clock) -> bool:
        """Tell whether something is lacking that this update builds on."""
        ends = dict(there)
        for client, stretches in self.structs.items():
            for begin, end in sorted(stretches):
                if begin > ends.get(client, 0):
                    return True
                ends[client] = max(ends.get(client, 0), end)
        gone = [(client, end - 1) for client, all_ in self.deleted.items() for _, end in all_]
        return any(at >= ends.get(client, 0) for client, at in (*self.needs, *gone))

    def new_clients(self, there: Clock) -> set[int]:
        """Tell under which clients this brings something that is not there yet."""
        return {
            client
            for client, stretches in self.structs.items()
            if any(end > there.get(client, 0) for _, end in stretches)
        }


def brought(update: bytes) -> Brought:
    """Read an update; GarbledError when it is none."""
    try:
        return _Update(update).read()
    except ERRORS as error:
        raise GarbledError(str(error)) from error


class _Update:
    """Goes through an update once."""

    def __init__(self, data: bytes) -> None:
        self._in = Reader(data)
        self._found = Brought()
        self._made: set[tuple[int, int]] = set()  # the types that it brings
        self._contents: Mapping[int, Callable[[], int]] = {
            1: self._in.number,  # deleted: so many
            2: self._texts,
            3: self._strange(self._in.bytes),
            4: self._string,
            5: self._strange(self._in.text),
            6: self._format,
            TYPE: self._type,
            VALUES: self._values,
            9: self._strange(self._document),
        }

    def read(self) -> Brought:
        for _ in range(self._in.count()):
            self._structs()
        for _ in range(self._in.count()):
            gone = self._found.deleted.setdefault(self._in.number(), [])
            for _ in range(self._in.count()):
                begin = self._in.number()
                gone.append((begin, begin + self._in.number()))
        if not self._in.ended:
            raise ValueError(self._found)
        return self._found

    def _structs(self) -> None:
        many = self._in.count()
        client = self._in.number()
        stretches = self._found.structs.setdefault(client, [])
        at = self._in.number()
        for _ in range(many):
            info = self._in.byte()
            if info & KIND == TYPE:
                self._made.add((client, at))
            length = self._length(info)
            if not 0 < length <= UNITS - at:
                raise ValueError(length)
            if info & KIND != SKIP:
                stretches.append((at, at + length))
            at += length

    def _length(self, info: int) -> int:
        """Go past a struct; tell how many units it has."""
        if info & KIND in {GC, SKIP}:
            return self._in.number()
        for bit in (ORIGIN, RIGHT):
            if info & bit:
                self._found.needs.append(self._id())
        if not info & (ORIGIN | RIGHT):
            self._parent(info)
        elif info & KIND == VALUES:
            self._found.cites = True  # instead of what was said before
        return self._contents[info & KIND]() if info & KIND in self._contents else 0

    def _parent(self, info: int) -> None:
        if self._in.number() == 1:
            self._found.strange |= self._in.text() != ROOT or bool(info & SUB)
        else:
            parent = self._id()
            self._found.needs.append(parent)
            self._found.cites |= info & KIND == VALUES and parent not in self._made
        if info & SUB:
            self._in.text()

    def _id(self) -> tuple[int, int]:
        return self._in.number(), self._in.number()

    def _string(self) -> int:
        return len(self._in.text().encode("utf-16-le")) // 2

    def _format(self) -> int:
        name = self._in.text().partition("--")[0]
        said = json.loads(self._in.text())
        if said is not None:  # else it ends
            attrs = said if isinstance(said, Mapping) else {}
            self._found.marks.append({"type": name, "attrs": attrs})
        self._found.strange |= name not in MARKS
        return 1

    def _type(self) -> int:
        kind = self._in.number()
        name = self._in.text() if kind in NAMED_TYPES else ""
        self._found.blocks += name in TEXT_BLOCK
        self._found.nodes += 1
        self._found.cites |= name == "citation"
        known = name in KINDS if kind == XML_ELEMENT else kind == XML_TEXT
        self._found.strange |= not known
        return 1

    def _values(self) -> int:
        many = self._in.count()
        for _ in range(many):
            self._in.value()
        return many

    def _document(self) -> None:
        self._in.text()
        self._in.value()

    def _texts(self) -> int:
        self._found.strange = True
        many = self._in.count()
        for _ in range(many):
            self._in.text()
        return many

    def _strange(self, past: Callable[[], object]) -> Callable[[], int]:
        """Go past what no editor of ours writes."""

        def read() -> int:
            self._found.strange = True
            past()
            return 1

        return read
