"""Lays out what the groups of the matrix have set themselves, and who follows it elsewhere."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import uuid4

from panel.groups.actions.calendars import open_calendar
from panel.groups.actions.mandates import set_mandate
from panel.groups.actions.milestones import Doing, Plan, add, move, remove
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import WorkingGroup
from tests.factories import words
from tests.matrix.canaries import MARK

DAY, LATER = date(2031, 1, 1), date(2031, 2, 2)


def lay_goals(
    work: Work,
    groups: Mapping[str, WorkingGroup],
    actors: Mapping[str, Actor],
    writers: Iterable[str],
) -> dict[str, str]:
    """Give each group a mandate and milestones; and the tokens of the inner one's calendars."""
    keeper = actors["keeper"]
    for kind, group in groups.items():
        set_mandate(work, keeper, group, words(f"{MARK}{kind}mandate"), number=0)
        goal = add(work, keeper, group, Plan(f"{MARK}{kind}goal", DAY, uuid4()))
        work.session.flush()
        move(Doing(work, keeper, group, goal), LATER, f"{MARK}{kind}why")
        gone = add(work, keeper, group, Plan(f"{MARK}{kind}removed", DAY, uuid4()))
        work.session.flush()
        remove(Doing(work, keeper, group, gone))
    inside = groups["inside"]
    return {f"calendar {name}": open_calendar(work, actors[name], inside) for name in writers}
