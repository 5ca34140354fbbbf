"""Writing the journal inside the work that made the facts, and reading it again."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    Integer,
    String,
    Table,
    TextClause,
    TextualSelect,
    bindparam,
    insert,
    select,
    text,
)

from panel.kernel.tables import Utc
from panel.kernel.work import Fact, Heard, Reading, Recorded, Work
from panel.live.chain import Act, link
from panel.live.models import ROOM, Entry
from panel.live.telling import Tells, Told

MARK = 12  # characters
Decoder = Mapping[tuple[str, int], Callable[..., Fact]]  # (kind, version) -> what makes the fact

ENTRY = Entry.__table__.c
_WRITE = insert(cast(Table, Entry.__table__))  # the ORM would write it in two statements
_HEADS = select(ROOM.c.name, ROOM.c.last_seq, ROOM.c.digest).where(
    ROOM.c.name.in_(bindparam("rooms", expanding=True))
)
_LATER = (
    select(ENTRY.kind, ENTRY.version, ENTRY.fact, ENTRY.seq, ENTRY.digest)
    .where(ENTRY.room == bindparam("room"), ENTRY.seq > bindparam("seq"))
    .order_by(ENTRY.seq)
    .limit(bindparam("limit"))
)
_TELL = text("UPDATE live_room SET told_at = :at WHERE name = :room").bindparams(
    bindparam("at", type_=Utc)
)


@dataclass
class _Room:
    """How far a room is, while a work writes in it."""

    seq: int
    digest: str
    told_at: datetime | None


class Head(NamedTuple):
    """How far a room is, and the mark of its past."""

    seq: int
    mark: str


class HomelessError(Exception):
    """A fact has no room, so nothing would record it."""


def append(work: Work, tells: Tells) -> list[Heard]:
    """Give each fact the next number of its rooms, which stay locked until the commit.

    All other locks come first and rooms are taken by name, so works do not deadlock here. Each
    entry is chained to the one before it in its room, and marked for the log of the panel.
    """
    work.flush()
    told = [(room, recorded) for recorded in work.recorded for room in _rooms(recorded.fact)]
    if not told:
        return []
    rooms = _advanced(work, Counter(room for room, _ in told))
    heard, rows = list[Heard](), []
    for name, recorded in told:
        room = rooms[name]
        room.seq += 1
        stream = _stream(work, tells, recorded.fact, room) if name == _first(recorded) else None
        act = _act(work, recorded, name, room.seq, stream)
        room.digest = link(room.digest, act)
        heard.append(Heard(recorded.fact, name, room.seq, room.digest, work.known))
        rows.append(act._asdict() | {"digest": room.digest})
    work.write(_WRITE, rows)
    _keep(work, rooms)
    return heard


def last_seq(reading: Reading, room: str) -> int:
    """Tell how far a room is. Read it before the content: then no push is missed, only repeated."""
    return last_seqs(reading, (room,))[room]


def last_seqs(reading: Reading, rooms: Collection[str]) -> dict[str, int]:
    """Tell how far each room is, in one statement; 0 for those that never heard anything."""
    return {room: head.seq for room, head in heads(reading, rooms).items()}


def heads(reading: Reading, rooms: Collection[str]) -> dict[str, Head]:
    """Tell how far each room is, and by which past, in one statement."""
    far = {
        name: Head(seq, mark(digest))
        for name, seq, digest in reading.rows(_HEADS, {"rooms": list(rooms)})
    }
    return {room: far.get(room, Head(0, "")) for room in rooms}


def mark(digest: str) -> str:
    """Give the part of a digest by which tabs tell one past from another.

    After a restoration the same numbers may be those of other facts. It is too little of a digest
    to try out, by the next one, what an entry may have held.
    """
    return digest[:MARK]


def was(reading: Reading, room: str, head: Head) -> bool:
    """Tell whether a room has ever been there; any mark will do for a tab that knows none."""
    if not head.seq:
        return True
    query = select(Entry.digest).where(Entry.room == room, Entry.seq == head.seq)
    digest = reading.session.scalar(query)
    return digest is not None and head.mark in {"", mark(digest)}


def since(reading: Reading, decoder: Decoder, room: str, seq: int, limit: int) -> list[Heard]:
    """Read again what a room heard after `seq`, in order."""
    later = reading.rows(_LATER, {"room": room, "seq": seq, "limit": limit})
    return [
        Heard(decoder[one.kind, one.version](**one.fact), room, one.seq, one.digest)
        for one in later
    ]


def _rooms(fact: Fact) -> tuple[str, ...]:
    if not fact.rooms:
        raise HomelessError(fact)
    return fact.rooms


def _first(recorded: Recorded) -> str:
    return recorded.fact.rooms[0]


def _advanced(work: Work, facts: Mapping[str, int]) -> dict[str, _Room]:
    """Lock rooms by name, each a number of facts further: all in one statement, and so is _keep."""
    rooms = sorted(facts)
    values: dict[str, object] = {f"room{n}": name for n, name in enumerate(rooms)}
    values |= {f"n{n}": facts[name] for n, name in enumerate(rooms)}
    return {
        one.name: _Room(one.last_seq - facts[one.name], one.digest, one.told_at)
        for one in work.write(_advancing(len(rooms)), values)
    }


def _keep(work: Work, rooms: Mapping[str, _Room]) -> None:
    """Write the new digests of all rooms."""
    named = {f"room{n}": name for n, name in enumerate(rooms)}
    last = {f"last{n}": room.digest for n, room in enumerate(rooms.values())}
    work.write(_keeping(len(rooms)), named | last)
    for name, room in rooms.items():
        if room.told_at == work.at:
            work.write(_TELL, {"room": name, "at": work.at})


@cache
def _advancing(rooms: int) -> TextualSelect:
    values = ", ".join(f"(:room{n}, :n{n}, '')" for n in range(rooms))
    return text(
        f"""
        INSERT INTO live_room (name, last_seq, digest) VALUES {values}
        ON CONFLICT (name) DO UPDATE SET last_seq = live_room.last_seq + excluded.last_seq
        RETURNING name, last_seq, digest, told_at
        """  # noqa: S608  # of parameters alone
    ).columns(name=String, last_seq=Integer, digest=String, told_at=Utc)


@cache
def _keeping(rooms: int) -> TextClause:
    cases = " ".join(f"WHEN :room{n} THEN :last{n}" for n in range(rooms))
    names = ", ".join(f":room{n}" for n in range(rooms))
    return text(
        f"UPDATE live_room SET digest = CASE name {cases} END WHERE name IN ({names})"  # noqa: S608  # of parameters alone
    )


def _act(work: Work, recorded: Recorded, room: str, seq: int, told: str | None) -> Act:
    fact, body = recorded.fact, asdict(cast(Any, recorded.fact))
    return Act(room, seq, work.at, str(recorded.by), fact.kind, fact.version, body, told)


def _stream(work: Work, tells: Tells, fact: Fact, room: _Room) -> str | None:
    """Find where an act is told; one that stands for several, once in a while."""
    rule = tells.get(type(fact))
    if not isinstance(rule, Told):
        return None
    if rule.at_most and room.told_at and work.at < room.told_at + rule.at_most:
        return None
    stream = rule.stream(work, fact) or None
    if rule.at_most and stream:
        room.told_at = work.at
    return stream
