"""The people and things that the matrix asks about, in one installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from uuid import uuid4

from flask.testing import FlaskClient
from flask_socketio import SocketIOTestClient
from sqlalchemy import select

from panel.documents.actions.texts import edit
from panel.documents.queries.documents import document as find_document
from panel.groups.actions.milestones import Plan
from panel.groups.actions.milestones import add as add_milestone
from panel.identity.actions import Profile, register
from panel.identity.actions.pictures import set_picture
from panel.identity.models import Person, SignIn
from panel.identity.portraits import Portrait
from panel.identity.queries import picture_of
from panel.kernel.work import Work, Workshop
from panel.mail.actions import Written, keep
from panel.membership import queries
from panel.membership.actions.groups import join_group
from panel.membership.actions.invitations import Offer, offered
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actions.seats import change_role, end_seat, take_seat
from panel.membership.actors import Actor
from panel.membership.models import HouseAct, Panel, Role
from tests.conftest import Installation
from tests.documents.together.writing import a_text
from tests.factories import QUICK, again, the_seat
from tests.matrix.canaries import Sees
from tests.matrix.tables import SEATED

HERE, QUIET, NEVER = "p7h-here", "p7h-quiet", "zzzzzzzzzzzz"  # NEVER is an id that nothing has
_n = count(1)
WORDS = "a short sentence"  # everybody's password
PASSWORD = QUICK.hash(WORDS)


@dataclass(frozen=True)
class CountedWorkshop(Workshop):
    """A workshop that notes each work, and whether it came to its end."""

    works: list[str] = field(default_factory=list)

    @contextmanager
    def open_work(self) -> Iterator[Work]:
        self.works.append("undone")
        with super().open_work() as work:
            yield work
        self.works[-1] = "done"


@dataclass(frozen=True)
class Place:
    """What there is for one kind of audience. Posts are named by what they are, and by whose."""

    audience: str
    threads: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    own: dict[tuple[str, str], int] = field(default_factory=dict)
    ids: dict[str, frozenset[str]] = field(default_factory=dict)  # and who may meet them
    papers: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)  # their texts, by the same names
    jobs: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)  # what was made, as it lies on the shelf

    @property
    def never(self) -> "Place":
        """A place that never was, with as much in it."""
        there = (self.threads, self.papers, self.documents, self.jobs)
        threads, papers, documents, jobs = (dict.fromkeys(names, NEVER) for names in there)
        return Place(NEVER, threads, papers=papers, documents=documents, jobs=jobs)

    def paper(self, about: str) -> str:
        """The name of the paper that something is about."""
        parts = about.split(", ")
        return next((name for name in self.papers if name in parts), "draft")

    def thread(self, about: str) -> str:
        """The thread that something is about."""
        if about == "never":
            return NEVER
        name = next((name for name in self.threads if name in about.split(", ")), "open")
        return self.threads[name]

    def number(self, about: str, person: str) -> int:
        """The post that something is about; for those who never wrote, another's."""
        anothers = self.numbers["another's"]
        return self.numbers.get(about) or self.own.get((person, about), anothers)


@dataclass(frozen=True)
class Laid:
    """What has been laid out: everybody and everything, by name."""

    panel: Panel
    quiet: Panel
    quiet_thread: str
    keeper: Actor
    listener: Actor
    speaker: Actor
    people: dict[str, Person]  # but the visitor
    seats: dict[str, str]  # their public ids, of whoever has or had one
    groups: dict[str, str]
    places: dict[str, Place]
    invitation: str
    whole: str  # an invitation of an organisation
    houses: dict[str, str]  # organisations
    picture: str  # of the listener
    tokens: dict[str, str]
    sees: Sees


@dataclass(frozen=True)
class Twin:
    """Somebody like one of the people, made for one act."""

    person: Person | None
    seat: str
    actor: Actor | None = None


