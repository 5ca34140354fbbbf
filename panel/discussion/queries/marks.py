"""How far somebody has read a thread, and what of it is new to them."""

from sqlalchemy import ColumnElement, and_, func, select

from panel.discussion.models import Post, ReadingMark, Thread
from panel.discussion.policy import open_to_all
from panel.discussion.queries.threads import MANY
from panel.discussion.views import Progress, Window
from panel.kernel.work import Reading
from panel.membership.actors import Actor


def progress(reading: Reading, actor: Actor, thread: Thread) -> Progress:
    """Tell how far the actor has read a thread."""
    if actor.seat_id is None:
        return Progress(0, 0, None)
    query = select(ReadingMark.number).where(
        ReadingMark.seat_id == actor.seat_id, ReadingMark.thread_id == thread.id
    )
    mark = reading.session.scalar(query) or 0
    unread = select(Post.number).where(_unread_after(actor, thread, mark))
    some = unread.order_by(Post.number).limit(MANY).subquery()
    counted, first = reading.session.execute(
        select(func.count(), func.min(some.c.number)).select_from(some)
    ).one()
    return Progress(mark, counted, first)


def unread_outside(
    reading: Reading, actor: Actor, thread: Thread, mark: int, shown: Window
) -> int | None:
    """Find the lowest unread post that a window does not show."""
    if actor.seat_id is None:
        return None
    within = [view.number for view in shown.posts]
    query = select(Post.number).where(
        _unread_after(actor, thread, mark), Post.number.not_in(within)
    )
    return reading.session.scalar(query.order_by(Post.number).limit(1))


def _unread_after(actor: Actor, thread: Thread, mark: int) -> ColumnElement[bool]:
    return and_(
        Post.thread_id == thread.id,
        Post.number > mark,
        Post.author_id != actor.seat_id,
        open_to_all(),
    )
