"""Plays the demo back through the actions that members use, each act at its own time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select

from panel.cli import demo_data as data
from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Draft, Words
from panel.discussion.models import Thread
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.identity import queries as accounts
from panel.kernel.markdown import render
from panel.kernel.work import Work, Workshop
from panel.membership import queries
from panel.membership.actors import Actor
from panel.membership.models import Audience, Kind, Seat, WorkingGroup


@dataclass(frozen=True)
class Playing:
    """Somebody does something, so many hours before now."""

    workshop: Workshop
    now: datetime

    def then(self, hours_ago: float) -> datetime:
        """Tell when that was."""
        return self.now - timedelta(hours=hours_ago)

    @contextmanager
    def at(self, hours_ago: float) -> Iterator[Work]:
        """Open a work at that time."""
        then = self.then(hours_ago)
        with replace(self.workshop, clock=lambda: then).open_work() as work:
            yield work

    def answer(self, name: str, post: data.DemoPost) -> None:
        """Answer in a thread."""
        with self.at(post.hours_ago) as work:
            actor = actor_of(work, post.by)
            posts.reply(work, actor, find_thread(work, actor, name), draft(post))

    def change(self, name: str, number: int, post: data.DemoPost) -> None:
        """Edit or hide a post soon after it was written."""
        if post.edited:
            with self.at(post.hours_ago - 0.4) as work:
                actor = actor_of(work, post.by)
                thread = find_thread(work, actor, name)
                found = find_post(work, thread, number)
                posts.edit(work, actor, thread, found, words(post.edited), revision=0)
        if post.hidden:
            with self.at(post.hours_ago - 0.4) as work:
                actor = actor_of(work, first_moderator())
                thread = find_thread(work, actor, name)
                posts.hide(work, actor, thread, find_post(work, thread, number), post.hidden)

    def close(self, name: str, hours_ago: float, conclusion: str) -> None:
        """Close a thread with what it came to."""
        with self.at(hours_ago) as work:
            moderator = actor_of(work, first_moderator())
            threads.close(work, moderator, find_thread(work, moderator, name), words(conclusion))

    def read(self, name: str, far: int) -> None:
        """Let those who sign in have read most of it, so that they see what is new."""
        for key in data.SIGN_INS:
            with self.at(0) as work:
                actor = actor_of(work, key)
                query = select(Thread).where(Thread.public_id == name)
                threads.mark_read(work, actor, work.session.scalars(query).one(), far)


def actor_of(work: Work, key: str) -> Actor:
    """Find somebody by their key, as they act in the panel."""
    email = next(one.email for one in data.PEOPLE if one.key == key)
    person = accounts.by_email(work, email)
    return queries.actor(work, person.id if person else None, data.PANEL.slug)


def seat_of(work: Work, key: str) -> Seat:
    """Find the seat of somebody."""
    return work.session.get_one(Seat, actor_of(work, key).by)


def audience_of(work: Work, actor: Actor, named: str) -> Audience:
    """Find an audience by its name in the data."""
    kind, _, key = named.partition(":")
    query = select(Audience).where(Audience.panel_id == actor.panel_id, Audience.kind == Kind(kind))
    if key:
        query = query.where(Audience.group_id == group_of(work, actor, key).id)
    return work.session.scalars(query).one()


def group_of(work: Work, actor: Actor, key: str) -> WorkingGroup:
    """Find a working group by its key."""
    name = next(group.name for group in data.GROUPS if group.key == key)
    query = select(WorkingGroup).where(WorkingGroup.panel_id == actor.panel_id)
    return work.session.scalars(query.where(WorkingGroup.name == name)).one()


def first_moderator() -> str:
    """Give the key of who does what the data leaves to any moderator."""
    return next(one.key for one in data.PEOPLE if one.role == "moderator")


def draft(post: data.DemoPost) -> Draft:
    """Give a post as its author sends it."""
    return Draft(words(post.body), uuid4(), post.answers)


def words(body: str) -> Words:
    """Give words with what is rendered from them."""
    return Words(body, str(render(body)))
