"""`panel demo`: a believable panel for whoever looks at Mesa for the first time."""

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import click
from sqlalchemy import select

from panel.cli import demo_data as data
from panel.cli.installation import opened
from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Draft, Opening, Words
from panel.discussion.models import Thread
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.identity import queries as accounts
from panel.identity.actions import Profile, register, set_password
from panel.identity.passwords import hashed
from panel.kernel.markdown import render
from panel.kernel.settings import Settings
from panel.kernel.work import Work, Workshop
from panel.membership import queries
from panel.membership.actions.groups import create_group, join_group
from panel.membership.actions.panels import Charter, Entry, open_panel, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.actors import Actor
from panel.membership.models import (
    Audience,
    Kind,
    OrganisationKind,
    Panel,
    Role,
    Seat,
    WorkingGroup,
)

FILE = "demo_sign_ins"  # in var/; readable by the operator only, and of the demo's people only
NO_PASSWORD = "!"  # noqa: S105  # no hash: nobody signs in with it
# Posts that those who sign in have not read yet; everything else they have.
UNREAD = {"primera-cotizacion": 3, "leccion-tres": 1, "servicio-compartido": 2}


@click.command()
@click.option("--sign-ins", is_flag=True, help="Give the demo's people new passwords, print them.")
@click.pass_obj
def demo(settings: Settings, *, sign_ins: bool) -> None:
    """Fill an empty installation with the demo panel."""
    if not settings.demo:
        sys.exit("panel: this is not a demo installation (PANEL_DEMO=1 makes it one)")
    filled = fill(settings)
    if sign_ins and not filled:
        with opened(settings) as workshop:
            _set_passwords(settings, workshop)
    announce(settings)


def fill(settings: Settings) -> bool:
    """Write the demo panel into an empty database; False when there is something already."""
    with opened(settings) as workshop:
        with workshop.open_reading() as reading:
            if reading.session.scalar(select(Panel.id).limit(1)):
                return False
        click.echo("Filling the demo panel…")
        _Filling(workshop, datetime.now(UTC)).fill()
        _set_passwords(settings, workshop)
    return True


def announce(settings: Settings) -> None:
    """Print who can sign in to the demo, and how."""
    path = settings.var / FILE
    if path.exists():
        click.echo(path.read_text(), nl=False)