@dataclass
class World:
    """An installation with all of it, and a browser for each of the people."""

    mesa: Installation
    works: list[str]
    laid: Laid
    thorough: bool  # are refusals compared with what is said of what never was?
    nevers: dict[object, object] = field(default_factory=dict)  # what is said of what never was
    _browsers: dict[str, FlaskClient] = field(default_factory=dict)

    def browser(self, person: str) -> FlaskClient:
        """The browser that this person keeps."""
        if person not in self._browsers:
            self._browsers[person] = self.fresh(person)
        return self._browsers[person]

    def fresh(self, person: str) -> FlaskClient:
        """Another browser of this person."""
        return self.mesa.browser(self.laid.people.get(person))

    def actor(self, person: str) -> Actor:
        """Read who acts here by the seat of one of the people, or as a visitor."""
        known = self.laid.people.get(person)
        with self.mesa.workshop.open_reading() as reading:
            return queries.actor(reading, known.id if known else None, HERE)

    def socket(self, person: str) -> SocketIOTestClient:
        """Try to open a socket, as a page of this person's does."""
        browser = self.browser(person)
        return self.mesa.io.test_client(self.mesa.app, flask_test_client=browser)

    def listen(self) -> SocketIOTestClient:
        """Let somebody who writes nothing sit in what visitors read, too."""
        browser = self.mesa.browser(self.laid.listener)
        socket = self.mesa.io.test_client(self.mesa.app, flask_test_client=browser)
        for kind in ("panel", "visitors"):
            thread = self.laid.places[kind].threads["open"]
            assert socket.emit("enter", {"room": f"thread:{thread}"}, callback=True)["seq"]
        return socket

    def unheard(self) -> Workshop:
        """Give the workshop of a process whose nudges are lost."""
        return replace(self.mesa.workshop, announce=lambda _heard: None)

    def twin(self, person: str) -> Twin:
        """Make somebody of the same kind, who may be used up."""
        if person == "visitor":
            return Twin(None, NEVER)
        with self.mesa.workshop.open_work() as work:
            twin = a_person(work, f"Twin{next(_n)}", "twin")
            if person == "seatless":
                return Twin(twin, NEVER)
            where = self.laid.quiet if person == "foreign" else self.laid.panel
            actor = seated(work, where, twin, "Twins")
            if person != "foreign":
                self._like(work, actor, person)
            return Twin(twin, actor.seat, again(work, actor))

    def invited(self) -> str:
        """Invite somebody, and give the token of the link."""
        with self.mesa.workshop.open_work() as work:
            return an_invitation(work, self.laid.panel, "Guest")

    def sign_in(self, twin: Twin | None) -> str:
        """Name the last place where somebody is signed in."""
        if twin is None or twin.person is None:
            return NEVER
        self.mesa.browser(twin.person)
        with self.mesa.workshop.open_reading() as reading:
            mine = select(SignIn.public_id).where(SignIn.person_id == twin.person.id)
            return str(reading.session.scalars(mine.order_by(SignIn.id.desc())).first())

    def picture(self, twin: Twin) -> str:
        """Give somebody a picture, and name it."""
        if twin.person is None:
            return NEVER
        with self.mesa.workshop.open_work() as work:
            set_picture(work, twin.person, Portrait(b"large", b"small"))
            return picture_of(work, twin.person.id)

    def house_act(self, kind: str) -> str:
        """Let a moderator do something to somebody's seat, and name that act."""
        seat = self.twin("reader").seat
        with self.mesa.workshop.open_work() as work:
            keeper = again(work, self.laid.keeper)
            found = queries.seat(work, keeper, seat)
            if kind == "role":
                change_role(work, keeper, found, Role.MEMBER)
            else:
                end_seat(work, keeper, found)
            acts = select(HouseAct).where(HouseAct.seat_id == found.id)
            return work.session.scalars(acts.order_by(HouseAct.id.desc())).first().public_id  # type: ignore[union-attr]

    def letter(self) -> str:
        """Post a letter, and name it."""
        with self.mesa.workshop.open_work() as work:
            written = Written("en", "Kanariletter", "Kanariletter", "Kanariletter")
            return keep(work, "twin@mesa.example", written, "mesa.example").public_id

    def rewrites(self, document: str) -> None:
        """Bring a text to words that it has never had."""
        with self.mesa.workshop.open_work() as work:
            keeper = again(work, self.laid.keeper)
            found = find_document(work, keeper, document, lock=True)
            edit(work, found, a_text(f"These are words {next(_n)}."), keeper)

    def planned(self, group: str) -> str:
        """Set another milestone of a group, and give its id."""
        with self.mesa.workshop.open_work() as work:
            keeper = again(work, self.laid.keeper)
            found = queries.group(work, keeper, self.laid.groups[group])
            plan = Plan("Planned", date(2031, 3, 3), uuid4())
            return add_milestone(work, keeper, found, plan).public_id

    def _like(self, work: Work, actor: Actor, person: str) -> None:
        keeper, seat = again(work, self.laid.keeper), the_seat(work, actor)
        join_group(work, keeper, queries.group(work, keeper, self.laid.groups["inside"]), seat)
        if person in SEATED:
            change_role(work, keeper, seat, Role(person))
        else:
            end_seat(work, keeper, seat)


def a_person(work: Work, name: str, mail: str) -> Person:
    """Register somebody; the password of all is the same."""
    address = f"{mail}-{next(_n)}@mesa.example" if mail == "twin" else f"{mail}@mesa.example"
    return register(work, address, Profile(f"{name} Silva", "en", "UTC"), PASSWORD, by="operator")


def seated(work: Work, panel: Panel, person: Person, house: str) -> Actor:
    """Give somebody a seat; a moderator's, at first."""
    entry = organisation(work, panel, Entry(house), by="operator")
    take_seat(work, panel, person, entry, Role.MODERATOR, by="operator")
    return queries.actor(work, person.id, panel.slug)


def an_invitation(work: Work, panel: Panel, name: str) -> str:
    """Invite somebody on behalf of the operator, and give the token."""
    return offered(work, panel, Offer(name, Role.READER, Entry("Guests"), 7), by="operator")
