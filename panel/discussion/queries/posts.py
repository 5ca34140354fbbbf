"""Posts: found, and shown one by one."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from markupsafe import Markup
from sqlalchemy import Select, and_, bindparam, exists, select
from sqlalchemy.orm import aliased

from panel.discussion.models import STEP, Post, PostRow, Revision, Thread, ThreadRow
from panel.discussion.policy import open_to_all, shows_words, standing
from panel.discussion.queries.threads import posts_in
from panel.discussion.views import PostView, RevisionView
from panel.identity.models import Person
from panel.kernel.work import Reading, Work
from panel.membership.actors import Actor, initials, shape
from panel.membership.models import Audience, Organisation, Panel, Seat
from panel.membership.policy import Sight
from panel.membership.queries import found


class Dressed(NamedTuple):
    """What is shown of a post itself, where it stands, and whose it is.

    As columns: objects, fifty on a page, would take longer than their statement.
    """

    number: int
    key: str
    parent_number: int | None
    hidden_at: datetime | None
    hidden_reason: str
    token: UUID
    written_as: str
    at: datetime
    revision: int
    edited_at: datetime | None
    html: str
    thread: str
    panel: str
    zone: str
    author: str
    name: str
    organisation: str


_OF_POST = Dressed._fields[: Dressed._fields.index("thread")]


def post(reading: Reading, thread: Thread | ThreadRow, number: int) -> Post:
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
    if row is None:
        return None
    post = Dressed(*row[:-1])
    return _view(sight, post, *_answered(reading, thread, post.parent_number))


def posts_beside(reading: Reading, thread: str, number: int) -> int:
    """Count the posts of a thread that everybody sees, which is read with one that is shown."""
    row = reading.once(_one(), thread=thread, number=number)
    return int(row[-1]) if row else posts_in(reading, thread)


def own_view(
    work: Work, actor: Actor, thread: Thread | ThreadRow, post: Post | PostRow, sight: Sight
) -> PostView | None:
    """Show somebody what they have just written; all of it is at hand, but whom it answers.

    So it is left at hand for telling others, too.
    """
    name, parent = thread.public_id, post.parent_number
    itself = (getattr(post, column) for column in _OF_POST)
    where = name, actor.panel.slug, actor.panel.time_zone
    who = actor.seat, actor.name, actor.organisation
    row = (*itself, *where, *who, thread.posts)
    work.leave(_one(), row, thread=name, number=post.number)
    if parent:
        work.leave(_ANSWERED, _answered(work, name, parent), thread=name, number=parent)
    return post_view(work, name, post.number, sight)


def answers(reading: Reading, thread: str, number: int, sight: Sight) -> list[PostView]:
    """Read the posts that answer one directly."""
    query = shown(_of(thread).where(Post.parent_number == number)).order_by(Post.number)
    return views(sight, reading.session.execute(query))


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
_ANSWERED = (
    select(Post.hidden_at, Person.name)
    .join(Thread, Post.thread_id == Thread.id)
    .join(Seat, Post.author_id == Seat.id)
    .join(Person, Seat.person_id == Person.id)
    .where(Thread.public_id == bindparam("thread"), Post.number == bindparam("number"))
)
_SENT_AS = select(Post).where(
    Post.author_id == bindparam("author"), Post.token == bindparam("token")
)


@cache  # every push of a post asks it: put together once
def _one() -> Select[*tuple[Any, ...]]:
    one = (Thread.public_id == bindparam("thread"), Post.number == bindparam("number"), standing())
    return _dressed(select().select_from(Post)).where(*one).add_columns(Thread.posts)


def _of(thread: str) -> Select[int]:
    """Select the posts of a thread that stand."""
    query = select(Post.id).join(Thread, Post.thread_id == Thread.id)
    return query.where(Thread.public_id == thread, standing())


def _answered(reading: Reading, thread: str, number: int | None) -> tuple[object, str | None]:
    """Tell who wrote the post that one answers, if any, and whether it is hidden.

    It is asked apart: PostgreSQL would plan longer for it than it takes to ask.
    """
    row = reading.once(_ANSWERED, thread=thread, number=number) if number else None
    return (row[0], row[1]) if row else (None, None)


def shown(chosen: Select[int]) -> Select[*tuple[Any, ...]]:
    """Select all that is shown of some posts, with whom they answer.

    They are chosen first and dressed then, in this order, which only outer joins bind a planner
    to: SQLite's else goes through everybody's posts when many people have written many.
    """
    these = chosen.subquery()
    return (
        _dressed(select().select_from(these).outerjoin(Post, Post.id == these.c.id))
        .add_columns(_PARENT.hidden_at, _PARENT_PERSON.name)
        .outerjoin(
            _PARENT,
            and_(_PARENT.thread_id == Post.thread_id, _PARENT.number == Post.parent_number),
        )
        .outerjoin(_PARENT_SEAT, _PARENT.author_id == _PARENT_SEAT.id)
        .outerjoin(_PARENT_PERSON, _PARENT_SEAT.person_id == _PARENT_PERSON.id)
    )


def _dressed(posts: Select[*tuple[()]]) -> Select[*tuple[Any, ...]]:
    """Select what is shown of posts themselves."""
    return (
        posts.add_columns(
            *(getattr(Post, column) for column in _OF_POST),
            *(Thread.public_id, Panel.slug, Panel.time_zone),
            *(Seat.public_id, Person.name, Organisation.name),
        )
        .outerjoin(Thread, Post.thread_id == Thread.id)
        .outerjoin(Audience, Thread.audience_id == Audience.id)
        .outerjoin(Panel, Audience.panel_id == Panel.id)
        .outerjoin(Seat, Post.author_id == Seat.id)
        .outerjoin(Person, Seat.person_id == Person.id)
        .outerjoin(Organisation, Seat.organisation_id == Organisation.id)
    )


def views(sight: Sight, rows: Iterable[Sequence[Any]]) -> list[PostView]:
    """Give posts, as rows of shown, as those of a sight see them."""
    return [_view(sight, Dressed(*row[:-2]), *row[-2:]) for row in rows]


def _view(
    sight: Sight, post: Dressed, parent_hidden: object, parent_author: str | None
) -> PostView:
    """Give a post as those of a sight see it: all of it, or its trace alone."""
    trace = PostView(
        thread=post.thread,
        panel=post.panel,
        zone=post.zone,
        number=post.number,
        key=post.key,
        parent=post.parent_number,
        depth=len(post.key) // STEP,
        hidden_at=post.hidden_at,
        hidden_reason=post.hidden_reason,
        trace=True,
    )
    if not shows_words(sight, post.hidden_at):
        return trace
    known = parent_author if parent_hidden is None or sight is Sight.MODERATORS else ""
    return replace(
        trace,
        trace=False,
        parent_author=known or "",
        token=post.token.hex,
        author=post.author,
        name=post.name,
        initials=initials(post.name),
        organisation=post.organisation,
        shape=shape(post.written_as),
        at=post.at,
        revision=post.revision,
        edited_at=post.edited_at,
        html=Markup(post.html),  # noqa: S704  # rendered by kernel.markdown
    )
