"""Milestones: what becomes of them, how they stand on a day, and that twice is once."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.groups.actions import milestones as actions
from panel.groups.actions.milestones import Plan
from panel.groups.events import (
    MilestoneAdded,
    MilestoneFinished,
    MilestoneMoved,
    MilestoneRemoved,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneRetitled,
)
from panel.groups.models import Milestone
from panel.groups.queries.groups import page_view
from panel.groups.queries.milestones import today
from panel.groups.views import GroupPageView, MilestoneView
from panel.kernel.errors import Clash, Missing, Refused
from panel.live.models import Entry
from panel.membership.models import Panel
from panel.membership.policy import Sight
from tests.groups.circle import FIRST, SECOND, Circle

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)


def seen(circle: Circle, now: datetime = NOON, sight: Sight = Sight.ALL) -> GroupPageView:
    with circle.mesa.workshop.open_reading() as reading:
        return page_view(reading, circle.name, sight, now)


def only(circle: Circle, now: datetime = NOON) -> MilestoneView:
    [view] = seen(circle, now).milestones
    return view


def kinds(circle: Circle) -> list[str]:
    room = select(Entry.kind).where(Entry.room == f"group:{circle.name}").order_by(Entry.seq)
    with circle.mesa.workshop.open_reading() as reading:
        return [one for one in reading.session.scalars(room) if one.startswith("groups.")]


def test_each_thing_that_happens_to_a_milestone_is_a_fact_and_a_revision(circle: Circle) -> None:
    name = circle.plans()
    circle.retitles(name, "A second draft")
    circle.moves(name)
    circle.finishes(name)
    circle.reopens(name)
    circle.removes(name)
    circle.restores(name)

    view = only(circle)
    assert kinds(circle) == [
        fact.kind
        for fact in (
            *(MilestoneAdded, MilestoneRetitled, MilestoneMoved, MilestoneFinished),
            *(MilestoneReopened, MilestoneRemoved, MilestoneRestored),
        )
    ]
    assert (view.title, view.due, view.done_on, view.revision) == (
        *("A second draft", SECOND),
        *(None, 6),
    )


def test_what_is_done_twice_is_done_once(circle: Circle) -> None:
    name = circle.plans()
    for _ in range(2):
        circle.retitles(name, "Better")
        circle.moves(name)
    for _ in range(2):
        circle.finishes(name)
    before = kinds(circle)
    assert len(before) == 4
    for _ in range(2):
        circle.reopens(name)
    for _ in range(2):
        circle.removes(name)
    for _ in range(2):
        circle.restores(name)

    assert len(kinds(circle)) == 7
    [move] = only(circle).moves
    assert (move.from_due, move.to_due, move.why) == (FIRST, SECOND, "The harvest is late.")


def test_a_milestone_sent_twice_is_set_once_and_other_words_are_refused(circle: Circle) -> None:
    plan = Plan("A draft", FIRST, uuid4())
    with circle.mesa.workshop.open_work() as work:
        first = actions.add(work, circle.mo, circle.group, plan).public_id
    with circle.mesa.workshop.open_work() as work:
        assert actions.add(work, circle.mo, circle.group, plan).public_id == first
    other = Plan("Another draft", FIRST, plan.token)

    with pytest.raises(Clash), circle.mesa.workshop.open_work() as work:
        actions.add(work, circle.mo, circle.group, other)

    assert [one.title for one in seen(circle).milestones] == ["A draft"]


@pytest.mark.parametrize(
    ("zone", "now", "late"),
    [
        ("UTC", datetime(2031, 5, 4, 23, 59, tzinfo=UTC), False),
        ("UTC", datetime(2031, 5, 5, 0, 0, tzinfo=UTC), True),
        ("America/Bogota", datetime(2031, 5, 5, 4, 59, tzinfo=UTC), False),
        ("America/Bogota", datetime(2031, 5, 5, 5, 0, tzinfo=UTC), True),
        ("Pacific/Auckland", datetime(2031, 5, 4, 11, 59, tzinfo=UTC), False),
        ("Pacific/Auckland", datetime(2031, 5, 4, 12, 0, tzinfo=UTC), True),
    ],
)
def test_a_milestone_is_late_from_the_day_after_in_the_panels_zone(
    circle: Circle, zone: str, now: datetime, *, late: bool
) -> None:
    circle.plans(due=FIRST)
    with circle.mesa.workshop.open_work() as work:
        work.session.get_one(Panel, circle.panel.id).time_zone = zone

    assert only(circle, now).state == ("late" if late else "ahead")


def test_a_milestone_stands_as_done_before_late_before_moved(circle: Circle) -> None:
    name = circle.plans(due=FIRST)
    after = datetime(2031, 7, 1, tzinfo=UTC)
    assert only(circle).state == "ahead"

    circle.moves(name, SECOND)
    assert only(circle).state == "moved"
    assert only(circle, after).state == "late"
    circle.finishes(name)
    assert only(circle, after).state == "done"
    circle.reopens(name)
    assert only(circle, after).state == "late"


def test_what_comes_first_is_the_next_and_stands_first(circle: Circle) -> None:
    later, sooner = circle.plans("Later", SECOND), circle.plans("Sooner", FIRST)

    assert [one.id for one in seen(circle).milestones] == [sooner, later]
    circle.finishes(sooner)
    found = seen(circle).next
    assert found
    assert found.id == later


def test_what_is_removed_is_shown_to_moderators_alone_and_comes_back_as_it_was(
    circle: Circle,
) -> None:
    name = circle.plans()
    circle.moves(name)
    before = only(circle)

    circle.removes(name)

    assert seen(circle).milestones == seen(circle).removed == ()
    assert [one.id for one in seen(circle, sight=Sight.MODERATORS).removed] == [name]
    with pytest.raises(Refused, match="was removed"):
        circle.moves(name, date(2032, 1, 1))
    with pytest.raises(Refused, match="was removed"):
        circle.finishes(name)

    circle.restores(name)
    assert only(circle).moves == before.moves


def test_what_is_done_is_not_moved(circle: Circle) -> None:
    name = circle.plans()
    circle.finishes(name)

    with pytest.raises(Refused, match="is done"):
        circle.moves(name)


def test_members_change_no_milestone(circle: Circle) -> None:
    name = circle.plans()
    with circle.mesa.workshop.open_work() as work:
        doing = circle.doing(work, name)
        for who in (circle.ana, circle.rosa, circle.coco):
            theirs = actions.Doing(work, who, doing.group, doing.milestone)
            for act in (actions.reopen, actions.remove, actions.restore):
                with pytest.raises(Refused):
                    act(theirs)
            with pytest.raises(Refused):
                actions.retitle(theirs, "Mine")
            with pytest.raises(Refused):
                actions.move(theirs, SECOND, "Because.")
            with pytest.raises(Refused):
                actions.finish(theirs, FIRST)
            with pytest.raises(Refused):
                actions.add(work, who, doing.group, Plan("Mine", FIRST, uuid4()))


def test_a_milestone_belongs_to_its_group(circle: Circle) -> None:
    other = Circle(circle.mesa)
    name = other.plans()

    with pytest.raises(Missing):
        circle.removes(name)
    with circle.mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Milestone.removed_at)).all() == [None]


def test_which_day_it_is_depends_on_the_panel() -> None:
    late = datetime(2031, 5, 5, 2, tzinfo=UTC)

    assert today("America/Bogota", late) == date(2031, 5, 4)
    assert today("Europe/Paris", late) == date(2031, 5, 5)
