from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from panel.identity.models import Person
from panel.kernel.errors import Clash, Failure, Invalid, Missing, Refused
from panel.kernel.work import Fact, Work, Workshop
from panel.membership import queries
from panel.membership.actions.groups import create_group, join_group, leave_group
from panel.membership.actions.panels import Entry, add_organisation, organisation
from panel.membership.actions.seats import appoint, change_role, end_seat, take_seat
from panel.membership.actors import Actor
from panel.membership.events import GroupJoined, GroupLeft, RoleChanged, SeatEnded, SeatTaken
from panel.membership.models import Audience, Grant, Kind, Organisation, Role, Seat, Verb
from tests.factories import a_group, a_panel, a_person, a_seat, again, the_audience, the_seat


def test_a_moderator_gives_a_seat_another_role(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)

    change_role(work, mo, the_seat(work, ana), Role.READER)

    assert again(work, ana).role is Role.READER
    assert work.recorded[-1].fact == RoleChanged(panel.slug, ana.seat)
    assert work.recorded[-1].by == mo.seat_id
    before = len(work.recorded)
    change_role(work, mo, the_seat(work, ana), Role.READER)
    assert len(work.recorded) == before  # nothing has happened


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_nobody_else_does(work: Work, role: Role) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    visitor = queries.actor(work, None, panel.slug)
    actor = visitor if role is Role.VISITOR else a_seat(work, panel, role)
    change_role(work, mo, the_seat(work, ana), Role.COMMENTER)

    with pytest.raises(Refused):
        change_role(work, actor, the_seat(work, ana), Role.MODERATOR)
    with pytest.raises(Refused):
        end_seat(work, actor, the_seat(work, ana))
    with pytest.raises(Refused):
        create_group(work, actor, "Health")
    with pytest.raises(Refused):
        add_organisation(work, actor, Entry("Mutual"))
    if actor.seat_id:
        with pytest.raises(Refused):  # not even oneself
            change_role(work, actor, the_seat(work, actor), Role.MODERATOR)


def test_anybody_may_leave(work: Work) -> None:
    panel = a_panel(work)
    a_seat(work, panel, Role.MODERATOR)

    for role in (Role.READER, Role.COMMENTER, Role.MEMBER, Role.AUTHORITY, Role.MODERATOR):
        actor = a_seat(work, panel, role)
        end_seat(work, actor, the_seat(work, actor))
        assert again(work, actor).role is Role.VISITOR
        assert work.recorded[-1].fact == SeatEnded(panel.slug, actor.seat)


def test_the_last_moderator_neither_leaves_nor_steps_down(work: Work) -> None:
    panel, elsewhere = a_panel(work), a_panel(work)
    first, last = (a_seat(work, panel, Role.MODERATOR) for _ in range(2))
    a_seat(work, elsewhere, Role.MODERATOR)
    end_seat(work, first, the_seat(work, first))

    with pytest.raises(Refused, match="always has a moderator"):
        end_seat(work, last, the_seat(work, last))
    with pytest.raises(Refused, match="always has a moderator"):
        change_role(work, last, the_seat(work, last), Role.MEMBER)

    change_role(work, last, the_seat(work, last), Role.MODERATOR)
    another = a_seat(work, panel)
    change_role(work, last, the_seat(work, another), Role.MODERATOR)
    end_seat(work, last, the_seat(work, last))


@pytest.mark.parametrize("way", ["leave", "step down", "one of each", "see each other out"])
def test_two_moderators_who_go_at_once_leave_one_behind(workshop: Workshop, way: str) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        pair = [a_seat(work, panel, Role.MODERATOR, name=name) for name in ("Mo", "Moira")]
    together = Barrier(2)

    def go(n: int) -> bool:
        me, whom = pair[n], pair[1 - n] if way == "see each other out" else pair[n]
        together.wait()
        try:
            with workshop.open_work() as work:
                acting = again(work, me)
                seat = queries.seat(work, acting, whom.seat)
                if way == "step down" or (way == "one of each" and n):
                    change_role(work, acting, seat, Role.MEMBER)
                else:
                    end_seat(work, acting, seat)
        except Failure:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        gone = list(pool.map(go, range(2)))

    assert sorted(gone) == [False, True]
    with workshop.open_reading() as reading:
        assert [again(reading, one).role for one in pair].count(Role.MODERATOR) == 1  # type: ignore[arg-type]


def test_who_comes_back_has_the_same_seat(work: Work) -> None:
    panel = a_panel(work)
    a_seat(work, panel, Role.MODERATOR)
    ana = a_seat(work, panel)
    a_group(work, panel, ana)
    person, house = work.session.get_one(Person, ana.person_id), "Other"
    assert again(work, ana).groups
    with pytest.raises(Clash):
        take_seat(work, panel, person, _house(work, ana, house), Role.READER, by="operator")
    end_seat(work, ana, the_seat(work, ana))

    seat = take_seat(work, panel, person, _house(work, ana, house), Role.READER, by="operator")

    back = again(work, ana)
    assert (seat.public_id, back.seat_id) == (ana.seat, ana.seat_id)
    assert (back.role, back.organisation, back.groups) == (Role.READER, "Other", ())
    assert work.recorded[-1].fact == SeatTaken(panel.slug, ana.seat)


