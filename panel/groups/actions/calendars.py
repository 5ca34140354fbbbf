"""Addresses of a group's calendar, one a seat. The caller opens the work, and so commits it."""

from sqlalchemy import delete

from panel.groups.events import CalendarClosed, CalendarOpened
from panel.groups.models import GroupCalendar
from panel.kernel.ids import digest, new_token
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import WorkingGroup


def open_calendar(work: Work, actor: Actor, group: WorkingGroup) -> str:
    """Give a seat that reads a group the secret of a new address; an earlier one ends."""
    token = new_token()
    _close(work, actor, group)
    work.session.add(
        GroupCalendar(group_id=group.id, seat_id=actor.by, token_hash=digest(token), at=work.at)
    )
    work.record(CalendarOpened(actor.panel.slug, group.public_id, actor.seat), by=actor.by)
    return token


def close_calendar(work: Work, actor: Actor, group: WorkingGroup) -> None:
    """Let a seat's address lead nowhere any more."""
    if _close(work, actor, group):
        work.record(CalendarClosed(actor.panel.slug, group.public_id, actor.seat), by=actor.by)


def _close(work: Work, actor: Actor, group: WorkingGroup) -> bool:
    mine = delete(GroupCalendar).where(
        GroupCalendar.group_id == group.id, GroupCalendar.seat_id == actor.seat_id
    )
    return bool(work.session.execute(mine.returning(GroupCalendar.seat_id)).all())
