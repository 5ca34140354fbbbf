"""A grant gives one verb on one audience to a seat, an organisation, a group or a role: no more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from panel.kernel.work import Reading, Work
from panel.membership.actions.groups import create_group, join_group
from panel.membership.actors import Actor
from panel.membership.models import Audience, Grant, Verb
from panel.membership.policy import audiences, verbs
from tests.factories import again, the_seat
from tests.matrix.answering import put
from tests.matrix.asking import about, room
from tests.matrix.canaries import MARK, met
from tests.matrix.granting import BY_GRANT, GRANTED
from tests.matrix.tables import KINDS
from tests.matrix.world import HERE, Place, World

VERBS = {"R": Verb.READ, "A": Verb.REPLY, "S": Verb.START, "D": Verb.DRAFT, "M": Verb.MODERATE}
# To whom it is granted, and on what: an authority has no right in any of these.
CASES = {"seat": "members", "organisation": "panel", "group": "outside", "role": "inside"}


class UndoneError(Exception):
    """Ends a work whose changes nobody else shall see."""


def the_audience(reading: Reading, world: World, kind: str) -> Audience:
    query = select(Audience).where(Audience.public_id == world.laid.places[kind].audience)
    return reading.session.scalars(query).one()


def grant(work: Work, actor: Actor, holder: str, audience: Audience, verb: Verb) -> Grant:
    """Write a grant to the actor, in one of the four ways."""
    granted = Grant(audience_id=audience.id, verb=verb)
    if holder == "seat":
        granted.seat_id = actor.seat_id
    elif holder == "organisation":
        granted.organisation_id = actor.organisation_id
    elif holder == "group":
        granted.group_id = max(actor.group_ids)
    else:
        granted.role = actor.role
    work.session.add(granted)
    work.session.flush()
    return granted


def an_authority(world: World) -> Actor:
    """Seat an authority, of an organisation of guests, in a group of its own."""
    twin = world.twin("authority").actor
    assert twin
    with world.mesa.workshop.open_work() as work:
        keeper = again(work, world.laid.keeper)
        group = create_group(work, keeper, f"Of {twin.seat}")
        join_group(work, keeper, group, the_seat(work, twin))
        return again(work, twin)


def who_does_not_hold_it(world: World, holder: str) -> Actor:
    """Somebody who is like the holder in all but what it is granted to."""
    if holder == "organisation":
        return world.actor("authority")
    twin = world.twin("reader" if holder == "role" else "authority").actor
    assert twin
    return twin


def rights(work: Work, actor: Actor) -> set[tuple[str, Verb]]:
    """All that somebody may do with any audience there is; the rule and its clause agree."""
    everywhere = list(work.session.scalars(select(Audience)))
    by_rule = {(one.public_id, verb) for one in everywhere for verb in verbs(actor, one)}
    name: dict[int, str] = {one.id: one.public_id for one in everywhere}
    chosen = {verb: work.session.scalars(audiences(actor, verb)).all() for verb in Verb}
    assert by_rule == {(name[id_], verb) for verb, ids in chosen.items() for id_ in ids}
    return by_rule


@pytest.mark.parametrize("holder", CASES)
def test_a_grant_adds_one_verb_on_one_audience_for_its_holder(world: World, holder: str) -> None:
    actor, other = an_authority(world), who_does_not_hold_it(world, holder)
    with pytest.raises(UndoneError), world.mesa.workshop.open_work() as work:
        before, theirs = rights(work, again(work, actor)), rights(work, again(work, other))

        for kind, verb in product(KINDS, Verb):
            audience = the_audience(work, world, kind)
            granted = grant(work, actor, holder, audience, verb)

            assert rights(work, again(work, actor)) == before | {(audience.public_id, verb)}
            assert rights(work, again(work, other)) == theirs
            work.session.delete(granted)
            work.session.flush()
        raise UndoneError


@contextmanager
def granted(world: World, actor: Actor, holder: str, letters: str) -> Iterator[None]:
    """Grant some verbs, for as long as it takes to look what has opened."""
    ids = []
    with world.mesa.workshop.open_work() as work:
        audience = the_audience(work, world, CASES[holder])
        for letter in letters.strip("-"):
            ids.append(grant(work, actor, holder, audience, VERBS[letter]).id)
    yield
    with world.mesa.workshop.open_work() as work:
        work.session.execute(delete(Grant).where(Grant.id.in_(ids)))


@dataclass(frozen=True)
class Holder:
    """Somebody to whom some verbs were granted, and their browser."""

    world: World
    browser: FlaskClient
    holder: str
    letters: str

    @property
    def kind(self) -> str:
        """The audience on which they were granted."""
        return CASES[self.holder]

    @property
    def place(self) -> Place:
        """What there is for that audience."""
        return self.world.laid.places[self.kind]

    def holds(self, *letters: str) -> bool:
        """Tell whether all of these were granted."""
        return set(letters) <= set(self.letters)

    def page(self, path: str) -> str:
        """Read a page of the panel."""
        return self.browser.get(f"/p/{HERE}{path}").text

    def faults(self) -> Iterator[str]:
        """Walk pages, acts and rooms, and tell what answers otherwise than it has to."""
        yield from self._rows()
        yield from self._rooms()
        threads, papers = self.page("/threads/new"), self.page("/papers/new")
        found = {
            "a thread to start": (self.place.audience in threads, ("R", "S")),
            "a paper to begin": (self.place.audience in papers, ("R", "D")),
            "the way there": (f'href="/p/{HERE}/papers/new' in self.page("/papers"), ("R", "D")),
        }
        yield from (what for what, (there, needs) in found.items() if there != self.holds(*needs))
        readable = {"visitors"} | ({self.kind} if self.holds("R") else set())
        if self._titles("/threads", "title") != {f"{MARK}{kind}title" for kind in readable}:
            yield "listed"
        post = f"/threads/{self.world.laid.places['visitors'].threads['open']}/posts/1"
        cited = {f"{MARK}{self.kind}papertitle"} if self.holds("R", "D") else set()
        if self._titles(f"{post}/citing", "papertitle") != cited:
            yield "to be cited in"

    def _titles(self, path: str, ending: str) -> set[str]:
        return {word for word in met(self.page(path)) if word.endswith(ending)}

    def _rows(self) -> Iterator[str]:
        for row in BY_GRANT:
            number = self.place.number(row.about, "authority")
            asked = about(self.world, row, self.browser, self.place, number)
            expected = row.answers[GRANTED.index(self.letters)]
            status = put(self.world, row, asked, script=row.method != "GET").status
            if str(status) != expected:
                yield f"{row}: {status}, not {expected}"

    def _rooms(self) -> Iterator[str]:
        socket = self.world.mesa.io.test_client(self.world.mesa.app, flask_test_client=self.browser)
        rooms = {"open": ("R",), "document": ("R",), "papers": ("R",), "job, draft": ("R", "M")}
        for name, needs in rooms.items():
            answer = socket.emit("enter", {"room": room(self.place, name)}, callback=True)
            expected = sorted(VERBS[one] for one in self.letters) if self.holds(*needs) else []
            if answer.get("may", []) != expected:
                yield f"entered {name}: {answer}"
        socket.disconnect()


@pytest.mark.parametrize("letters", GRANTED)
@pytest.mark.parametrize("holder", CASES)
def test_pages_acts_and_rooms_open_by_what_is_granted(
    world: World, holder: str, letters: str
) -> None:
    actor = an_authority(world)
    browser = world.mesa.browser(actor)

    with granted(world, actor, holder, letters):
        wrong = list(Holder(world, browser, holder, letters).faults())

    assert wrong == []


def test_who_may_moderate_by_a_grant_does_not_keep_the_house(world: World) -> None:
    actor = an_authority(world)
    house = f'action="/p/{HERE}/groups"'
    assert house in world.browser("moderator").get(f"/p/{HERE}/people").text

    with granted(world, actor, "organisation", "RM"):
        page = world.mesa.browser(actor).get(f"/p/{HERE}/people")

    assert page.status_code == 200
    assert house not in page.text


def test_what_was_granted_to_a_seat_ends_with_it(world: World) -> None:
    actor = an_authority(world)
    with granted(world, actor, "seat", "R"):
        browser = world.mesa.browser(actor)
        thread = world.laid.places["members"].threads["open"]
        assert browser.get(f"/p/{HERE}/threads/{thread}").status_code == 200

        assert browser.post(f"/p/{HERE}/people/{actor.seat}/ending").status_code == 303
        came = browser.get(f"/invitations/{world.invited()}")
        assert came.status_code == 302
        assert browser.post("/invitation").status_code == 303

        assert browser.get(f"/p/{HERE}/threads/{thread}").status_code == 404
