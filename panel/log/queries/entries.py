"""The entries that the log of a panel tells somebody, a page of them at a time."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, literal, select, tuple_, union_all

from panel.documents.events import TextChanged
from panel.kernel.tables import Utc
from panel.kernel.work import Reading
from panel.live.models import Entry
from panel.log.streams import audience_stream, house_stream, panel_stream
from panel.membership.actors import Actor
from panel.membership.policy import keep_house_refusal
from panel.membership.queries import readable_rooms

STAMP = "%Y%m%d%H%M%S%f"
ORDER = ("at", "room", "seq")


class Told(NamedTuple):
    """An entry of the journal, as far as it is told."""

    room: str
    seq: int
    at: datetime
    by: str
    kind: str
    fact: dict[str, Any]

    @property
    def key(self) -> str:
        """Where it stands among all."""
        return f"{self.at:{STAMP}}.{self.seq}.{self.room}"


def told(reading: Reading, actor: Actor, *, before: str, limit: int) -> Sequence[Told]:
    """List what the actor may know of, the newest first, from behind the entry of this key.

    The newest of each stream are found in its part of one index, however long the log is.
    """
    streams = [audience_stream(name) for name in readable_rooms(reading, actor)]
    streams.append(panel_stream(actor.panel.slug))
    if keep_house_refusal(actor) is None:
        streams.append(house_stream(actor.panel.slug))
    cursor = _cursor(before)
    parts = [_newest(stream, cursor, limit).subquery() for stream in streams]
    every = union_all(*(select(part) for part in parts)).subquery()
    query = select(every).order_by(*(every.c[name].desc() for name in ORDER)).limit(limit)
    return [Told(*row) for row in reading.session.execute(query)]


def writers(reading: Reading, entry: Told) -> list[str]:
    """Find who wrote in a text from an entry on, until the next one that is told of it."""
    later = select(Entry.seq).where(Entry.room == entry.room, Entry.seq > entry.seq)
    later = later.where(Entry.told.is_not(None), Entry.kind == TextChanged.kind)
    until = reading.session.scalar(later.order_by(Entry.seq).limit(1))
    query = select(Entry.by).distinct().where(Entry.room == entry.room, Entry.seq >= entry.seq)
    query = query.where(Entry.kind == TextChanged.kind)
    if until is not None:
        query = query.where(Entry.seq < until)
    return sorted(reading.session.scalars(query))


def _newest(stream: str, cursor: tuple[Any, ...] | None, limit: int) -> Select[Any]:
    query = select(*(Entry.room, Entry.seq, Entry.at, Entry.by, Entry.kind, Entry.fact))
    query = query.where(Entry.told == stream)
    if cursor:
        query = query.where(tuple_(Entry.at, Entry.room, Entry.seq) < tuple_(*cursor))
    return query.order_by(Entry.at.desc(), Entry.room.desc(), Entry.seq.desc()).limit(limit)


def _cursor(key: str) -> tuple[Any, ...] | None:
    """Read a key again; one that is none of ours begins at the top."""
    stamp, _, rest = key.partition(".")
    seq, _, room = rest.partition(".")
    try:
        at, number = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC), int(seq[:9])
    except ValueError:
        return None
    return literal(at, Utc), literal(room), literal(number)
