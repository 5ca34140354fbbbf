"""Where moved posts stand now, what their old threads say of them, and what can be undone."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from panel.discussion.models import Act, ActKind, Moved, Post, PostRow, Thread, ThreadId
from panel.discussion.policy import reach, standing
from panel.discussion.views import MoveView, TargetView, UndoView
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Verb, WorkingGroup
from panel.membership.policy import audiences, may
from panel.membership.queries import found
from panel.membership.views import AudienceView

OFFERED = 20  # threads that a search finds at most
SHOWN = 5  # lines about branches that were moved from a thread: the newest

_OLD, _NOW = aliased(Thread), aliased(Thread)
_OLD_FOR, _NOW_FOR = aliased(Audience), aliased(Audience)
# Every post that is written or opened asks these: put together once.
_PRESENT = (
    select(_NOW.public_id, Post.number, _OLD_FOR, _NOW_FOR)
    .select_from(Moved)
    .join(_OLD, Moved.thread_id == _OLD.id)
    .join(_OLD_FOR, _OLD.audience_id == _OLD_FOR.id)
    .join(Post, Moved.post_id == Post.id)
    .join(_NOW, Post.thread_id == _NOW.id)
    .join(_NOW_FOR, _NOW.audience_id == _NOW_FOR.id)
    .where(_OLD.public_id == bindparam("thread"), Moved.number == bindparam("number"), standing())
)
_OF_POST = (
    select(Thread)
    .join(Thread.audience)
    .options(contains_eager(Thread.audience))
    .where(Thread.id == bindparam("id"))
)


def present(reading: Reading, actor: Actor, thread: str, number: int) -> tuple[str, int]:
    """Give the thread and the number by which a post is to be found now.

    They are those asked for, unless it was moved from there to where the actor may read it.
    """
    row = reading.session.execute(_PRESENT, {"thread": thread, "number": number}).one_or_none()
    if row is None:
        return thread, number
    now, its_number, *shown_to = row
    shut = any(may(actor, Verb.READ, audience) for audience in shown_to)
    return (thread, number) if shut else (now, its_number)


def names_of(reading: Reading, branch: Collection[Post], thread: Thread) -> set[tuple[str, int]]:
    """Give all the addresses by which posts of a thread are known, today's and earlier ones."""
    query = (
        select(Thread.public_id, Moved.number)
        .join(Thread, Moved.thread_id == Thread.id)
        .join(Post, Moved.post_id == Post.id)
        .where(Post.thread_id == thread.id, Post.number.in_([one.number for one in branch]))
    )
    earlier = {(name, number) for name, number in reading.session.execute(query)}
    return earlier | {(thread.public_id, post.number) for post in branch}


def branch(reading: Reading, root: Post) -> list[Post]:
    """Read a post and all that answers it, by number: what was taken back keeps its place, too."""
    numbers = (
        select(Post.number)
        .where(Post.thread_id == root.thread_id, Post.number == root.number)
        .cte("branch", recursive=True)
    )
    below = select(Post.number).join(numbers, Post.parent_number == numbers.c.number)
    numbers = numbers.union_all(below.where(Post.thread_id == root.thread_id))
    query = select(Post).join(numbers, Post.number == numbers.c.number)
    query = query.where(Post.thread_id == root.thread_id).order_by(Post.number)
    return list(reading.session.scalars(query.execution_options(populate_existing=True)))


def locked(reading: Reading, ids: Collection[ThreadId]) -> dict[ThreadId, Thread]:
    """Lock some threads in the order of their ids."""
    query = (
        select(Thread)
        .join(Thread.audience)
        .options(contains_eager(Thread.audience))
        .where(Thread.id.in_(ids))
        .order_by(Thread.id)
        .with_for_update(of=Thread)
        .execution_options(populate_existing=True)
    )
    return {thread.id: thread for thread in reading.session.scalars(query)}


def thread_of(reading: Reading, actor: Actor, post: Post | PostRow) -> Thread | None:
    """Find the thread in which a post stands, if the actor may read it."""
    thread = reading.session.scalar(_OF_POST, {"id": post.thread_id})
    return None if thread and may(actor, Verb.READ, thread.audience) else thread


def sent_as(reading: Reading, actor: Actor, token: UUID) -> Act | None:
    """Find the move that was sent under this token already."""
    return reading.session.scalar(select(Act).where(Act.by_id == actor.by, Act.token == token))