def _house(work: Work, actor: Actor, name: str) -> Organisation:
    from panel.membership.models import Panel

    return organisation(
        work, work.session.get_one(Panel, actor.panel_id), Entry(name), by="operator"
    )


def test_the_operator_appoints_without_being_asked(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel, Role.READER)

    appoint(work, panel, the_seat(work, ana))

    assert again(work, ana).role is Role.MODERATOR
    assert (work.recorded[-1].fact, work.recorded[-1].by) == (
        RoleChanged(panel.slug, ana.seat),
        "operator",
    )


def test_a_group_is_an_audience_of_those_inside(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)

    group = create_group(work, mo, "Health")
    join_group(work, mo, group, the_seat(work, ana))

    audience = the_audience(work, panel, Kind.GROUP, group)
    assert queries.audience(work, again(work, ana), audience.public_id, Verb.START) is audience
    assert last(work) == GroupJoined(panel.slug, ana.seat, group.public_id)
    before = len(work.recorded)
    join_group(work, mo, group, the_seat(work, ana))
    assert len(work.recorded) == before  # twice is once

    leave_group(work, mo, group, the_seat(work, ana))

    assert last(work) == GroupLeft(panel.slug, ana.seat, group.public_id)
    with pytest.raises(Missing):
        queries.audience(work, again(work, ana), audience.public_id, Verb.READ)
    before = len(work.recorded)
    leave_group(work, mo, group, the_seat(work, ana))
    assert len(work.recorded) == before


def last(work: Work) -> Fact:
    return work.recorded[-1].fact


def test_one_leaves_a_group_oneself_but_takes_nobody_in_or_out(work: Work) -> None:
    panel = a_panel(work)
    ana, eva = a_seat(work, panel), a_seat(work, panel)
    group = a_group(work, panel, ana, eva)

    with pytest.raises(Refused):
        leave_group(work, ana, group, the_seat(work, eva))
    with pytest.raises(Refused):
        join_group(work, ana, group, the_seat(work, a_seat(work, panel)))
    leave_group(work, ana, group, the_seat(work, ana))

    assert not again(work, ana).groups
    assert again(work, eva).groups


def test_the_name_of_a_group_is_taken_once_in_a_panel(work: Work) -> None:
    panel, other = a_panel(work), a_panel(work)
    mo, moira = a_seat(work, panel, Role.MODERATOR), a_seat(work, other, Role.MODERATOR)
    create_group(work, mo, "Health")
    create_group(work, moira, "Health")

    with pytest.raises(Invalid):
        create_group(work, mo, "Health")


def test_an_organisation_stands_in_the_directory_once(work: Work) -> None:
    panel, other = a_panel(work), a_panel(work)
    mo = a_seat(work, panel, Role.MODERATOR)

    first = add_organisation(work, mo, Entry("Mutual of the South", place="Pasto"))
    second = add_organisation(work, mo, Entry("Mutual of the South", place="Cali"))
    elsewhere = organisation(work, other, Entry("Mutual of the South"), by="operator")

    assert first is second
    assert first.place == "Pasto"
    assert elsewhere.panel_id == other.id


def test_an_organisation_named_by_many_at_once_is_added_once(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
    together = Barrier(4)

    def name(_: int) -> int:
        together.wait()
        with workshop.open_work() as work:
            return organisation(work, panel, Entry("Mutual"), by="operator").id

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(name, range(4)))) == 1


def test_the_database_itself_refuses_what_cannot_be(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    audience = the_audience(work, panel)
    impossible = [
        Grant(audience_id=audience.id, verb="read"),  # to nobody
        Grant(audience_id=audience.id, verb="read", seat_id=ana.seat_id, role="member"),
        Audience(public_id="x", panel_id=panel.id, kind="everybody"),
        Audience(public_id="x", panel_id=panel.id, kind="group"),  # of no group
        Audience(public_id="x", panel_id=panel.id, kind="panel"),  # a second one
        Seat(
            public_id="x",
            person_id=a_person(work).id,
            panel_id=panel.id,
            organisation_id=ana.organisation_id,
            role="visitor",
            since=work.at,
        ),
    ]
    work.session.add(Grant(audience_id=audience.id, verb="read", seat_id=ana.seat_id))
    work.session.flush()

    for row in impossible:
        with pytest.raises(IntegrityError), work.session.begin_nested():
            work.session.add(row)
            work.session.flush()
    assert len(work.session.scalars(select(Grant)).all()) == 1
