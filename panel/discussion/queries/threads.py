"""Threads: found, shown at the head of their page, and listed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup
from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased, contains_eager

from panel.discussion.models import Post, ReadingMark, Thread, ThreadRow
from panel.discussion.policy import open_to_all
from panel.discussion.views import RowView, ThreadView
from panel.identity.models import Person
from panel.kernel.markdown import plain
from panel.kernel.tables import Utc
from panel.kernel.work import Reading, Work
from panel.membership.actors import Actor
from panel.membership.models import (
    OBSERVERS,
    Audience,
    AudienceRow,
    Organisation,
    Panel,
    Seat,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import audiences
from panel.membership.queries import found, readable
from panel.membership.views import AudienceView

MANY = 100  # unread posts are counted up to here
EXCERPT = 200  # characters of a conclusion that a list shows
THREAD, AUDIENCE = Thread.__table__.c, Audience.__table__.c


@dataclass(frozen=True)
class Page:
    """Some threads in a row, with the reader's unread posts, and where the list goes on."""

    rows: list[tuple[RowView, int]]
    older: str


def thread(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Thread:
    """Find a thread that the actor may read; who is going to change something locks it first."""
    one = found(reading.session.scalar(_LOCKED if lock else _ONE, {"thread": public_id}))
    readable(actor, one.audience)
    return one


def growing(work: Work, actor: Actor, public_id: str) -> ThreadRow:
    """Find a thread that the actor may read, and lock its row, for a contribution."""
    id_, name, about, closed_at, last_number, many, *shown = found(
        work.rows(_GROWING, {"thread": public_id}).one_or_none()
    )
    one = ThreadRow(id_, name, about, closed_at, last_number, many, AudienceRow(*shown))
    readable(actor, one.audience)
    return one


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, AudienceRow]:
    """Find whom threads are for; the rule of their rooms."""
    rows = reading.rows(_AUDIENCES, {"threads": list(public_ids)})
    return {public_id: AudienceRow(*audience) for public_id, *audience in rows}


def thread_view(reading: Reading, public_id: str) -> ThreadView:
    """Read the head of a thread."""
    row = found(reading.objects_once(_HEAD, thread=public_id))
    one, audience, panel, group, _starter, name, house, closed_by, hidden = row
    return ThreadView(
        id=one.public_id,
        panel=panel.slug,
        zone=panel.time_zone,
        title=one.title,
        audience=AudienceView(audience.public_id, audience.kind, group or ""),
        started_by="" if hidden else name,
        started_organisation="" if hidden else house,
        started_at=one.at,
        closed=one.closed_at is not None,
        closed_at=one.conclusion_at,
        closed_by=closed_by or "",
        conclusion=Markup(one.conclusion_html),  # noqa: S704  # rendered by kernel.markdown
        conclusion_covers=one.conclusion_covers,
        pinned=one.pinned,
        posts=one.posts,
        last_number=one.last_number,
    )


def posts_in(reading: Reading, public_id: str) -> int:
    """Count the posts of a thread that everybody sees."""
    return int(found(reading.once(_POSTS_IN, thread=public_id))[0])


def row_view(reading: Reading, public_id: str) -> RowView:
    """Read a thread as lists show it."""
    return _row(found(reading.objects_once(_ONE_ROW, thread=public_id)))


def listed(
    reading: Reading,
    actor: Actor,
    *,
    only: str = "all",
    before: str = "",
    within: Audience | None = None,
    limit: int,
) -> Page:
    """List the threads that the actor may read, the newest activity first, the pinned on top.

    `only` is "all", "unread" or "concluded"; `before` is the key of the last row seen; `within`
    an audience are those for it.
    """
    query = _chosen(_ROWS.add_columns(unread_in(actor)), actor, only)
    if within is not None:
        query = query.where(Thread.audience_id == within.id)
    if cursor := _cursor(before):
        query = query.where(tuple_(*_ORDER) < tuple_(*cursor))
    query = query.order_by(*(column.desc() for column in _ORDER)).limit(limit + 1)
    rows = [(_row(row[:-1]), int(row[-1])) for row in reading.session.execute(query)]
    older = rows[limit - 1][0].key if len(rows) > limit else ""
    return Page(rows[:limit], older)


def newest(reading: Reading, actor: Actor, limit: int) -> list[tuple[RowView, int]]:
    """List the threads in which something was said last, pinned or not."""
    query = _chosen(_ROWS.add_columns(unread_in(actor)), actor, "all")
    query = query.order_by(Thread.last_at.desc(), Thread.public_id).limit(limit)
    return [(_row(row[:-1]), int(row[-1])) for row in reading.session.execute(query)]


def count(reading: Reading, actor: Actor, *, only: str = "all") -> int:
    """Count the threads that the actor may read."""
    query = _chosen(select(func.count()).select_from(Thread), actor, only)
    return reading.session.scalar(query) or 0


def unread_in(actor: Actor) -> ColumnElement[int]:
    """Count what the actor has not read of a thread, up to MANY; the thread comes from outside."""
    query = select(literal(1)).where(_unread(actor)).limit(MANY).correlate(Thread)
    return select(func.count()).select_from(query.subquery()).scalar_subquery()


