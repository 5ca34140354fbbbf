"""Contributors write what is the group's without belonging to it, as long as it is granted."""

import pytest
from sqlalchemy import select

from panel.kernel.errors import Missing, Refused
from panel.kernel.work import Work
from panel.membership import queries
from panel.membership.actions.contributors import add_contributor, end_contributor
from panel.membership.actions.seats import appoint, change_role, end_seat
from panel.membership.actors import Actor
from panel.membership.events import (
    ContributorAdded,
    ContributorEnded,
    GroupLeft,
    GroupSeatChanged,
    RoleChanged,
    SeatEnded,
)
from panel.membership.models import Grant, Kind, Role, Verb
from panel.membership.policy import verbs
from tests.factories import again, the_audience, the_seat
from tests.groups.circle import Circle


def rights(work: Work, circle: Circle, who: Actor) -> set[Verb]:
    audience = the_audience(work, circle.panel, Kind.GROUP, circle.group)
    return set(verbs(again(work, who), audience))


def facts(work: Work) -> list[object]:
    return [one.fact for one in work.recorded]


def kinds(work: Work) -> list[str]:
    return [one.fact.kind for one in work.recorded]


def test_a_contributor_reads_answers_and_drafts_and_nothing_else(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        assert rights(work, circle, circle.coco) == set()

        add_contributor(work, circle.mo, circle.group, the_seat(work, circle.coco))
        work.session.flush()

        assert rights(work, circle, circle.coco) == {Verb.READ, Verb.REPLY, Verb.DRAFT}
        assert work.recorded[-1].fact == ContributorAdded(
            circle.panel.slug, circle.coco.seat, circle.name
        )
        found = queries.group(work, again(work, circle.coco), circle.name)
        assert found.id == circle.group.id
        assert [one.id for one in again(work, circle.coco).groups] == [circle.name]


def test_twice_is_once_and_what_is_ended_is_gone(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        seat = the_seat(work, circle.coco)
        for _ in range(2):
            add_contributor(work, circle.mo, circle.group, seat)
            work.session.flush()
        assert len(work.session.scalars(select(Grant)).all()) == 3
        for _ in range(2):
            end_contributor(work, circle.mo, circle.group, seat)

        assert kinds(work) == [ContributorAdded.kind, ContributorEnded.kind]
        assert rights(work, circle, circle.coco) == set()
        with pytest.raises(Missing):
            queries.group(work, again(work, circle.coco), circle.name)


@pytest.mark.parametrize("role", [Role.READER, Role.AUTHORITY])
def test_who_does_not_answer_in_the_panel_is_made_no_contributor(
    circle: Circle, role: Role
) -> None:
    with circle.mesa.workshop.open_work() as work:
        change_role(work, circle.mo, the_seat(work, circle.eva), role)

        with pytest.raises(Refused, match="Only observers who comment"):
            add_contributor(work, circle.mo, circle.group, the_seat(work, circle.eva))


def test_moderators_alone_make_contributors_and_one_may_stop_by_oneself(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    with circle.mesa.workshop.open_work() as work:
        coco, eva = the_seat(work, circle.coco), the_seat(work, circle.eva)
        with pytest.raises(Refused):
            add_contributor(work, circle.ana, circle.group, eva)
        with pytest.raises(Refused):
            end_contributor(work, circle.ana, circle.group, coco)

        end_contributor(work, again(work, circle.coco), circle.group, coco)

        assert rights(work, circle, circle.coco) == set()


def test_a_contribution_ends_with_the_role_that_allows_it(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    with circle.mesa.workshop.open_work() as work:
        seat = the_seat(work, circle.coco)
        change_role(work, circle.mo, seat, Role.MEMBER)
        assert rights(work, circle, circle.coco) == {Verb.READ, Verb.REPLY, Verb.DRAFT}

        change_role(work, circle.mo, seat, Role.READER)

        assert rights(work, circle, circle.coco) == set()
        told = (circle.panel.slug, circle.coco.seat)
        assert facts(work) == [
            GroupSeatChanged(*told, circle.name),
            RoleChanged(*told),
            ContributorEnded(*told, circle.name),
            RoleChanged(*told),
        ]


def test_groups_hear_of_those_in_them_who_change_or_leave_the_panel(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        told = (circle.panel.slug, circle.ana.seat)
        appoint(work, circle.panel, the_seat(work, circle.ana))
        end_seat(work, circle.mo, the_seat(work, circle.ana))

        assert facts(work) == [
            GroupSeatChanged(*told, circle.name),
            RoleChanged(*told),
            GroupLeft(*told, circle.name),
            SeatEnded(*told),
        ]


def test_who_comes_back_contributes_no_more(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    with circle.mesa.workshop.open_work() as work:
        end_seat(work, circle.mo, the_seat(work, circle.coco))

        assert work.session.scalars(select(Grant)).all() == []
        assert kinds(work) == [ContributorEnded.kind, SeatEnded.kind]
