"""Yjs updates, struct by struct, and which of them say something else than what is there.

The encoding is version 1 of Yjs (`encodeStateAsUpdate`), as yjs 13.6 writes and reads it.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from panel.documents.lib0 import Reader

Id = tuple[int, int]  # a client, and which of its units
Stretches = dict[int, list[tuple[int, int]]]  # of each client: where each begins, and its end
ORIGIN, RIGHT, SUB, KIND = 0x80, 0x40, 0x20, 0x1F  # parts of a struct's first byte
GC, DELETED, STRING, FORMAT, TYPE, VALUES, SKIP = 0, 1, 4, 6, 7, 8, 10  # kinds of structs
NAMED_TYPES = {3, 5}
UNITS = 10_000_000  # of one client; no honest one comes near
UNIT = 2  # bytes in UTF-16
LOST = "\ufffd".encode("utf-16-le")  # what is left of a character that was cut in two


@dataclass(slots=True)
class Struct:
    """Neighbouring units of one client.

    `content` is a text as UTF-16 (little endian), the name and value of a format, the kind and name
    of a type, or a list of values; None when it is gone, or of no kind that we use.
    """

    client: int
    begin: int
    kind: int
    origin: Id | None = None
    right: Id | None = None
    parent: Id | str | None = None  # only with neither of them; a root has a name
    key: str | None = None  # in the parent; told with the parent only
    content: Any = None
    end: int = 0

    def leans_on(self, at: int) -> object:
        """Tell where the unit is, and with it all after it: in Yjs each is right of the last."""
        begins = at == self.begin
        origin = self.origin if begins else (self.client, at - 1)
        return origin, self.right, self.parent if begins else None, self.key if begins else None

    def says(self, begin: int, end: int) -> object:
        """Give what the units from `begin` to `end` hold; None when that is gone."""
        begin, end = begin - self.begin, end - self.begin
        if isinstance(self.content, bytes):
            return self.content[begin * UNIT : end * UNIT]
        return self.content[begin:end] if isinstance(self.content, list) else self.content


class Structs:
    """Goes through an update once: first its structs, then what it deletes."""

    def __init__(self, update: bytes) -> None:
        """Begin at the beginning."""
        self._in = Reader(update)

    def __iter__(self) -> Iterator[Struct]:
        """Read the structs; fails with one of ERRORS where there are none."""
        clients = set[int]()
        for _ in range(self._in.count()):
            many, client, at = self._in.count(), self._in.number(), self._in.number()
            if client in clients:  # Yjs would read the last of them only
                raise ValueError(client)
            clients.add(client)
            for _ in range(many):
                struct = self._struct(client, at)
                if struct.kind != SKIP:
                    yield struct
                at = struct.end

    def deleted(self) -> Stretches:
        """Read what comes after the structs, to the end."""
        found: Stretches = {}
        for _ in range(self._in.count()):
            gone = found.setdefault(self._in.number(), [])
            for _ in range(self._in.count()):
                begin = self._in.number()
                gone.append((begin, begin + self._in.number()))
        if not self._in.ended:
            raise ValueError(found)
        return found

    def _struct(self, client: int, at: int) -> Struct:
        info = self._in.byte()
        struct = Struct(client, at, info & KIND)
        if struct.kind not in {GC, SKIP}:
            self._places(struct, info)
        length, struct.content = _CONTENTS.get(struct.kind, _nothing)(self._in)
        if not 0 < length <= UNITS - at:
            raise ValueError(length)
        struct.end = at + length
        return struct

    def _places(self, struct: Struct, info: int) -> None:
        if info & ORIGIN:
            struct.origin = self._id()
        if info & RIGHT:
            struct.right = self._id()
        if not info & (ORIGIN | RIGHT):
            struct.parent = self._in.text() if self._in.number() == 1 else self._id()
            struct.key = self._in.text() if info & SUB else None

    def _id(self) -> Id:
        return self._in.number(), self._in.number()


def contradicts(told: Iterable[Struct], there: Iterable[Struct]) -> bool:
    """Tell whether units of one client say something else than the same units that are there.

    Both come in order; of what is there no more is read than needed. Nothing is said of units that
    are gone from either: their words are not kept there, so they cannot be held against each other.
    """
    standing = iter(there)
    one = next(standing, None)
    for struct in told:
        at = struct.begin
        while at < struct.end and one:
            if one.end <= at:
                one = next(standing, None)
                continue
            end, at = min(struct.end, one.end), max(at, one.begin)
            if at < end and not _agree(struct, one, at, end):
                return True
            at = end
    return False


def _agree(told: Struct, there: Struct, begin: int, end: int) -> bool:
    said, known = told.says(begin, end), there.says(begin, end)
    if said is None or known is None:
        return True
    same = told.kind == there.kind and told.leans_on(begin) == there.leans_on(begin)
    return same and (said == known or _as_cut(said, known))


def _as_cut(said: object, known: object) -> bool:
    """Compare texts of one length, one of which may have been cut in the midst of a character."""
    if not isinstance(said, bytes) or not isinstance(known, bytes):
        return False
    pairs = ((said[at : at + UNIT], known[at : at + UNIT]) for at in range(0, len(said), UNIT))
    return all(one == other or LOST in {one, other} for one, other in pairs)


def _text(reader: Reader) -> tuple[int, object]:
    said = reader.text().encode("utf-16-le")
    return len(said) // UNIT, said


def _format(reader: Reader) -> tuple[int, object]:
    return 1, (reader.text(), json.loads(reader.text()))


def _type(reader: Reader) -> tuple[int, object]:
    kind = reader.number()
    return 1, (kind, reader.text() if kind in NAMED_TYPES else "")


def _values(reader: Reader) -> tuple[int, object]:
    said = [reader.value() for _ in range(reader.count())]
    return len(said), said


def _gone(reader: Reader) -> tuple[int, object]:
    return reader.number(), None


def _nothing(_reader: Reader) -> tuple[int, object]:
    return 0, None


def _texts(reader: Reader) -> tuple[int, object]:
    many = reader.count()
    for _ in range(many):
        reader.text()
    return many, None


def _past(go: Callable[[Reader], object]) -> Callable[[Reader], tuple[int, object]]:
    """Go past what no editor of ours writes."""

    def read(reader: Reader) -> tuple[int, object]:
        go(reader)
        return 1, None

    return read


def _document(reader: Reader) -> None:
    reader.text()
    reader.value()


_CONTENTS: Mapping[int, Callable[[Reader], tuple[int, object]]] = {
    GC: _gone,
    DELETED: _gone,
    2: _texts,
    3: _past(Reader.bytes),
    STRING: _text,
    5: _past(Reader.text),
    FORMAT: _format,
    TYPE: _type,
    VALUES: _values,
    9: _past(_document),
    SKIP: _gone,
}
