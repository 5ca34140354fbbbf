"""Milestones: found to be changed, and as pages and calendars show them."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from panel.groups.models import Milestone, MilestoneId, MilestoneMove
from panel.groups.views import MilestoneView, MoveView, State
from panel.kernel.work import Reading
from panel.membership.models import GroupId, Panel, WorkingGroup
from panel.membership.queries import found


def today(zone: str, now: datetime) -> date:
    """Tell which day it is in a panel."""
    return now.astimezone(ZoneInfo(zone)).date()


def milestone(
    reading: Reading, group: WorkingGroup, public_id: str, *, lock: bool = False
) -> Milestone:
    """Find a milestone of a group, removed or not; who is going to change it locks it first."""
    query = select(Milestone).where(
        Milestone.group_id == group.id, Milestone.public_id == public_id
    )
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return found(reading.session.scalar(query))


def moves(reading: Reading, milestone: Milestone) -> int:
    """Tell how often a milestone has been moved."""
    return len(_moves(reading, {milestone.id})[milestone.id])


def milestones(
    reading: Reading, groups: Collection[GroupId], now: datetime
) -> Mapping[GroupId, list[MilestoneView]]:
    """Read the milestones of groups, removed ones too, in the order of the days they are due."""
    query = (
        select(Milestone, WorkingGroup.public_id, Panel.slug, Panel.time_zone)
        .join(WorkingGroup, Milestone.group_id == WorkingGroup.id)
        .join(Panel, WorkingGroup.panel_id == Panel.id)
        .where(Milestone.group_id.in_(groups))
        .order_by(Milestone.due, Milestone.id)
    )
    rows = reading.session.execute(query).all()
    moved = _moves(reading, {row[0].id for row in rows})
    views = defaultdict[GroupId, list[MilestoneView]](list)
    for one, group, panel, zone in rows:
        views[one.group_id].append(
            MilestoneView(
                id=one.public_id,
                panel=panel,
                group=group,
                title=one.title,
                due=one.due,
                done_on=one.done_on,
                state=state(one, today(zone, now), moved=bool(moved[one.id])),
                revision=one.revision,
                changed_at=one.changed_at,
                removed=one.removed_at is not None,
                moves=tuple(moved[one.id]),
            )
        )
    return views


def state(milestone: Milestone, today: date, *, moved: bool) -> State:
    """Tell how a milestone stands: it is late from the day after the one on which it is due."""
    if milestone.done_on:
        return "done"
    if milestone.due < today:
        return "late"
    return "moved" if moved else "ahead"


def _moves(reading: Reading, ids: Collection[MilestoneId]) -> dict[MilestoneId, list[MoveView]]:
    query = select(MilestoneMove).where(MilestoneMove.milestone_id.in_(ids))
    found = defaultdict[MilestoneId, list[MoveView]](list)
    for one in reading.session.scalars(query.order_by(MilestoneMove.number)):
        found[one.milestone_id].append(MoveView(one.from_due, one.to_due, one.why))
    return found
