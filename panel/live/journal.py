"""Writing the journal inside the work that made the facts, and reading it again."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import insert, select, text

from panel.kernel.work import By, Fact, Heard, Reading, Work
from panel.live.models import ROOM, Entry

Decoder = Mapping[tuple[str, int], Callable[..., Fact]]  # (kind, version) -> what makes the fact

_ADVANCE = text("""
    INSERT INTO live_room (name, last_seq) VALUES (:room, :n)
    ON CONFLICT (name) DO UPDATE SET last_seq = live_room.last_seq + :n RETURNING last_seq
""")


def append(work: Work) -> list[Heard]:
    """Give each fact the next number of its rooms, which stay locked until the commit.

    All other locks come first and rooms are taken by name, so works do not deadlock here.
    """
    work.session.flush()
    told = [(room, recorded) for recorded in work.recorded for room in recorded.fact.rooms]
    if not told:
        return []
    last = dict[str, int]()
    for room, n in sorted(Counter(room for room, _ in told).items()):
        last[room] = work.session.execute(_ADVANCE, {"room": room, "n": n}).scalar_one() - n
    heard, rows = [], []
    for room, recorded in told:
        last[room] += 1
        heard.append(Heard(recorded.fact, room, last[room]))
        rows.append(_row(work, recorded.by, heard[-1]))
    work.session.execute(insert(Entry), rows)
    return heard


def last_seq(reading: Reading, room: str) -> int:
    """Tell how far a room is. Read it before the content: then no push is missed, only repeated."""
    return last_seqs(reading, (room,))[room]


def last_seqs(reading: Reading, rooms: Collection[str]) -> dict[str, int]:
    """Tell how far each room is, in one statement; 0 for those that never heard anything."""
    query = select(ROOM.c.name, ROOM.c.last_seq).where(ROOM.c.name.in_(rooms))
    far = {name: seq for name, seq in reading.session.execute(query)}
    return {room: far.get(room, 0) for room in rooms}


def since(reading: Reading, decoder: Decoder, room: str, seq: int, limit: int) -> list[Heard]:
    """Read again what a room heard after `seq`, in order."""
    later = select(Entry).where(Entry.room == room, Entry.seq > seq).order_by(Entry.seq)
    return [
        Heard(decoder[entry.kind, entry.version](**entry.fact), room, entry.seq)
        for entry in reading.session.scalars(later.limit(limit))
    ]


def _row(work: Work, by: By, heard: Heard) -> dict[str, object]:
    fact, body = heard.fact, asdict(cast(Any, heard.fact))
    return {
        "room": heard.room,
        "seq": heard.seq,
        "at": work.at,
        "by": str(by),
        "kind": fact.kind,
        "version": fact.version,
        "fact": body,
    }