_BEGINS_HIDDEN = (  # whoever wrote what is hidden is not named beside it, either
    select(literal(1))
    .where(Post.thread_id == Thread.id, Post.number == 1, Post.hidden_at.is_not(None))
    .correlate(Thread)
    .exists()
)
_LAST_BY, _LAST = aliased(Seat), aliased(Person)
_CLOSING, _CLOSER = aliased(Seat), aliased(Person)
# Statements that pages and pushes ask again and again, put together once.
_ONE = (
    select(Thread)
    .join(Thread.audience)
    .options(contains_eager(Thread.audience))
    .where(Thread.public_id == bindparam("thread"), Thread.gone_at.is_(None))
    .execution_options(populate_existing=True)
)
_LOCKED = _ONE.with_for_update(of=Thread)
_FOR_WHOM = tuple(AUDIENCE[name] for name in AudienceRow._fields)
_GROWING = (
    select(*(THREAD[name] for name in ThreadRow.__slots__[:-1]), *_FOR_WHOM)
    .join_from(Thread.__table__, Audience.__table__, THREAD.audience_id == AUDIENCE.id)
    .where(THREAD.public_id == bindparam("thread"), THREAD.gone_at.is_(None))
    .with_for_update(of=Thread.__table__)
)
_STARTED = (  # a thread, whom it is for, and who began it
    select(Thread, Audience, Panel, WorkingGroup.name, Seat, Person.name, Organisation.name)
    .join(Audience, Thread.audience_id == Audience.id)
    .join(Panel, Audience.panel_id == Panel.id)
    .outerjoin(WorkingGroup, Audience.group_id == WorkingGroup.id)
    .join(Seat, Thread.started_by_id == Seat.id)
    .join(Person, Seat.person_id == Person.id)
    .join(Organisation, Seat.organisation_id == Organisation.id)
)
_HEAD = (
    _STARTED.add_columns(_CLOSER.name, _BEGINS_HIDDEN)
    .outerjoin(_CLOSING, Thread.closed_by_id == _CLOSING.id)
    .outerjoin(_CLOSER, _CLOSING.person_id == _CLOSER.id)
    .where(Thread.public_id == bindparam("thread"))
)
_POSTS_IN = select(THREAD.posts).where(THREAD.public_id == bindparam("thread"))
_AUDIENCES = (
    select(THREAD.public_id, *_FOR_WHOM)
    .join_from(Thread.__table__, Audience.__table__, THREAD.audience_id == AUDIENCE.id)
    .where(THREAD.public_id.in_(bindparam("threads", expanding=True)))
)
_ROWS = (
    _STARTED.add_columns(_LAST_BY.public_id, _LAST_BY.role, _LAST.name, _BEGINS_HIDDEN)
    .join(_LAST_BY, Thread.last_by_id == _LAST_BY.id)
    .join(_LAST, _LAST_BY.person_id == _LAST.id)
)
_ONE_ROW = _ROWS.where(Thread.public_id == bindparam("thread"))
_ORDER = (Thread.pinned, Thread.last_at, Thread.public_id)
_STAMP = "%Y%m%d%H%M%S%f"
_STAMP_LENGTH = 20


def _row(row: Sequence[Any]) -> RowView:
    one, audience, panel, group, starter, name, house, last_seat, last_role, last, hidden = row
    silent = one.posts == 0  # nobody was the last to say something that is shown
    return RowView(
        id=one.public_id,
        panel=panel.slug,
        zone=panel.time_zone,
        title=one.title,
        key=f"{int(one.pinned)}{one.last_at:{_STAMP}}{one.public_id}",
        audience=AudienceView(audience.public_id, audience.kind, group or ""),
        author="" if hidden else name,
        organisation="" if hidden else house,
        observer=not hidden and starter.role in OBSERVERS,
        last_author="" if silent else last,
        last_observer=not silent and last_role in OBSERVERS,
        last_seat="" if silent else last_seat,
        last_at=one.last_at,
        last_number=one.last_number,
        posts=one.posts,
        closed=one.closed_at is not None,
        pinned=one.pinned,
        conclusion_text=plain(one.conclusion_html, EXCERPT) if one.conclusion_html else "",
        gone=one.gone_at is not None,
    )


def _cursor(key: str) -> tuple[object, ...] | None:
    """Read a row's key again; one that is none of ours begins at the top."""
    stamp, public_id = key[1 : 1 + _STAMP_LENGTH], key[1 + _STAMP_LENGTH :]
    try:
        at = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
    return literal(key[:1] == "1"), literal(at, Utc), literal(public_id)


def _chosen(query: Select[Any], actor: Actor, only: str) -> Select[Any]:
    mine = Thread.audience_id.in_(audiences(actor, Verb.READ))
    # What is about something stands with that.
    query = query.where(mine, Thread.about.is_(None), Thread.gone_at.is_(None))
    if only == "unread":
        return query.where(select(Post.id).where(_unread(actor)).correlate(Thread).exists())
    if only == "concluded":
        return query.where(Thread.conclusion != "")
    return query


def _unread(actor: Actor) -> ColumnElement[bool]:
    if actor.seat_id is None:  # a visitor has read everything and nothing
        return false()
    mark = select(ReadingMark.number).where(
        ReadingMark.seat_id == actor.seat_id, ReadingMark.thread_id == Thread.id
    )
    after = func.coalesce(mark.correlate(Thread).scalar_subquery(), 0)
    return and_(
        Post.thread_id == Thread.id,
        Post.number > after,
        Post.author_id != actor.seat_id,
        open_to_all(),
    )
