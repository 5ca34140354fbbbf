"""From a row of the tables to a request, and to the one that asks the same of what never was."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import uuid4

from flask.testing import FlaskClient

from tests.documents.together.writing import block
from tests.matrix.canaries import MARK
from tests.matrix.drawers import FILE
from tests.matrix.links import open_link, token_for
from tests.matrix.lists import listed
from tests.matrix.reading import Row
from tests.matrix.tables import RIGHTS
from tests.matrix.world import HERE, NEVER, QUIET, WORDS, Place, Twin, World

Form = dict[str, str]
FAR = 999  # a number that no post and no push has


@dataclass(frozen=True)
class Asked:
    """A request; `names` are those of what it is about, in its address and its form."""

    browser: FlaskClient
    path: str
    form: Form = field(default_factory=dict)
    names: tuple[str, ...] = ()


def ask(world: World, row: Row, person: str, kind: str) -> Asked:
    """Ask about something that is there."""
    place = world.laid.places[kind]
    return about(world, row, world.browser(person), place, place.number(row.about, person))


def ask_never(world: World, row: Row, person: str, kind: str) -> Asked:
    """Ask the same about a thread that never was; about a post, where the thread may be read."""
    place, browser = world.laid.places[kind], world.browser(person)
    if "R" in RIGHTS[person][kind] and row.about in place.numbers:
        return about(world, row, browser, place, FAR)
    return about(world, row, browser, place.never, place.number(row.about, person))


def about(world: World, row: Row, browser: FlaskClient, place: Place, number: int) -> Asked:
    """Ask about a place: one of its posts, or the first version of one of its papers."""
    paper = place.paper(row.about)
    values: dict[str, object] = {
        "panel": HERE,
        "thread": place.thread(row.about),
        "paper": NEVER if row.about == "never" else place.papers[paper],
        "number": 1 if row.endpoint in VERSIONS else number,
        "job": _job(place, row.about),
        "name": FILE,
        "room": room(place, row.about),
        "seq": FAR,
        "act": NEVER,
    }
    if row.endpoint == "papers.name_version" and place.audience != NEVER:
        world.rewrites(place.documents[paper])  # what has not changed is not named again
    form = FORMS.get(row.endpoint, _empty)(place, row.about, number)
    return _asked(world, row, browser, values, form)


def room(place: Place, about: str) -> str:
    """Name the room of a thread, of a list, or of something of a paper."""
    kind, paper = about.partition(", ")[0], place.paper(about)
    rooms = {
        "list": f"list:{place.audience}",
        "papers": f"papers:{place.audience}",
        "document": f"document:{place.documents[paper]}",
        "about": f"about:paper:{place.papers[paper]}",
        "job": f"job:{_job(place, about)}",
    }
    return rooms.get(kind, f"thread:{place.thread(about)}")


def _job(place: Place, about: str) -> str:
    """Name the job that made a file of a thread, or of a paper."""
    of = "whole" if "whole" in about.split(", ") else place.paper(about)
    return place.jobs.get(of, NEVER)


def _reply(_place: Place, about: str, number: int) -> Form:
    parent = "" if about in {"open", "closed", "remark"} else str(number)
    return {"body": "I agree.", "token": uuid4().hex, "parent": parent}


def _opening(place: Place, _about: str, _number: int) -> Form:
    opening = {"title": "Another question", "body": "What now?", "token": uuid4().hex}
    return opening | {"audience": place.audience}


def _empty(_place: Place, _about: str, _number: int) -> Form:
    return {}


def _paper(place: Place, _about: str, _number: int) -> Form:
    return {"title": "Another paper", "audience": place.audience, "token": uuid4().hex}


def _remark(_place: Place, _about: str, _number: int) -> Form:
    return {"body": "Is it so?", "token": uuid4().hex, "block": block(1)}


def _export(_place: Place, about: str, _number: int) -> Form:
    return {"format": "html", "version": "1" if about == "adopted" else ""}


FORMS: Mapping[str, Callable[[Place, str, int], Form]] = {
    "discussion.create_post": _reply,
    "discussion.start_thread": _opening,
    "discussion.edit_post": lambda *_: {"body": "Better words.", "revision": "0"},
    "discussion.hide_post": lambda *_: {"reason": "It names somebody."},
    "discussion.close_thread": lambda *_: {"conclusion": "We agree."},
    "discussion.mark_read": lambda *_: {"number": "1"},
    "discussion.cite_post": lambda place, *_: {"paper": place.papers["draft"]},
    "papers.start_paper": _paper,
    "papers.retitle": lambda *_: {"title": "A better title"},
    "papers.comment": _remark,
    "papers.name_version": lambda *_: {"name": "Another version"},
    "papers.compare_versions": lambda *_: {"old": "1"},
    "papers.restore_version": lambda *_: {"kept": "Before"},
    "papers.look": lambda *_: {"number": "1"},
    "papers.show_step": lambda *_: {"to": "consultation"},
    "papers.move": lambda *_: {"to": "consultation", "version_name": "For all"},
    "exports.export": _export,
    "exports.export_thread": lambda *_: {"format": "md", "observers": "yes"},
}


VERSIONS = ("papers.show_version", "papers.canonical", "papers.restore_version")


def ask_person(world: World, row: Row, person: str) -> Asked:
    """Ask about the panel, its people, or oneself."""
    twin = world.twin(person) if "twin" in row.about else None
    browser = world.mesa.browser(twin.person) if twin else _browser(world, row, person)
    _open_invitation(world, row, browser)
    open_link(world, row, browser)
    names = _names(world, row, person, twin)
    return _asked(world, row, browser, names, _form(row, names))


def ask_person_never(world: World, row: Row, person: str) -> Asked:
    """Ask the same about what never was: each name is one that nothing has."""
    kinds = ("panel", "seat", "group", "milestone", "invitation", "token", "sign_in", "letter")
    names = dict.fromkeys(kinds, NEVER)
    if row.endpoint.split(".")[1] in PARTS:
        names["panel"] = HERE
    return _asked(world, row, _browser(world, row, person), names, _form(row, names))


# acts on a part of the panel, which may be there or not while the panel is
PARTS = (
    *("change_role", "end_seat", "join_group", "leave_group", "revoke_invitation"),
    *("resend_invitation", "show_seats", "change_seats"),
    *("show_group", "keep_group", "rename", "set_mandate", "add_contributor", "end_contributor"),
    *("show_calendar", "open_calendar", "close_calendar", "add_milestone", "new_milestone"),
    *(f"{does}_milestone" for does in ("keep", "retitle", "move", "finish", "reopen")),
    *("remove_milestone", "restore_milestone"),
)
ALONE = ("identity.", "membership.open_invitation", "membership.show_invitation")


def _browser(world: World, row: Row, person: str) -> FlaskClient:
    """One's own browser; another one for what changes the cookie."""
    alone = row.endpoint.startswith(ALONE) or row.endpoint.endswith("accept_invitation")
    return world.fresh(person) if alone else world.browser(person)


