"""Lays out the people and things of the matrix, by the actions that members use."""

from dataclasses import dataclass, replace

from sqlalchemy import select

from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Opening
from panel.discussion.models import Post, Thread
from panel.discussion.queries.posts import post as find_post
from panel.identity.actions.pictures import set_picture
from panel.identity.models import Person
from panel.identity.portraits import Portrait
from panel.identity.queries import picture_of
from panel.kernel.work import Work
from panel.membership import queries
from panel.membership.actions.groups import create_group, join_group
from panel.membership.actions.invitations import Offer, accept, invite
from panel.membership.actions.panels import Charter, Entry, add_organisation, open_panel
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.actors import Actor
from panel.membership.models import Audience, Kind, Organisation, Panel, Role, WorkingGroup
from panel.membership.queries import invited
from tests.factories import a_draft, a_post, again, the_audience, the_seat, words
from tests.matrix.canaries import (
    FOREIGN,
    HOUSE,
    INSIDE,
    MARK,
    OUTSIDE,
    PANEL,
    RUN,
    Sees,
    who,
)
from tests.matrix.canaries import words as canaries
from tests.matrix.drawers import Hands, lay_papers
from tests.matrix.goals import lay_goals
from tests.matrix.tables import KINDS, SEATED
from tests.matrix.world import HERE, QUIET, Laid, Place, a_person, an_invitation, seated

WRITERS = (*SEATED, "ended")  # they moderate while all is laid out, and so write everywhere
Mark = MARK.title()


@dataclass
class Table:
    """A panel while it is laid out: everybody at it still moderates."""

    work: Work
    panel: Panel
    actors: dict[str, Actor]
    groups: dict[str, WorkingGroup]


def laid(work: Work) -> Laid:
    """Lay everything out; nothing is changed afterwards but what the matrix itself changes."""
    table = _table(work)
    people = {name: _person(work, name) for name in WRITERS}
    for name, person in people.items():
        table.actors[name] = seated(work, table.panel, person, "House")
    groups = [create_group(work, table.actors["keeper"], f"{Mark}{n}group") for n in GROUPS]
    table.groups = dict(zip(GROUPS, groups, strict=True))
    for name in WRITERS:
        _join(table, name)
    places = {kind: _place(table, kind) for kind in KINDS}
    opened = [place.threads["open"] for place in places.values()]
    for kind, place in places.items():
        author, moderator, shy = (table.actors[n] for n in (f"{kind} author", "moderator", "shy"))
        lay_papers(work, place, kind, Hands(author, moderator, shy), opened)
    tokens = {"good": an_invitation(work, table.panel, "Guest"), "used": _used(table)}
    tokens |= lay_goals(work, table.groups, table.actors, WRITERS)
    invitation, whole = _invitations(table)
    _settle(table)
    people["seatless"] = _person(work, "seatless")
    people["foreign"], foreign, quiet = _quiet(work)
    houses, picture = _houses(table), _pictured(table)
    seats = {name: actor.seat for name, actor in (*table.actors.items(), ("foreign", foreign))}
    ids = {name: group.public_id for name, group in table.groups.items()}
    sees = (
        _ids(table, places, ids)
        | dict.fromkeys((invitation, whole), HOUSE)
        | {picture: PANEL}
        | dict.fromkeys((QUIET, quiet), FOREIGN)
        | canaries()
    )
    assert all(RUN.fullmatch(one) for one in sees), "leaks would not find it"
    return Laid(
        panel=table.panel,
        quiet=queries.panel(work, QUIET),
        quiet_thread=quiet,
        keeper=again(work, table.actors["keeper"]),
        listener=again(work, table.actors["listener"]),
        speaker=again(work, table.actors["speaker"]),
        people=people,
        seats=seats,
        groups=ids,
        places=places,
        invitation=invitation,
        whole=whole,
        houses={name: house.public_id for name, house in houses.items()},
        picture=picture,
        tokens=tokens,
        sees=sees,
    )


