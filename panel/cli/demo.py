"""`panel demo`: a believable panel for whoever looks at Mesa for the first time."""

import secrets
import sys
from datetime import UTC, datetime

import click
from sqlalchemy import select

from panel.cli import demo_data as data
from panel.cli import demo_groups, demo_invitations
from panel.cli.demo_drafting import Drafting
from panel.cli.demo_papers import PAPERS
from panel.cli.demo_playing import (
    Playing,
    actor_of,
    audience_of,
    draft,
    first_moderator,
    seat_of,
)
from panel.cli.installation import opened
from panel.discussion.actions import threads
from panel.discussion.actions.words import Opening
from panel.discussion.queries.threads import thread as find_thread
from panel.identity import queries as accounts
from panel.identity.actions import Profile, register, set_password
from panel.identity.passwords import hashed
from panel.kernel.settings import Settings
from panel.kernel.work import Work, Workshop
from panel.membership.actions.groups import create_group, join_group
from panel.membership.actions.panels import Charter, Entry, open_panel, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.models import OrganisationKind, Panel, Role

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
        _fill(Playing(workshop, datetime.now(UTC)))
        _set_passwords(settings, workshop)
    return True


def announce(settings: Settings) -> None:
    """Print who can sign in to the demo, and how."""
    path = settings.var / FILE
    if path.exists():
        click.echo(path.read_text(), nl=False)
        click.echo(f"Letters that it sends are at {settings.url}/mailbox")


def _fill(playing: Playing) -> None:
    """Write everything, in order of time."""
    oldest = max(post.hours_ago for thread in data.THREADS for post in thread.posts)
    with playing.at(oldest + 48) as work:
        _people(work)
    demo_groups.play(playing)
    demo_invitations.play(playing)
    names = {thread.key: _thread(playing, thread) for thread in data.THREADS}
    for paper in PAPERS:
        Drafting(playing, names, paper).play()


def _people(work: Work) -> None:
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
        profile = Profile(one.name, one.language, one.time_zone, one.about)
        person = register(work, one.email, profile, NO_PASSWORD, by="operator")
        house = houses[one.organisation]
        take_seat(work, panel, person, house, Role(one.role), by="operator")
    moderator = actor_of(work, first_moderator())
    for made in data.GROUPS:
        group = create_group(work, moderator, made.name)
        for key in made.people:
            join_group(work, moderator, group, seat_of(work, key))


def _thread(playing: Playing, thread: data.DemoThread) -> str:
    """Play a thread back, and give its name."""
    first = thread.posts[0]
    with playing.at(first.hours_ago) as work:
        actor = actor_of(work, first.by)
        opening = Opening(thread.title, draft(first))
        audience = audience_of(work, actor, thread.audience)
        name = threads.start(work, actor, audience, opening).public_id
    for post in thread.posts[1:]:
        playing.answer(name, post)
    for number, post in enumerate(thread.posts, 1):
        playing.change(name, number, post)
    if thread.pinned:
        with playing.at(thread.closed_hours_ago) as work:
            moderator = actor_of(work, first_moderator())
            threads.pin(work, moderator, find_thread(work, moderator, name))
    if thread.conclusion:
        playing.close(name, thread.closed_hours_ago, thread.conclusion)
    playing.read(name, len(thread.posts) - UNREAD.get(thread.key, 0))
    return name


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
