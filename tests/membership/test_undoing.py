"""A role that was given and a seat that was ended are undone while nothing else has come of it."""

import pytest
from sqlalchemy import select

from panel.identity.models import Person
from panel.kernel.errors import Clash, Refused
from panel.kernel.work import Fact, Work
from panel.membership import queries
from panel.membership.actions.contributors import add_contributor
from panel.membership.actions.groups import join_group, leave_group
from panel.membership.actions.seats import change_role, end_seat, take_seat
from panel.membership.actions.undoing import undo
from panel.membership.actors import Actor
from panel.membership.events import (
    ContributorAdded,
    GroupJoined,
    GroupSeatChanged,
    RoleChanged,
    SeatGivenBack,
)
from panel.membership.models import Grant, HouseAct, Kind, Organisation, Panel, Role, Verb
from tests.conftest import SCRIPT, Installation
from tests.factories import a_group, a_panel, a_seat, again, the_audience, the_seat
from tests.pages import read


class Table:
    """A moderator, and somebody with all that a seat can have."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.panel: Panel = a_panel(work)
        self.mo = a_seat(work, self.panel, Role.MODERATOR, name="Mo")
        ana = a_seat(work, self.panel, Role.COMMENTER, name="Ana", house="House")
        self.seat = the_seat(work, ana)
        self.inside = a_group(work, self.panel, ana)
        self.other = a_group(work, self.panel)
        add_contributor(work, self.mo, self.other, self.seat)
        members = the_audience(work, self.panel, Kind.MEMBERS)
        work.session.add(Grant(audience_id=members.id, verb=Verb.READ, seat_id=self.seat.id))
        work.session.flush()
        self.ana = again(work, ana)

    def act(self) -> HouseAct:
        self.work.session.flush()
        return self.work.session.scalars(select(HouseAct).order_by(HouseAct.id.desc())).first()  # type: ignore[return-value]

    def now(self) -> Actor:
        self.work.session.flush()
        return again(self.work, self.ana)

    def since(self, length: int) -> list[Fact]:
        return [one.fact for one in self.work.recorded[length:]]


@pytest.fixture
def t(work: Work) -> Table:
    return Table(work)


def test_an_end_that_is_undone_gives_everything_back(work: Work, t: Table) -> None:
    assert len(t.ana.grants) == 4
    since = t.seat.since
    end_seat(work, t.mo, t.seat)
    assert (t.now().role, t.now().grants) == (Role.VISITOR, frozenset())
    length = len(work.recorded)

    undo(work, t.mo, t.act())
    undo(work, t.mo, t.act())  # pressed twice

    assert t.now() == t.ana
    assert (t.seat.since, t.seat.until) == (since, None)
    slug, seat = t.panel.slug, t.ana.seat
    expected: list[Fact] = [
        SeatGivenBack(slug, seat),
        GroupJoined(slug, seat, t.inside.public_id),
        ContributorAdded(slug, seat, t.other.public_id),
    ]
    assert t.since(length) == expected
    assert {one.by for one in work.recorded[length:]} == {t.mo.seat_id}


def test_a_role_that_is_undone_brings_back_what_went_with_it(work: Work, t: Table) -> None:
    change_role(work, t.mo, t.seat, Role.READER)  # who reads does not contribute
    assert t.now().role is Role.READER
    assert len(t.now().grants) < len(t.ana.grants)
    length = len(work.recorded)

    undo(work, t.mo, t.act())

    assert t.now() == t.ana
    slug, seat = t.panel.slug, t.ana.seat
    facts = t.since(length)
    assert facts[0] == ContributorAdded(slug, seat, t.other.public_id)
    assert facts[-1] == RoleChanged(slug, seat)
    assert {type(one) for one in facts[1:-1]} == {GroupSeatChanged}


def test_what_has_changed_since_is_not_undone(work: Work, t: Table) -> None:
    change_role(work, t.mo, t.seat, Role.MEMBER)
    first = t.act()
    change_role(work, t.mo, t.seat, Role.READER)
    with pytest.raises(Clash, match="meanwhile"):
        undo(work, t.mo, first)

    end_seat(work, t.mo, t.seat)
    with pytest.raises(Clash, match="meanwhile"):
        undo(work, t.mo, first)
    ended = t.act()
    person = work.session.get_one(Person, t.ana.person_id)
    house = work.session.get_one(Organisation, t.ana.organisation_id)
    take_seat(work, t.panel, person, house, Role.MEMBER, by="operator")
    with pytest.raises(Clash, match="meanwhile"):
        undo(work, t.mo, ended)
    assert t.now().role is Role.MEMBER


def test_to_join_a_group_meanwhile_does_not_hang_on_the_role(work: Work, t: Table) -> None:
    change_role(work, t.mo, t.seat, Role.MEMBER)
    leave_group(work, t.mo, t.inside, t.seat)
    join_group(work, t.mo, t.other, t.seat)
    work.session.flush()

    undo(work, t.mo, t.act())

    assert (t.now().role, len(t.now().group_ids)) == (Role.COMMENTER, 1)


def test_only_moderators_undo_and_who_left_comes_by_an_invitation(work: Work, t: Table) -> None:
    change_role(work, t.mo, t.seat, Role.MEMBER)
    act = t.act()
    with pytest.raises(Refused):
        undo(work, t.now(), act)
    count = len(work.session.scalars(select(HouseAct)).all())

    end_seat(work, t.now(), t.seat)  # by herself

    assert len(work.session.scalars(select(HouseAct)).all()) == count


def test_undoing_leaves_no_panel_without_a_moderator(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    change_role(work, mo, the_seat(work, ana), Role.MODERATOR)
    work.session.flush()
    made = work.session.scalars(select(HouseAct)).one()
    end_seat(work, mo, the_seat(work, mo))

    with pytest.raises(Refused, match="always has a moderator"):
        undo(work, again(work, ana), made)


@pytest.fixture
def site(mesa: Installation) -> tuple[str, Actor, Actor]:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR, name="Mo")
        ana = a_seat(work, panel, name="Ana Peña")
    return f"/p/{panel.slug}", mo, ana


def offered(mesa: Installation, who: Actor, url: str) -> list[str]:
    page = read(mesa.browser(who).get(f"{url}/people"))
    return [str(one["action"]) for one in page.select("form.undo")]


def test_the_page_offers_to_undo_to_who_did_it_until_it_is_done(
    mesa: Installation, site: tuple[str, Actor, Actor]
) -> None:
    url, mo, ana = site
    with mesa.workshop.open_work() as work:
        panel = queries.panel(work, mo.panel.slug)
        other = a_seat(work, panel, Role.MODERATOR, name="Moira")
    browser = mesa.browser(mo)
    assert offered(mesa, mo, url) == []

    browser.post(f"{url}/people/{ana.seat}/role", data={"role": "reader"})
    assert "You have given Ana Peña another role." in browser.get(f"{url}/people").text
    [address] = offered(mesa, mo, url)
    assert offered(mesa, ana, url) == offered(mesa, other, url) == []
    answers = [mesa.browser(who).post(address).status_code for who in (ana, None)]
    assert answers == [403, 401]
    assert mesa.browser(mo).delete(address, headers=SCRIPT).status_code == 204
    assert offered(mesa, mo, url) == []

    browser.post(f"{url}/people/{ana.seat}/ending")
    assert "You have ended the seat of Ana Peña." in browser.get(f"{url}/people").text
    [address] = offered(mesa, mo, url)
    undone = browser.post(address)
    assert (undone.status_code, undone.location) == (303, f"{url}/people#seat-{ana.seat}")
    with mesa.workshop.open_work() as work:
        assert again(work, ana).role is Role.MEMBER
    log = read(browser.get(f"{url}/log")).text
    assert "Mo gave Ana Peña the seat back" in log
    assert mesa.browser(mo).post(f"{url}/people/acts/never?_method=DELETE").status_code == 404


def test_an_act_in_another_panel_is_out_of_reach(
    mesa: Installation, site: tuple[str, Actor, Actor]
) -> None:
    url, mo, ana = site
    mesa.browser(mo).post(f"{url}/people/{ana.seat}/role", data={"role": "reader"})
    [address] = offered(mesa, mo, url)
    with mesa.workshop.open_work() as work:
        there = a_panel(work)
        eva = a_seat(work, there, Role.MODERATOR)

    answer = mesa.browser(eva).post(address.replace(mo.panel.slug, there.slug))

    assert answer.status_code == 404
    assert len(offered(mesa, mo, url)) == 1


def test_who_is_given_the_seat_back_reads_again_at_once(
    mesa: Installation, site: tuple[str, Actor, Actor]
) -> None:
    url, mo, ana = site
    mesa.browser(mo).post(f"{url}/people/{ana.seat}/ending")
    assert mesa.browser(ana).get(f"{url}/people").status_code == 404
    [address] = offered(mesa, mo, url)

    mesa.browser(mo).post(address)

    assert mesa.browser(ana).get(f"{url}/people").status_code == 200
    assert offered(mesa, mo, url) == []
