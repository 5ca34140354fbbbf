"""Working groups: found, listed, and as their page shows them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlalchemy import Select, func, select

from panel.groups.models import Mandate
from panel.groups.queries.milestones import milestones
from panel.groups.views import GroupPageView, PersonView
from panel.identity.models import Person
from panel.kernel.markdown import plain
from panel.kernel.work import Reading
from panel.membership.actors import Actor, initials, shape
from panel.membership.models import (
    OBSERVERS,
    Audience,
    Grant,
    GroupId,
    GroupSeat,
    Organisation,
    Panel,
    Seat,
    SeatId,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import CONTRIBUTORS, Sight, audiences
from panel.membership.queries import found, group_audience
from panel.membership.queries import group as known_group

EXCERPT = 240  # characters of a mandate that the list of groups shows


class Found(NamedTuple):
    """A working group, and the audience that it is."""

    group: WorkingGroup
    audience: Audience


def group(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Found:
    """Find a group whose threads and papers the actor may read; `lock` its row to change it."""
    one = known_group(reading, actor, public_id)
    audience = group_audience(reading, one)
    readable = audiences(actor, Verb.READ).where(Audience.id == audience.id)
    found(reading.session.scalar(readable))
    if lock:
        held = select(WorkingGroup).where(WorkingGroup.id == one.id).with_for_update()
        reading.session.scalars(held.execution_options(populate_existing=True)).one()
    return Found(one, audience)


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences that groups are; the rule of their rooms."""
    query = select(WorkingGroup.public_id, Audience).join(
        Audience, Audience.group_id == WorkingGroup.id
    )
    rows = reading.session.execute(query.where(WorkingGroup.public_id.in_(public_ids)))
    return {public_id: audience for public_id, audience in rows}


def listed(reading: Reading, actor: Actor, now: datetime) -> list[GroupPageView]:
    """List the groups that the actor may read, by name."""
    mine = Audience.id.in_(audiences(actor, Verb.READ))
    ids = select(Audience.group_id).where(mine, Audience.group_id.is_not(None))
    return _views(reading, list(reading.session.scalars(ids)), Sight.ALL, now)


def page_view(reading: Reading, public_id: str, sight: Sight, now: datetime) -> GroupPageView:
    """Read a group as its page shows it to a sight."""
    query = select(WorkingGroup.id).where(WorkingGroup.public_id == public_id)
    [view] = _views(reading, [reading.session.scalars(query).one()], sight, now)
    return view


def mandate(reading: Reading, group: WorkingGroup) -> Mandate | None:
    """Find the mandate that holds, if there is one."""
    query = select(Mandate).where(Mandate.group_id == group.id).order_by(Mandate.number.desc())
    return reading.session.scalar(query.limit(1))


def candidates(reading: Reading, actor: Actor, group: WorkingGroup) -> list[PersonView]:
    """List who could be made a contributor: nobody who writes there already."""
    inside = select(GroupSeat.seat_id).where(GroupSeat.group_id == group.id)
    writes = Seat.role.not_in(OBSERVERS) & Seat.id.in_(inside)
    query = _SEATS.where(Seat.panel_id == actor.panel_id, Seat.role.in_(CONTRIBUTORS), ~writes)
    granted = _granted(reading, [group.id])[group.id]
    rows = reading.session.execute(query.order_by(Person.name))
    return [_person(row) for row in rows if row[0].id not in granted]


_SEATS: Any = (  # the library names the columns of a row one by one
    select(Seat, Person.name, Organisation.name)
    .join(Person, Seat.person_id == Person.id)
    .join(Organisation, Seat.organisation_id == Organisation.id)
    .where(Seat.until.is_(None))
)


def _views(
    reading: Reading, ids: list[GroupId], sight: Sight, now: datetime
) -> list[GroupPageView]:
    """Read groups in as many statements as it takes for one."""
    query = (
        select(WorkingGroup, Panel, Audience.public_id)
        .join(Panel, WorkingGroup.panel_id == Panel.id)
        .join(Audience, Audience.group_id == WorkingGroup.id)
        .where(WorkingGroup.id.in_(ids))
        .order_by(WorkingGroup.name)
    )
    mandates, planned = _mandates(reading, ids), milestones(reading, ids, now)
    members, granted = _members(reading, ids), _granted(reading, ids)
    views = []
    for one, panel, audience in reading.session.execute(query).all():
        said, by = mandates.get(one.id, (None, ""))
        its, beyond = planned[one.id], _contributors(members[one.id], granted[one.id])
        views.append(
            GroupPageView(
                id=one.public_id,
                panel=panel.slug,
                zone=panel.time_zone,
                name=one.name,
                audience=audience,
                mandate=Markup(said.html if said else ""),  # noqa: S704  # by kernel.markdown
                mandate_body=said.body if said else "",
                mandate_number=said.number if said else 0,
                mandate_by=by,
                mandate_at=said.at if said else None,
                excerpt=plain(said.html, EXCERPT) if said else "",
                milestones=tuple(view for view in its if not view.removed),
                removed=tuple(v for v in its if v.removed and sight is Sight.MODERATORS),
                members=tuple(members[one.id].values()),
                contributors=tuple(beyond.values()),
            )
        )
    return views


def _mandates(reading: Reading, ids: list[GroupId]) -> dict[GroupId, tuple[Mandate, str]]:
    newest = (
        select(Mandate.group_id, func.max(Mandate.number).label("number"))
        .where(Mandate.group_id.in_(ids))
        .group_by(Mandate.group_id)
        .subquery()
    )
    query = (
        select(Mandate, Person.name)
        .join(
            newest,
            (Mandate.group_id == newest.c.group_id) & (Mandate.number == newest.c.number),
        )
        .join(Seat, Mandate.by_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
    )
    return {one.group_id: (one, name) for one, name in reading.session.execute(query)}


People = defaultdict[GroupId, dict[SeatId, PersonView]]


def _members(reading: Reading, ids: list[GroupId]) -> People:
    query = _SEATS.add_columns(GroupSeat.group_id).join(GroupSeat, GroupSeat.seat_id == Seat.id)
    return _people(reading, query.where(GroupSeat.group_id.in_(ids)))


def _granted(reading: Reading, ids: list[GroupId]) -> People:
    query = (
        _SEATS.add_columns(Audience.group_id)
        .join(Grant, Grant.seat_id == Seat.id)
        .join(Audience, Grant.audience_id == Audience.id)
    )
    return _people(reading, query.where(Grant.verb == Verb.DRAFT, Audience.group_id.in_(ids)))


def _people(reading: Reading, query: Select[Any]) -> People:
    people = People(dict)
    for row in reading.session.execute(query.order_by(Person.name, Seat.id)):
        people[row[3]][row[0].id] = _person(row)
    return people


def _contributors(
    members: dict[SeatId, PersonView], granted: dict[SeatId, PersonView]
) -> dict[SeatId, PersonView]:
    """Leave out who belongs to the group and writes there anyway."""
    return {
        id_: view for id_, view in granted.items() if id_ not in members or view.role in OBSERVERS
    }


def _person(row: Sequence[Any]) -> PersonView:
    seat, name, organisation = row[:3]
    return PersonView(
        id=seat.public_id,
        name=name,
        initials=initials(name),
        organisation=organisation,
        role=seat.role,
        shape=shape(seat.role),
    )
