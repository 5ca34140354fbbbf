"""Reading the whole log again: whether it is as it was written, and the head by which it is known.

Everything is read as it lies in the database, since what was tampered with need not be readable.
"""

import json
import string
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Row, String, select, type_coerce

from panel.kernel.work import Reading
from panel.live.chain import Act, link
from panel.live.models import ROOM, Entry

MANY = 1_000  # rows fetched at a time
STORED = "%Y-%m-%d %H:%M:%S.%f"  # how SQLite keeps an instant


class Wrong(StrEnum):
    """What can be wrong at a place of the log."""

    CHANGED = "changed"  # or the one before it was, with its digest
    MISSING = "missing"
    ADDED = "added"  # more than the room has counted
    UNCOUNTED = "uncounted"  # there is no row of its room
    COUNTER = "counter"  # the row of the room names another digest
    UNKEPT = "unkept"  # it is not the one that was there when a head was kept


class Flaw(NamedTuple):
    """The first place of a room that is not as it was written."""

    room: str
    seq: int
    wrong: Wrong


class Place(NamedTuple):
    """How far a room is, and the digest of its last entry."""

    seq: int
    digest: str


@dataclass(frozen=True)
class Verdict:
    """What came of reading the log."""

    rooms: Mapping[str, Place]
    entries: int
    flaws: tuple[Flaw, ...]

    @property
    def kept(self) -> str:
        """List all rooms, in the order of their names: `<digest> <seq> <room>`, a line each."""
        lines = (f"{one.digest} {one.seq} {name}\n" for name, one in self.rooms.items())
        return "".join(sorted(lines, key=lambda line: line.split(" ", 2)[2].encode()))

    @property
    def head(self) -> str:
        """Give one digest for all of it: of the list of rooms."""
        return sha256(self.kept.encode()).hexdigest()


class NotKeptError(ValueError):
    """A list of rooms is not as `Verdict.kept` gives it."""


@dataclass
class _Checked:
    """A room while its entries are read: up to its first flaw."""

    room: str
    last: Place | None  # as its row says
    kept: Place | None = None  # as an earlier list says
    seq: int = 0
    digest: str = ""
    flaw: Flaw | None = None

    def read(self, row: Row[Any]) -> None:
        """Take the next entry."""
        if self.flaw is None:
            self.flaw = self._flaw(row)
            self.seq, self.digest = row.seq, row.digest

    def _flaw(self, row: Row[Any]) -> Flaw | None:
        if self.last is None:
            return Flaw(self.room, row.seq, Wrong.UNCOUNTED)
        if row.seq != self.seq + 1:
            return Flaw(self.room, self.seq + 1, Wrong.MISSING)
        if row.digest != _recomputed(self.digest, row):
            return Flaw(self.room, row.seq, Wrong.CHANGED)
        if row.seq > self.last.seq:
            return Flaw(self.room, row.seq, Wrong.ADDED)
        unkept = self.kept and row.seq == self.kept.seq and row.digest != self.kept.digest
        return Flaw(self.room, row.seq, Wrong.UNKEPT) if unkept else None

    def end(self) -> Flaw | None:
        """Tell the flaw, once all of its entries have been read."""
        if self.flaw:
            return self.flaw
        last, kept = self.last or Place(0, ""), self.kept or Place(0, "")
        if self.seq < max(last.seq, kept.seq):
            return Flaw(self.room, self.seq + 1, Wrong.MISSING)
        if last.digest != self.digest:
            return Flaw(self.room, self.seq, Wrong.COUNTER)
        return None


def verify(reading: Reading, kept: Mapping[str, Place] | None = None) -> Verdict:
    """Read all of it, at one instant; `reading` must see but one (kernel.work.at_one_instant).

    `kept` is an earlier list of rooms: what stood in it must stand in the log still.
    """
    before = kept or {}
    query = select(ROOM.c.name, ROOM.c.last_seq, ROOM.c.digest)
    rooms = {name: Place(seq, digest) for name, seq, digest in reading.session.execute(query)}
    entries, flaws = 0, list[Flaw]()
    seen = set[str]()
    checked: _Checked | None = None
    for row in _entries(reading):
        entries += 1
        if checked is None or checked.room != row.room:
            flaws += _ended(checked)
            checked = _Checked(row.room, rooms.get(row.room), before.get(row.room))
            seen.add(row.room)
        checked.read(row)
    flaws += _ended(checked)
    for name in sorted((rooms.keys() | before.keys()) - seen):
        flaws += _ended(_Checked(name, rooms.get(name), before.get(name)))
    return Verdict(rooms, entries, tuple(flaws))


def kept_list(text: str) -> dict[str, Place]:
    """Read a list again that was kept; NotKeptError for anything else."""
    places = dict[str, Place]()
    for line in text.splitlines():
        digest, _, rest = line.partition(" ")
        seq, _, room = rest.partition(" ")
        hexadecimal = len(digest) == sha256().digest_size * 2 and set(digest) <= set(
            string.hexdigits
        )
        if not (hexadecimal and seq.isascii() and seq.isdecimal() and room):
            raise NotKeptError(line[:80])
        places[room] = Place(int(seq), digest)
    return places


def _is_digest(text: str) -> bool:
    return len(text) == sha256().digest_size * 2 and set(text) <= set(string.hexdigits)


def _entries(reading: Reading) -> Iterator[Row[Any]]:
    """Fetch every entry as it lies there, by room and number."""
    query = select(
        *(Entry.room, Entry.seq, Entry.by, Entry.kind, Entry.version),
        *(Entry.told, Entry.digest),
        type_coerce(Entry.at, String).label("at"),
        type_coerce(Entry.fact, String).label("fact"),
    ).order_by(Entry.room, Entry.seq)
    rows: Iterable[Any] = reading.session.execute(query, execution_options={"yield_per": MANY})
    yield from rows


def _recomputed(previous: str, row: Row[Any]) -> str:
    """Give the digest that an entry should have; of what cannot be read, none."""
    try:
        fact = json.loads(row.fact) if isinstance(row.fact, str) else row.fact
        at, *what = _instant(row.at), row.by, row.kind, row.version, fact, row.told
        return link(previous, Act(row.room, row.seq, at, *what))
    except (TypeError, ValueError):
        return "unreadable"


def _instant(stored: object) -> datetime:
    """Read an instant, in no other form than the one that it was written in."""
    if isinstance(stored, datetime):
        return stored.astimezone(UTC)
    at = datetime.strptime(str(stored), STORED).replace(tzinfo=UTC)
    if at.strftime(STORED) != stored:
        raise ValueError(stored)
    return at


def _ended(checked: _Checked | None) -> list[Flaw]:
    flaw = checked.end() if checked else None
    return [flaw] if flaw else []