GROUPS = ("inside", "outside")


def _table(work: Work) -> Table:
    panel = open_panel(work, Charter(HERE, "The table", "Here", "en", "UTC"))
    table = Table(work, panel, {}, {})
    houses = {"keeper": "House", "shy": "House", "listener": f"{Mark}listenerhouse"}
    for name, house in houses.items():
        person = a_person(work, f"{Mark}{name}", f"{MARK}{name}mail")
        table.actors[name] = seated(work, panel, person, house)
    table.actors["speaker"] = seated(work, panel, a_person(work, "Speaker", "speaker"), "House")
    for kind in KINDS:
        person = a_person(work, f"{Mark}{kind}author", f"{MARK}{kind}authormail")
        table.actors[f"{kind} author"] = seated(work, panel, person, "House")
    entry = Entry(f"{Mark}directory", place=f"{Mark}placeofit", about=f"{Mark}aboutit")
    entry = replace(entry, web=f"https://{MARK}webofit.example")
    add_organisation(work, table.actors["keeper"], entry)
    return table


def _person(work: Work, name: str) -> Person:
    return a_person(work, name.title(), f"{MARK}{name}mail")


def _join(table: Table, name: str) -> None:
    seat = the_seat(table.work, table.actors[name])
    join_group(table.work, table.actors["keeper"], table.groups["inside"], seat)


def _place(table: Table, kind: str) -> Place:
    work, author = table.work, table.actors[f"{kind} author"]
    audience = _audience(table, kind)
    place = Place(audience.public_id)
    opened = _thread(work, author, audience, f"{Mark}{kind}title", f"{MARK}{kind}text")
    _contribute(table, place, kind, opened)
    closed = _thread(work, author, audience, f"{Mark}{kind}closed", "To be closed.")
    for name in WRITERS:
        for about in ("own, closed", "own, last, closed"):
            place.own[name, about] = a_post(work, table.actors[name], closed, "Mine.").number
    threads.close(work, table.actors["moderator"], closed, words(f"{MARK}{kind}conclusion"))
    spare = _thread(work, author, audience, "Spare", "To be closed and pinned.")
    hushed = _thread(work, table.actors["shy"], audience, "Hushed", f"{MARK}{kind}hidden")
    first = find_post(work, hushed, 1)
    posts.hide(work, table.actors["moderator"], hushed, first, f"{MARK}{kind}reason")
    own = _thread(work, author, audience, "Own", "Everybody has written here.")
    _contribute_own(table, place, own, author)
    named = {"open": opened, "closed": closed, "spare": spare, "own": own, "hushed": hushed}
    place.threads.update({name: thread.public_id for name, thread in named.items()})
    return place


def _contribute(table: Table, place: Place, kind: str, thread: Thread) -> None:
    """Write one post of every sort."""
    work, author = table.work, table.actors[f"{kind} author"]
    made = dict[str, Post]()
    made["another's"] = a_post(work, author, thread, "Somebody else's words.")
    made["hidden"] = a_post(work, table.actors["shy"], thread, f"{MARK}{kind}hidden")
    a_post(work, author, thread, "In answer to what is hidden.", made["hidden"])
    posts.hide(work, table.actors["moderator"], thread, made["hidden"], f"{MARK}{kind}reason")
    made["deleted"] = a_post(work, author, thread, f"{MARK}{kind}deleted")
    posts.delete(work, author, thread, made["deleted"])
    made["edited"] = a_post(work, author, thread, f"{MARK}{kind}old")
    posts.edit(work, author, thread, made["edited"], words(f"{MARK}{kind}new"), revision=0)
    place.ids[made["hidden"].token.hex] = who("M", kind)
    place.numbers.update({about: post.number for about, post in made.items()})


