"""What several people do to a group at the same moment is done in turn, and nothing is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

from sqlalchemy import func, select

from panel.groups.actions import milestones as actions
from panel.groups.actions.mandates import set_mandate
from panel.groups.actions.milestones import Plan
from panel.groups.models import Mandate, Milestone, MilestoneMove
from panel.groups.queries.groups import group as find_group
from panel.kernel.errors import Invalid
from panel.kernel.work import Work
from panel.membership.actions.contributors import add_contributor
from panel.membership.models import Grant
from tests.factories import again, the_seat, words
from tests.groups.circle import FIRST, Circle

TOGETHER = 4


def at_once(circle: Circle, act: Callable[[Work, int], None]) -> list[bool]:
    """Let several works do something together; tell which of them came to their end."""
    together = Barrier(TOGETHER)

    def go(n: int) -> bool:
        together.wait()
        try:
            with circle.mesa.workshop.open_work() as work:
                act(work, n)
        except Invalid:
            return False
        return True

    with ThreadPoolExecutor(TOGETHER) as pool:
        return list(pool.map(go, range(TOGETHER)))


def test_a_milestone_moved_by_several_keeps_every_move(circle: Circle) -> None:
    name = circle.plans(due=FIRST)

    def move(work: Work, n: int) -> None:
        actions.move(circle.doing(work, name), FIRST + timedelta(n + 1), f"Reason {n}")

    assert all(at_once(circle, move))
    with circle.mesa.workshop.open_reading() as reading:
        moves = reading.session.scalars(select(MilestoneMove).order_by(MilestoneMove.number)).all()
        [due] = reading.session.scalars(select(Milestone.due))
    assert [one.number for one in moves] == [1, 2, 3, 4]
    days: list[date] = [one.from_due for one in moves]
    assert [*days, due] == [FIRST, *(one.to_due for one in moves)]


def test_of_several_mandates_in_the_place_of_one_a_single_one_is_set(circle: Circle) -> None:
    def write(work: Work, n: int) -> None:
        actor = again(work, circle.mo)
        found, _ = find_group(work, actor, circle.name, lock=True)
        set_mandate(work, actor, found, words(f"Mandate {n}"), number=0)

    assert sorted(at_once(circle, write)) == [False, False, False, True]
    with circle.mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Mandate.number)).all() == [1]


def test_one_form_sent_by_several_tabs_sets_one_milestone(circle: Circle) -> None:
    plan = Plan("A draft", FIRST, uuid4())

    def plans(work: Work, _: int) -> None:
        actor = again(work, circle.mo)
        found, _audience = find_group(work, actor, circle.name, lock=True)
        actions.add(work, actor, found, plan)

    assert all(at_once(circle, plans))
    with circle.mesa.workshop.open_reading() as reading:
        assert reading.session.scalar(select(func.count()).select_from(Milestone)) == 1


def test_a_contributor_made_by_several_is_made_once(circle: Circle) -> None:
    def make(work: Work, _: int) -> None:
        add_contributor(work, again(work, circle.mo), circle.group, the_seat(work, circle.coco))

    assert all(at_once(circle, make))
    with circle.mesa.workshop.open_reading() as reading:
        verbs = reading.session.scalars(select(Grant.verb)).all()
    assert sorted(verbs) == ["draft", "read", "reply"]
