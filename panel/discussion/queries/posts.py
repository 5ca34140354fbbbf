"""Posts: found, shown one by one, and shown in windows that cost the same in any thread."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import BindParameter, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Bundle, InstrumentedAttribute, aliased

from panel.discussion.models import STEP, Post, Revision, Thread
from panel.discussion.policy import open_to_all, shows_words, standing
from panel.discussion.views import PostView, RevisionView, Window
from panel.identity.models import Person
from panel.kernel.work import Reading, Work
from panel.membership.actors import Actor, initials, shape
from panel.membership.models import Audience, Organisation, Panel, Seat
from panel.membership.policy import Sight
from panel.membership.queries import found

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


def post(reading: Reading, thread: Thread, number: int) -> Post:
    """Find a post of a thread, if it still stands."""
    query = select(Post).where(Post.thread_id == thread.id, Post.number == number, standing())
    return found(reading.session.scalar(query.execution_options(populate_existing=True)))


def sent_as(reading: Reading, author: Actor, token: UUID) -> Post | None:
    """Find what its author already sent under this token, standing or taken back."""
    return reading.session.scalar(_SENT_AS, {"author": author.seat_id, "token": token})


def is_answered(reading: Reading, post: Post) -> bool:
    """Tell whether others have built on it."""
    answers = and_(Post.thread_id == post.thread_id, Post.parent_number == post.number, standing())
    return bool(reading.session.scalar(select(exists().where(answers))))


def newest(reading: Reading, thread: Thread) -> Post | None:
    """Find the newest post that everybody sees; one that was moved here is as old as it was."""
    query = select(Post).where(Post.thread_id == thread.id, open_to_all())
    return reading.session.scalar(query.order_by(Post.at.desc(), Post.number.desc()).limit(1))


def post_view(reading: Reading, thread: str, number: int, sight: Sight) -> PostView | None:
    """Read one post for display; None when it does not stand."""
    row = reading.once(_one(), thread=thread, number=number)
    return _view(sight, *row) if row else None


def own_view(work: Work, actor: Actor, thread: Thread, post: Post, sight: Sight) -> PostView | None:
    """Show somebody what they have just written; all of it is at hand, but whom it answers.

    So it is left at hand for telling others, too.
    """
    number = post.number
    row: tuple[Any, ...] | None
    if post.parent_number or post.deleted_at:
        row = work.once(_one(), thread=thread.public_id, number=number)
    else:
        place = thread.public_id, actor.panel.slug, actor.panel.time_zone
        row = (post, *place, actor.seat, actor.name, actor.organisation, None, None)
    if row:
        work.leave(_one(), row, thread=thread.public_id, number=number)
    return _view(sight, *row) if row else None


def answers(reading: Reading, thread: str, number: int, sight: Sight) -> list[PostView]:
    """Read the posts that answer one directly."""
    query = _shown(_of(thread).where(Post.parent_number == number)).order_by(Post.number)
    return [_view(sight, *row) for row in reading.session.execute(query)]


def first_window(reading: Reading, thread: Thread, sight: Sight, order: Order) -> Window:
    """Read the beginning of a thread."""
    return window(reading, thread, sight, order, after=None)


def last_window(reading: Reading, thread: Thread, sight: Sight, order: Order) -> Window:
    """Read the end of a thread."""
    rows = _rows(reading, thread, order, before=None, limit=WINDOW + 1)
    posts = [_view(sight, *row) for row in reversed(rows[:WINDOW])]
    return _window(order, posts, more_before=len(rows) > WINDOW, more_after=False)


def window(
    reading: Reading, thread: Thread, sight: Sight, order: Order, *, after: str | int | None
) -> Window:
    """Read the posts that follow a place; None begins at the beginning."""
    rows = _rows(reading, thread, order, after=after, limit=WINDOW + 1)
    posts = [_view(sight, *row) for row in rows[:WINDOW]]
    return _window(order, posts, more_before=after is not None, more_after=len(rows) > WINDOW)


def window_before(
    reading: Reading, thread: Thread, sight: Sight, order: Order, *, before: str | int
) -> Window:
    """Read the posts that lead up to a place."""
    rows = _rows(reading, thread, order, before=before, limit=WINDOW + 1)
    posts = [_view(sight, *row) for row in reversed(rows[:WINDOW])]
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
    posts = [_view(sight, *row) for row in (*reversed(lead[:above]), *rest[:below])]
    return _window(order, posts, more_before=len(lead) > above, more_after=len(rest) > below)


def revisions(reading: Reading, post: Post) -> list[RevisionView]:
    """Read what a post said over time, the present words last."""
    query = select(Revision).where(Revision.post_id == post.id).order_by(Revision.revision)
    earlier = [
        RevisionView(one.revision, one.at, Markup(one.html))  # noqa: S704  # by kernel.markdown
        for one in reading.session.scalars(query)
    ]
    now = Markup(post.html)  # noqa: S704  # rendered by kernel.markdown
    return [*earlier, RevisionView(post.revision, post.edited_at or post.at, now)]


_PARENT, _PARENT_SEAT, _PARENT_PERSON = aliased(Post), aliased(Seat), aliased(Person)
_SENT_AS = select(Post).where(
    Post.author_id == bindparam("author"), Post.token == bindparam("token")
)


# What is shown of a post itself, as columns: fifty objects would take longer than their statement.
_POST = Bundle[Any](
    "post",
    *(Post.number, Post.key, Post.parent_number, Post.hidden_at, Post.hidden_reason, Post.token),
    *(Post.written_as, Post.at, Post.revision, Post.edited_at, Post.html),
)


@cache  # every push of a post asks it: put together once
def _one() -> Select[*tuple[Any, ...]]:
    return _shown(_of(bindparam("thread")).where(Post.number == bindparam("number")))


def _of(thread: str | BindParameter[str]) -> Select[int]:
    """Select the posts of a thread that stand."""
    query = select(Post.id).join(Thread, Post.thread_id == Thread.id)
    return query.where(Thread.public_id == thread, standing())


def _shown(chosen: Select[int]) -> Select[*tuple[Any, ...]]:
    """Select all that is shown of some posts.

    They are chosen first and dressed then, in this order, which only outer joins bind a planner
    to: SQLite's else goes through everybody's posts when many people have written many.
    """
    these = chosen.subquery()
    return (
        select(
            *(_POST, Thread.public_id, Panel.slug, Panel.time_zone),
            *(Seat.public_id, Person.name, Organisation.name),
            *(_PARENT.hidden_at, _PARENT_PERSON.name),
        )
        .select_from(these)
        .outerjoin(Post, Post.id == these.c.id)
        .outerjoin(Thread, Post.thread_id == Thread.id)
        .outerjoin(Audience, Thread.audience_id == Audience.id)
        .outerjoin(Panel, Audience.panel_id == Panel.id)
        .outerjoin(Seat, Post.author_id == Seat.id)
        .outerjoin(Person, Seat.person_id == Person.id)
        .outerjoin(Organisation, Seat.organisation_id == Organisation.id)
        .outerjoin(
            _PARENT,
            and_(_PARENT.thread_id == Post.thread_id, _PARENT.number == Post.parent_number),
        )
        .outerjoin(_PARENT_SEAT, _PARENT.author_id == _PARENT_SEAT.id)
        .outerjoin(_PARENT_PERSON, _PARENT_SEAT.person_id == _PARENT_PERSON.id)
    )


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
    return list(reading.session.execute(_shown(chosen).order_by(direction)))


def _window(order: Order, posts: list[PostView], *, more_before: bool, more_after: bool) -> Window:
    places = [view.key if order is TREE else str(view.number) for view in posts]
    return Window(
        tuple(posts),
        earlier=places[0] if places and more_before else "",
        later=places[-1] if places and more_after else "",
    )


def _view(  # noqa: PLR0913, PLR0917  # one for each column of _shown
    sight: Sight,
    post: Post,
    thread: str,
    panel: str,
    zone: str,
    author: str,
    name: str,
    organisation: str,
    parent_hidden: object,
    parent_author: str | None,
) -> PostView:
    trace = PostView(
        thread=thread,
        panel=panel,
        zone=zone,
        number=post.number,
        key=post.key,
        parent=post.parent_number,
        depth=len(post.key) // STEP,
        hidden_at=post.hidden_at,
        hidden_reason=post.hidden_reason,
        trace=True,
    )
    if not shows_words(sight, post):
        return trace
    known = parent_author if parent_hidden is None or sight is Sight.MODERATORS else ""
    return replace(
        trace,
        trace=False,
        parent_author=known or "",
        token=post.token.hex,
        author=author,
        name=name,
        initials=initials(name),
        organisation=organisation,
        shape=shape(post.written_as),
        at=post.at,
        revision=post.revision,
        edited_at=post.edited_at,
        html=Markup(post.html),  # noqa: S704  # rendered by kernel.markdown
    )