def _contribute_own(table: Table, place: Place, thread: Thread, author: Actor) -> None:
    for name in WRITERS:
        mine = [a_post(table.work, table.actors[name], thread, "Mine.") for _ in range(3)]
        a_post(table.work, author, thread, "In answer.", mine[2])
        for about, post in zip(("own", "own, last", "own, answered"), mine, strict=True):
            place.own[name, about] = post.number


def _thread(work: Work, author: Actor, audience: Audience, title: str, body: str) -> Thread:
    return threads.start(work, author, audience, Opening(title, a_draft(body)))


def _audience(table: Table, kind: str) -> Audience:
    group = table.groups.get(kind)
    of = Kind.GROUP if group else Kind(kind)
    return the_audience(table.work, table.panel, of, group)


def _invitations(table: Table) -> list[str]:
    """Let a moderator invite somebody, whom moderators see in their list, and an organisation."""
    guest = f"{Mark}guest", Role.READER, Entry("Guests"), 7, f"{MARK}guestmail@mesa.example"
    offers = (Offer(*guest), Offer("", Role.READER, Entry("Guests"), 7, seats=3))
    tokens = [invite(table.work, table.actors["keeper"], offer) for offer in offers]
    hashes = [invited.token_hash(token) for token in tokens]
    return [invited.invitation_by(table.work, one).public_id for one in hashes]


def _houses(table: Table) -> dict[str, Organisation]:
    """Find the organisation of most people here, and the one for which nobody sits."""
    names = {"ours": "House", "theirs": f"{Mark}directory"}
    query = select(Organisation).where(Organisation.panel_id == table.panel.id)
    return {
        about: table.work.session.scalars(query.where(Organisation.name == name)).one()
        for about, name in names.items()
    }


def _pictured(table: Table) -> str:
    """Let somebody say what she does and show how she looks; name the picture."""
    person = table.work.session.get_one(Person, table.actors["listener"].person_id)
    person.about = f"{MARK}does"
    set_picture(table.work, person, Portrait(b"large", b"small"))
    return picture_of(table.work, person.id)


def _used(table: Table) -> str:
    token = an_invitation(table.work, table.panel, "Guest")
    found = invited.invitation_by(table.work, invited.token_hash(token))
    accept(table.work, found, a_person(table.work, "Come", "come"))
    return token


def _settle(table: Table) -> None:
    """Give everybody the role that they are here for."""
    work, keeper = table.work, table.actors["keeper"]
    for name, actor in table.actors.items():
        if name == "ended":
            end_seat(work, keeper, the_seat(work, actor))
        elif name not in {"keeper", "speaker"}:
            role = Role(name) if name in SEATED else Role.MEMBER
            change_role(work, keeper, the_seat(work, actor), role)


def _quiet(work: Work) -> tuple[Person, Actor, str]:
    """Lay out another panel, with its moderator and a thread; nothing there is for visitors."""
    charter = Charter(QUIET, f"{Mark}quietpanel", f"{Mark}quietplace", "en", "UTC")
    panel = open_panel(work, charter)
    person = a_person(work, f"{Mark}quietname", f"{MARK}foreignmail")
    person.about = f"{MARK}quietdoes"
    actor = seated(work, panel, person, f"{Mark}quiethouse")
    audience = the_audience(work, panel)
    thread = _thread(work, actor, audience, f"{Mark}quiettitle", f"{MARK}quiettext")
    return person, actor, thread.public_id


def _ids(table: Table, places: dict[str, Place], groups: dict[str, str]) -> Sees:
    """The ids by which something could be asked for, as words that not everybody may meet."""
    sees = Sees()
    for kind, place in places.items():
        shown = (place.threads, place.papers, place.documents)
        names = [name for one in shown for name in one.values()]
        sees |= dict.fromkeys((place.audience, *names), who("R", kind))
        sees |= place.ids
    return sees | {
        groups["inside"]: INSIDE,
        groups["outside"]: OUTSIDE,
        table.actors["listener"].seat: PANEL | {"authority"},
        table.actors["shy"].seat: PANEL,
    }