def act(reading: Reading, public_id: str, thread: str) -> Act:
    """Find an act by its id and one of the threads that it is about."""
    query = (
        select(Act)
        .join(Thread, or_(Act.thread_id == Thread.id, Act.into_id == Thread.id))
        .where(Act.public_id == public_id, Thread.public_id == thread)
        .execution_options(populate_existing=True)
    )
    return found(reading.session.scalar(query))


def given_by(reading: Reading, act: Act) -> dict[int, Moved]:
    """Read which numbers a move took from posts, and which it gave, by the ids of the posts."""
    query = select(Moved).where(Moved.act_id == act.id, Moved.thread_id == act.thread_id)
    return {one.post_id: one for one in reading.session.scalars(query)}


def moves_from(reading: Reading, actor: Actor, thread: Thread) -> list[MoveView]:
    """List what was moved from a thread to where the actor may read it, the newest first."""
    query = (
        select(Act.public_id, Act.before, _NOW.title)
        .join(Post, Act.post_id == Post.id)
        .join(_NOW, Post.thread_id == _NOW.id)
        .where(Act.thread_id == thread.id, Act.kind == ActKind.MOVE, Act.undone_at.is_(None))
        .where(_NOW.id != thread.id, _NOW.audience_id.in_(audiences(actor, Verb.READ)))
        .where(standing())
        .order_by(Act.at.desc(), Act.id.desc())
        .limit(SHOWN)
    )
    return [
        MoveView(
            id=public_id,
            panel=actor.panel.slug,
            thread=thread.public_id,
            number=before["number"],
            posts=before["posts"],
            title=title,
        )
        for public_id, before, title in reading.session.execute(query)
    ]


def last_act(reading: Reading, actor: Actor, thread: Thread, since: datetime) -> UndoView | None:
    """Find what the actor did last in a thread, after an instant, if it can be undone still."""
    if actor.seat_id is None:
        return None
    query = (
        select(Act)
        .where(or_(Act.thread_id == thread.id, Act.into_id == thread.id))
        .where(Act.by_id == actor.seat_id, Act.at >= since)
        .order_by(Act.at.desc(), Act.id.desc())
        .limit(1)
    )
    last = reading.session.scalar(query)
    if last is None or last.undone_at or _moved_on(reading, last):
        return None
    return UndoView(last.public_id, actor.panel.slug, thread.public_id, last.kind)


def _moved_on(reading: Reading, act: Act) -> bool:
    """Tell whether what an act moved stands no longer where that put it."""
    if act.into_id is None:
        return False
    where = select(Post.thread_id).where(Post.id == act.post_id)
    return reading.session.scalar(where) != act.into_id


def targets(reading: Reading, actor: Actor, thread: Thread, words: str) -> list[TargetView]:
    """Find open threads of the panel, other than this one, whose titles say all of some words."""
    query = (
        select(Thread, Audience, WorkingGroup.name)
        .join(Audience, Thread.audience_id == Audience.id)
        .outerjoin(WorkingGroup, Audience.group_id == WorkingGroup.id)
        .where(
            Thread.audience_id.in_(audiences(actor, Verb.READ)),
            Thread.audience_id.in_(audiences(actor, Verb.MODERATE)),
            Thread.id != thread.id,
            and_(Thread.about.is_(None), Thread.closed_at.is_(None), Thread.gone_at.is_(None)),
            *(
                or_(  # SQLite knows the small letters of ASCII alone
                    func.lower(Thread.title).contains(word.lower(), autoescape=True),
                    Thread.title.contains(word, autoescape=True),
                )
                for word in words.split()
            ),
        )
        .order_by(Thread.last_at.desc(), Thread.public_id)
        .limit(OFFERED)
    )
    return [
        TargetView(
            id=one.public_id,
            title=one.title,
            audience=AudienceView(audience.public_id, audience.kind, group or ""),
            posts=one.posts,
            reach=reach(thread.audience, audience),
        )
        for one, audience, group in reading.session.execute(query)
    ]


def others_in(reading: Reading, thread: Thread, branch: Collection[Post]) -> bool:
    """Tell whether a thread has posts that everybody or moderators see, beyond a branch."""
    query = select(func.count()).select_from(Post).where(Post.thread_id == thread.id, standing())
    there = reading.session.scalar(query) or 0
    return there > sum(post.deleted_at is None for post in branch)


def counted(branch: Collection[Post]) -> int:
    """Count the posts of a branch whose words everybody sees (policy.open_to_all)."""
    return sum(post.deleted_at is None and post.hidden_at is None for post in branch)
