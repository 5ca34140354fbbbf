"""Threads about something, as cards beside it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func, select

from panel.discussion.models import Post, Thread
from panel.discussion.policy import shows_words
from panel.discussion.views import CommentView
from panel.identity.models import Person
from panel.kernel.markdown import plain
from panel.kernel.work import Reading
from panel.membership.actors import Actor, shape
from panel.membership.models import Audience, Organisation, Panel, Seat, Verb
from panel.membership.policy import Sight, audiences, sight

EXCERPT = 280  # characters of its first post that a card shows


def threads_about(reading: Reading, actor: Actor, thing: str) -> list[CommentView]:
    """List the threads about a thing (`<kind>:<public id>`) that the actor may read, by time."""
    query = _CARDS.where(Thread.about == thing, Thread.audience_id.in_(audiences(actor, Verb.READ)))
    rows = reading.session.execute(query.order_by(Thread.at, Thread.public_id))
    return [_view(sight(actor, row[1]), row) for row in rows]


def comment_view(reading: Reading, thread: str, sight: Sight) -> CommentView:
    """Read a thread about something for display beside it."""
    return _view(sight, reading.session.execute(_CARDS.where(Thread.public_id == thread)).one())


def count(reading: Reading, thing: str) -> int:
    """Count the threads about a thing."""
    query = select(func.count()).select_from(Thread).where(Thread.about == thing)
    return reading.session.scalar(query) or 0


_CARDS = (
    select(Thread, Audience, Panel.slug, Panel.time_zone, Post)
    .add_columns(Seat.public_id, Person.name, Organisation.name)
    .join(Audience, Thread.audience_id == Audience.id)
    .join(Panel, Audience.panel_id == Panel.id)
    .join(Post, (Post.thread_id == Thread.id) & (Post.number == 1))  # it always stays
    .join(Seat, Post.author_id == Seat.id)
    .join(Person, Seat.person_id == Person.id)
    .join(Organisation, Seat.organisation_id == Organisation.id)
)


def _view(sight: Sight, row: Sequence[Any]) -> CommentView:
    thread, _audience, panel, zone, first, author, name, organisation = row
    trace = CommentView(
        id=thread.public_id,
        panel=panel,
        zone=zone,
        place=thread.place,
        quotation=thread.quotation,
        started_at=thread.at,
        hidden_at=first.hidden_at,
        hidden_reason=first.hidden_reason,
        answers=thread.posts - (0 if first.hidden_at else 1),
        last_number=thread.last_number,
        closed=thread.closed_at is not None,
    )
    if not shows_words(sight, first.hidden_at):
        return trace
    return replace(
        trace,
        trace=False,
        author=author,
        name=name,
        organisation=organisation,
        shape=shape(first.written_as),
        excerpt=plain(first.html, EXCERPT),
    )