def _open_invitation(world: World, row: Row, browser: FlaskClient) -> None:
    """Come by the link of an invitation, which the cookie then remembers."""
    about = row.about.split(", ")[0]
    if row.endpoint.endswith("_invitation") and about in world.laid.tokens:
        fresh = row.endpoint.endswith("accept_invitation") and about == "good"
        token = world.invited() if fresh else world.laid.tokens[about]
        assert browser.get(f"/invitations/{token}").status_code == 302


def _names(world: World, row: Row, person: str, twin: Twin | None) -> dict[str, str]:
    about, laid = row.about.split(", "), world.laid
    own = twin.seat if twin else laid.seats.get(person, NEVER)
    needs_another = "another's" in about or row.endpoint.endswith(("join_group", "add_contributor"))
    kind = "commenter" if row.endpoint.endswith("contributor") else "reader"
    group = "outside" if "outside" in about else "inside"
    mine = f"calendar {person}" if group == "inside" else NEVER
    return {
        "panel": QUIET if "quiet" in about else HERE,
        "seat": world.twin(kind).seat if needs_another else own,
        "group": laid.groups[group],
        "milestone": world.planned(group) if row.endpoint in MILESTONES else NEVER,
        "invitation": laid.whole if "whole" in about else laid.invitation,
        "token": token_for(world, row)
        or laid.tokens.get(mine if row.endpoint == CALENDAR else about[0], NEVER),
        "sign_in": world.sign_in(world.twin("reader") if "another's" in about else twin),
        "letter": world.letter() if row.endpoint == "mail.show_letter" else NEVER,
    }


