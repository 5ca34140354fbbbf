"""Calendars: whose address leads to which group, as long as its owner may read that."""

from typing import NamedTuple

from sqlalchemy import select

from panel.groups.models import GroupCalendar
from panel.kernel.ids import digest
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience, Panel, Seat, Verb, WorkingGroup
from panel.membership.policy import may
from panel.membership.queries import actor as acting
from panel.membership.queries import found, group_audience


class Opened(NamedTuple):
    """What an address leads to."""

    group: WorkingGroup
    audience: Audience


def calendar(reading: Reading, actor: Actor, group: WorkingGroup) -> GroupCalendar | None:
    """Find the actor's own address of a group's calendar, from the time of the present seat."""
    query = (
        select(GroupCalendar)
        .join(Seat, GroupCalendar.seat_id == Seat.id)
        .where(GroupCalendar.group_id == group.id, GroupCalendar.seat_id == actor.seat_id)
        .where(GroupCalendar.at >= Seat.since)
    )
    return reading.session.scalar(query)


def opened(reading: Reading, token: str) -> Opened:
    """Find what a token opens; Missing when it is none, or its owner may no longer read that.

    Nothing was asked of a browser: whoever has the address reads by it what its owner may read
    just now. Who left and came back gets another one, as with all that a seat was given.
    """
    query = (
        select(WorkingGroup, Seat, Panel.slug)
        .join(GroupCalendar, GroupCalendar.group_id == WorkingGroup.id)
        .join(Seat, GroupCalendar.seat_id == Seat.id)
        .join(Panel, Seat.panel_id == Panel.id)
        .where(GroupCalendar.token_hash == digest(token), GroupCalendar.at >= Seat.since)
    )
    row = found(reading.session.execute(query).one_or_none())
    group, seat, panel = row
    audience = group_audience(reading, group)
    refused = may(acting(reading, seat.person_id, panel), Verb.READ, audience)
    return found(None if refused else Opened(group, audience))