@dataclass(frozen=True)
class _Filling:
    """Plays the demo back through the actions that members use, each at its own time."""

    workshop: Workshop
    now: datetime

    def fill(self) -> None:
        """Write everything, in order of time."""
        oldest = max(post.hours_ago for thread in data.THREADS for post in thread.posts)
        with self._at(oldest + 48) as work:
            self._people(work)
        for thread in data.THREADS:
            self._thread(thread)

    def _people(self, work: Work) -> None:
        charter = data.PANEL
        panel = open_panel(
            work,
            Charter(charter.slug, charter.name, charter.place, charter.language, charter.time_zone),
        )
        houses = {
            one.key: organisation(
                work,
                panel,
                Entry(one.name, OrganisationKind(one.kind), one.place, one.about),
                by="operator",
            )
            for one in data.ORGANISATIONS
        }
        for one in data.PEOPLE:
            profile = Profile(one.name, one.language, one.time_zone)
            person = register(work, one.email, profile, NO_PASSWORD, by="operator")
            house = houses[one.organisation]
            take_seat(work, panel, person, house, Role(one.role), by="operator")
        moderator = self._actor(work, _first_moderator())
        for made in data.GROUPS:
            group = create_group(work, moderator, made.name)
            for key in made.people:
                join_group(work, moderator, group, self._seat(work, key))

    def _thread(self, thread: data.DemoThread) -> None:
        first = thread.posts[0]
        with self._at(first.hours_ago) as work:
            actor = self._actor(work, first.by)
            opening = Opening(thread.title, _draft(first))
            audience = self._audience(work, actor, thread.audience)
            name = threads.start(work, actor, audience, opening).public_id
        for post in thread.posts[1:]:
            with self._at(post.hours_ago) as work:
                actor = self._actor(work, post.by)
                posts.reply(work, actor, find_thread(work, actor, name), _draft(post))
        for number, post in enumerate(thread.posts, 1):
            self._afterwards(name, number, post)
        self._settle(thread, name)
        self._read(name, len(thread.posts) - UNREAD.get(thread.key, 0))

    def _afterwards(self, name: str, number: int, post: data.DemoPost) -> None:
        """Edit or hide a post soon after it was written."""
        if post.edited:
            with self._at(post.hours_ago - 0.4) as work:
                actor = self._actor(work, post.by)
                thread = find_thread(work, actor, name)
                words = Words(post.edited, str(render(post.edited)))
                posts.edit(work, actor, thread, find_post(work, thread, number), words, revision=0)
        if post.hidden:
            with self._at(post.hours_ago - 0.4) as work:
                actor = self._actor(work, _first_moderator())
                thread = find_thread(work, actor, name)
                posts.hide(work, actor, thread, find_post(work, thread, number), post.hidden)

    def _settle(self, thread: data.DemoThread, name: str) -> None:
        with self._at(thread.closed_hours_ago) as work:
            moderator = self._actor(work, _first_moderator())
            found = find_thread(work, moderator, name)
            if thread.pinned:
                threads.pin(work, moderator, found)
            if thread.conclusion:
                words = Words(thread.conclusion, str(render(thread.conclusion)))
                threads.close(work, moderator, found, words)

    def _read(self, name: str, far: int) -> None:
        """Let those who sign in have read most of it, so that they see what is new."""
        for key in data.SIGN_INS:
            with self._at(0) as work:
                actor = self._actor(work, key)
                query = select(Thread).where(Thread.public_id == name)
                threads.mark_read(work, actor, work.session.scalars(query).one(), far)

    @contextmanager
    def _at(self, hours_ago: float) -> Iterator[Work]:
        then = self.now - timedelta(hours=hours_ago)
        with replace(self.workshop, clock=lambda: then).open_work() as work:
            yield work

    def _actor(self, work: Work, key: str) -> Actor:
        person = accounts.by_email(work, _email(key))
        return queries.actor(work, person.id if person else None, data.PANEL.slug)

    def _seat(self, work: Work, key: str) -> Seat:
        return work.session.get_one(Seat, self._actor(work, key).by)

    def _audience(self, work: Work, actor: Actor, named: str) -> Audience:
        kind, _, key = named.partition(":")
        query = select(Audience).where(
            Audience.panel_id == actor.panel_id, Audience.kind == Kind(kind)
        )
        if key:
            name = next(group.name for group in data.GROUPS if group.key == key)
            query = query.join(WorkingGroup, Audience.group_id == WorkingGroup.id)
            query = query.where(WorkingGroup.name == name)
        return work.session.scalars(query).one()


def _set_passwords(settings: Settings, workshop: Workshop) -> None:
    people = {one.key: one for one in data.PEOPLE}
    lines = []
    for key in data.SIGN_INS:
        password, one = secrets.token_urlsafe(9), people[key]
        with workshop.open_work() as work:
            if person := accounts.by_email(work, one.email):
                set_password(work, person, hashed(password))
        lines.append(f"  {one.role:<10} {one.email:<28} {password}   {one.name}\n")
    path = settings.var / FILE
    path.touch(mode=0o600)
    path.write_text("Sign in to the demo as\n" + "".join(lines))


def _draft(post: data.DemoPost) -> Draft:
    return Draft(Words(post.body, str(render(post.body))), uuid4(), post.answers)


def _first_moderator() -> str:
    return next(one.key for one in data.PEOPLE if one.role == "moderator")


def _email(key: str) -> str:
    return next(one.email for one in data.PEOPLE if one.key == key)
