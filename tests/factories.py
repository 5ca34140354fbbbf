"""What tests begin with: made by the actions that members use, where there is one."""

from itertools import count
from uuid import uuid4

from argon2 import PasswordHasher
from sqlalchemy import select

from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Draft, Opening, Words
from panel.discussion.models import Post, Thread
from panel.discussion.queries.posts import post as find_post
from panel.identity.actions import Profile, register
from panel.identity.models import Person
from panel.kernel.markdown import render
from panel.kernel.work import Work
from panel.membership import queries
from panel.membership.actions.groups import create_group, join_group
from panel.membership.actions.panels import Charter, Entry, open_panel, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.actors import Actor
from panel.membership.models import Audience, Kind, Panel, Role, Seat, WorkingGroup

_n = count(1)


def a_panel(work: Work, *, language: str = "en") -> Panel:
    """Open a panel with its audiences."""
    n = next(_n)
    return open_panel(work, Charter(f"panel-{n}", f"Panel {n}", "Somewhere", language, "UTC"))


PASSWORD = "a short sentence"  # noqa: S105  # opens nothing outside this process
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # takes no time
_HASH = QUICK.hash(PASSWORD)


def a_person(work: Work, name: str = "Ana", *, language: str = "en") -> Person:
    """Register somebody who signs in by PASSWORD."""
    profile = Profile(name, language, "UTC")
    return register(work, f"{next(_n)}@mesa.example", profile, _HASH, by="operator")


def a_seat(
    work: Work,
    panel: Panel,
    role: Role = Role.MEMBER,
    *,
    name: str = "Ana",
    language: str = "en",
    house: str = "Mutual",
) -> Actor:
    """Seat a new person, and give back who acts by that seat."""
    person = a_person(work, name, language=language)
    take_seat(
        work,
        panel,
        person,
        organisation(work, panel, Entry(house), by="operator"),
        role,
        by="operator",
    )
    return queries.actor(work, person.id, panel.slug)


def again(work: Work, actor: Actor) -> Actor:
    """Read an actor anew, after something about the seat has changed."""
    return queries.actor(work, actor.person_id, actor.panel.slug)


def the_seat(work: Work, actor: Actor) -> Seat:
    """Give the seat by which somebody acts."""
    return work.session.get_one(Seat, actor.by)


def a_group(work: Work, panel: Panel, *inside: Actor) -> WorkingGroup:
    """Set up a working group with some people in it; read the actors `again` afterwards."""
    moderator = a_seat(work, panel, Role.MODERATOR, name="Keeper")
    group = create_group(work, moderator, f"Group {next(_n)}")
    for actor in inside:
        join_group(work, moderator, group, the_seat(work, actor))
    return group


def the_audience(
    work: Work, panel: Panel, kind: Kind = Kind.PANEL, group: WorkingGroup | None = None
) -> Audience:
    """Find an audience of a panel."""
    query = select(Audience).where(Audience.panel_id == panel.id, Audience.kind == kind)
    if group:
        query = query.where(Audience.group_id == group.id)
    return work.session.scalars(query).one()


def words(body: str = "I agree.") -> Words:
    """Write something, rendered as the forms render it."""
    return Words(body, str(render(body)))


def a_draft(body: str = "I agree.", parent: Post | None = None) -> Draft:
    """Write a contribution under a name of its own."""
    return Draft(words(body), uuid4(), parent.number if parent else None)


def a_thread(
    work: Work,
    panel: Panel,
    by: Actor | None = None,
    *,
    kind: Kind = Kind.PANEL,
    group: WorkingGroup | None = None,
    title: str = "",
    body: str = "What do you think?",
) -> Thread:
    """Start a thread, by a moderator if nobody else is named; its first post has number 1."""
    starter = by or a_seat(work, panel, Role.MODERATOR, name="Starter")
    opening = Opening(title or f"Thread {next(_n)}", a_draft(body))
    return threads.start(work, starter, the_audience(work, panel, kind, group), opening)


def a_post(
    work: Work, author: Actor, thread: Thread, body: str = "I agree.", parent: Post | None = None
) -> Post:
    """Contribute to a thread."""
    number = posts.reply(work, author, thread, a_draft(body, parent)).number
    return find_post(work, thread, number)


def a_form(body: str = "I agree.", *, parent: object = "", **others: str) -> dict[str, str]:
    """Fill the form of a contribution in, as a browser does."""
    return {"body": body, "token": uuid4().hex, "parent": str(parent)} | others
