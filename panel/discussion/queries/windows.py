"""Windows of posts, which cost the same in any thread: as a tree, or by time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute

from panel.discussion.models import STEP, Post, Thread
from panel.discussion.policy import standing
from panel.discussion.queries.posts import shown, views
from panel.discussion.views import PostView, Window
from panel.kernel.work import Reading
from panel.membership.policy import Sight

WINDOW = 50  # posts on a page
LEAD = 10  # of them, how many stand at least before the one that a permalink names


@dataclass(frozen=True)
class Order:
    """One of the two orders of reading: as a tree, or by time."""

    name: str
    column: InstrumentedAttribute[Any]

    def place(self, post: Post) -> str | int:
        """Tell where a post stands in this order."""
        return post.key if self.name == "tree" else post.number

    def cursor(self, text: str) -> str | int | None:
        """Read a place again from an address; None for what is none."""
        if not (text.isascii() and text.isdecimal()) or len(text) > Post.key.type.length:
            return None
        if self.name == "tree":
            return text
        return int(text) if len(text) <= STEP else None


TREE, TIME = Order("tree", Post.key), Order("time", Post.number)
ORDERS = {order.name: order for order in (TREE, TIME)}


def first_window(reading: Reading, thread: Thread, sight: Sight, order: Order) -> Window:
    """Read the beginning of a thread."""
    return window(reading, thread, sight, order, after=None)


def last_window(reading: Reading, thread: Thread, sight: Sight, order: Order) -> Window:
    """Read the end of a thread."""
    rows = _rows(reading, thread, order, before=None, limit=WINDOW + 1)
    posts = views(sight, reversed(rows[:WINDOW]))
    return _window(order, posts, more_before=len(rows) > WINDOW, more_after=False)


def window(
    reading: Reading, thread: Thread, sight: Sight, order: Order, *, after: str | int | None
) -> Window:
    """Read the posts that follow a place; None begins at the beginning."""
    rows = _rows(reading, thread, order, after=after, limit=WINDOW + 1)
    posts = views(sight, rows[:WINDOW])
    return _window(order, posts, more_before=after is not None, more_after=len(rows) > WINDOW)


def window_before(
    reading: Reading, thread: Thread, sight: Sight, order: Order, *, before: str | int
) -> Window:
    """Read the posts that lead up to a place."""
    rows = _rows(reading, thread, order, before=before, limit=WINDOW + 1)
    posts = views(sight, reversed(rows[:WINDOW]))
    return _window(order, posts, more_before=len(rows) > WINDOW, more_after=True)


def window_around(
    reading: Reading, thread: Thread, sight: Sight, order: Order, post: Post
) -> Window:
    """Read the posts around one, which stands near the top unless the thread ends before."""
    place = order.place(post)
    lead = _rows(reading, thread, order, before=place, limit=WINDOW + 1)
    rest = _rows(reading, thread, order, since=place, limit=WINDOW + 1)
    below = min(len(rest), WINDOW - min(LEAD, len(lead)))
    above = min(len(lead), WINDOW - below)
    posts = views(sight, (*reversed(lead[:above]), *rest[:below]))
    return _window(order, posts, more_before=len(lead) > above, more_after=len(rest) > below)


def _rows(
    reading: Reading,
    thread: Thread,
    order: Order,
    *,
    limit: int,
    after: str | int | None = None,
    since: str | int | None = None,
    **backwards: str | int | None,
) -> list[Any]:
    """Fetch rows in order; with `before`, even None, from there backwards."""
    query, column = select(Post.id).where(Post.thread_id == thread.id, standing()), order.column
    if after is not None:
        query = query.where(column > after)
    if since is not None:
        query = query.where(column >= since)
    if backwards.get("before") is not None:
        query = query.where(column < backwards["before"])
    direction = column.desc() if "before" in backwards else column
    chosen = query.order_by(direction).limit(limit)
    return list(reading.session.execute(shown(chosen).order_by(direction)))


def _window(order: Order, posts: list[PostView], *, more_before: bool, more_after: bool) -> Window:
    places = [view.key if order is TREE else str(view.number) for view in posts]
    return Window(
        tuple(posts),
        earlier=places[0] if places and more_before else "",
        later=places[-1] if places and more_after else "",
    )