CALENDAR = "groups.read_calendar"
MILESTONES = frozenset(
    f"groups.{does}_milestone"
    for does in ("keep", "retitle", "move", "finish", "reopen", "remove", "restore")
)


def _group_form(row: Row, names: Mapping[str, str]) -> Form:
    """Fill in a form about a group; its name and its mandate stay what they are."""
    group = "outside" if "outside" in row.about else "inside"
    forms: Mapping[str, Form] = {
        "groups.rename": {"name": f"{MARK.title()}{group}group"},
        "groups.set_mandate": {"body": f"{MARK}{group}mandate", "number": "1"},
        "groups.add_contributor": {"seat": names["seat"]},
        "groups.add_milestone": {"title": "Set", "due": "2031-01-01", "token": uuid4().hex},
        "groups.retitle_milestone": {"title": "Said better"},
        "groups.move_milestone": {"due": "2031-02-02", "reason": "Because."},
        "groups.finish_milestone": {"done_on": "2020-01-01"},
    }
    return forms.get(row.endpoint, {})


def _form(row: Row, names: Mapping[str, str]) -> Form:
    if row.endpoint.startswith("groups."):
        return _group_form(row, names)
    right = {"email": "kanarikeepermail@mesa.example", "password": WORDS}
    guest = {"name": "Guest", "email": f"{uuid4().hex}@mesa.example", "password": WORDS}
    role = {"for_name": "Guest", "role": "reader", "days": "7", "organisation": "new"}
    forms: Mapping[str, Form] = {
        "membership.change_role": {"role": "member"},
        "membership.add_organisation": {"name": "Another", "kind": "enterprise"},
        "membership.create_group": {"name": "Another group"},
        "membership.join_group": {"seat": names["seat"]},
        "membership.invite": role | {"new_organisation": "Guests", "kind": "enterprise"},
        "membership.invite_organisation": role
        | {"new_organisation": "Guests", "kind": "enterprise", "seats": "3"},
        "membership.change_seats": {"seats": "4"},
        "membership.check_list": listed(),
        "membership.invite_many": listed(),
        "membership.accept_invitation": guest,
        "identity.sign_in": right | ({} if row.about == "right" else {"password": ""}),
        "identity.change_profile": {"name": "Twin Silva", "language": "es", "time_zone": "UTC"},
        "identity.choose_language": {"language": "es"},
        "identity.ask_for_password": right if row.about == "known" else guest,
        "identity.set_new_password": {"password": WORDS},
        "identity.ask_for_address": {"new_email": guest["email"]},
        "discussion.preview": {"body": "Nothing **yet**."},
    }
    return forms.get(row.endpoint, {})


def _asked(
    world: World, row: Row, browser: FlaskClient, values: Mapping[str, object], form: Form
) -> Asked:
    """Build the address from those of the values that it takes."""
    [rule] = [
        rule
        for rule in world.mesa.app.url_map.iter_rules(row.endpoint)
        if row.method in (rule.methods or ())
    ]
    taken = {name: values[name] for name in rule.arguments}
    asked = {} if row.method == "POST" else form  # pages are asked for by their address
    path = world.mesa.app.url_map.bind("localhost").build(
        row.endpoint, taken | asked, method=row.method
    )
    numbered = [f"posts/{taken['number']}"] if "number" in taken else []
    ids = [str(taken[name]) for name in taken if name not in {"number", "seq"}]
    typed = [
        form[name] for name in ("audience", "seat", "email", "paper", "list") if form.get(name)
    ]
    return Asked(browser, path, {} if asked else form, (*ids, *numbered, *typed))
