"""The log of acts: the journal is chained, and knows where its acts are told."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ENTRY = sa.table(
    "live_entry",
    *(sa.column(name, sa.String) for name in ("room", "by", "kind", "digest", "told")),
    *(sa.column(name, sa.Integer) for name in ("seq", "version")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("fact", sa.JSON),
)
ROOM = sa.table(
    "live_room",
    *(sa.column(name, sa.String) for name in ("name", "digest")),
    sa.column("told_at", sa.DateTime(timezone=True)),
)
MANY = 2_000  # rows at a time
ONCE_IN = timedelta(hours=12)  # texts are told so often
TEXT_CHANGED = "documents.text_changed"
BEGUN = {"discussion.post_published", TEXT_CHANGED}  # the first is told with the start
UNTOLD = {"papers.paper_commented", "membership.invitation_accepted"}


def upgrade() -> None:
    """Go up to it."""
    with op.batch_alter_table("live_room") as batch_op:
        batch_op.add_column(
            sa.Column("digest", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("told_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("live_entry") as batch_op:
        batch_op.add_column(
            sa.Column("digest", sa.String(length=64), nullable=False, server_default="")
        )
        batch_op.add_column(sa.Column("told", sa.String(), nullable=True))
    _chain(op.get_bind())
    told = sa.text("told IS NOT NULL")
    op.create_index(
        "ix_live_entry_told",
        "live_entry",
        ["told", "at", "room", "seq"],
        sqlite_where=told,
        postgresql_where=told,
    )


def downgrade() -> None:
    """Go back from it."""
    op.drop_index("ix_live_entry_told", "live_entry")
    with op.batch_alter_table("live_entry") as batch_op:
        batch_op.drop_column("told")
        batch_op.drop_column("digest")
    with op.batch_alter_table("live_room") as batch_op:
        batch_op.drop_column("told_at")
        batch_op.drop_column("digest")


def _chain(connection: sa.Connection) -> None:
    """Chain what there is, room by room, as docs/LOG.md says."""
    audiences = _audiences(connection)
    room, last, told_at = "", "", None
    for rows in _chunks(connection):
        digests, rooms = [], {}
        for row in rows:
            if row.room != room:
                room, last, told_at = row.room, "", None
            at = row.at if row.at.tzinfo else row.at.replace(tzinfo=UTC)
            told = _stream(row, audiences)
            if told and row.kind == TEXT_CHANGED:
                told = told if told_at is None or at >= told_at + ONCE_IN else None
                told_at = at if told else told_at
            last = _linked(last, row, at, told)
            digests.append({"r": room, "s": row.seq, "d": last, "t": told})
            rooms[room] = {"r": room, "d": last, "t": told_at}
        one = sa.and_(ENTRY.c.room == sa.bindparam("r"), ENTRY.c.seq == sa.bindparam("s"))
        new = {"digest": sa.bindparam("d"), "told": sa.bindparam("t")}
        connection.execute(sa.update(ENTRY).where(one).values(new), digests)
        named = sa.update(ROOM).where(ROOM.c.name == sa.bindparam("r"))
        kept = {"digest": sa.bindparam("d"), "told_at": sa.bindparam("t")}
        connection.execute(named.values(kept), list(rooms.values()))


def _chunks(connection: sa.Connection) -> Iterator[Any]:
    query, key = sa.select(ENTRY).order_by(ENTRY.c.room, ENTRY.c.seq).limit(MANY), None
    while True:
        after = sa.tuple_(ENTRY.c.room, ENTRY.c.seq) > sa.tuple_(*key) if key else sa.true()
        rows = connection.execute(query.where(after)).all()
        if not rows:
            return
        yield rows
        key = (sa.literal(rows[-1].room), sa.literal(rows[-1].seq))


def _linked(previous: str, row: sa.Row[Any], at: datetime, told: str | None) -> str:
    stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    said = [previous, row.room, row.seq, stamp, row.by, row.kind, row.version, row.fact, told]
    form = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(form.encode()).hexdigest()


def _audiences(connection: sa.Connection) -> dict[str, str]:
    """Find whom documents and working groups are for, by the ids that facts have of them."""
    documents = (
        "SELECT document.public_id, audience.public_id FROM document"
        " JOIN audience ON document.audience_id = audience.id"
    )
    groups = (
        "SELECT working_group.public_id, audience.public_id FROM working_group"
        " JOIN audience ON audience.group_id = working_group.id"
    )
    return {
        name: audience
        for query in (documents, groups)
        for name, audience in connection.execute(sa.text(query))
    }


def _stream(row: sa.Row[Any], audiences: dict[str, str]) -> str | None:
    """Find where an act is told: in the first of its rooms, to those who read what it is about."""
    domain, _, name = row.kind.partition(".")
    fact = row.fact
    if row.kind in UNTOLD or (row.kind in BEGUN and fact["number"] == 1):
        return None
    if domain == "membership":
        return _of_panel(name, fact, audiences) if row.room == f"panel:{fact['panel']}" else None
    if domain == "documents":
        return _of_audience(audiences.get(fact["document"], ""))
    firsts = {"discussion": _first_of_thread, "papers": lambda _name, one: one["document"]}
    first = firsts[domain](name, fact) if domain in firsts else ""
    is_first = row.room.partition(":")[2] == first or row.room == first
    return _of_audience(fact["audience"]) if is_first else None


def _of_panel(name: str, fact: dict[str, Any], audiences: dict[str, str]) -> str | None:
    if "group" in fact:
        return _of_audience(audiences.get(fact["group"], ""))
    house = name in {"invited", "invitation_revoked"}
    return f"{'house' if house else 'panel'}:{fact['panel']}"


def _of_audience(audience: str) -> str | None:
    return f"audience:{audience}" if audience else None


def _first_of_thread(name: str, fact: dict[str, Any]) -> str:
    if fact.get("about"):
        return f"about:{fact['about']}"
    return f"thread:{fact['thread']}" if name == "post_edited" else f"list:{fact['audience']}"
