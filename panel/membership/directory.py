"""The page of people and organisations, as it is read."""

from collections import defaultdict

from sqlalchemy import select

from panel.identity.models import Person
from panel.kernel.work import Reading
from panel.membership.actors import Actor, GroupView, initials, shape
from panel.membership.models import (
    OBSERVERS,
    GroupSeat,
    Organisation,
    OrganisationId,
    Role,
    Seat,
    SeatId,
)
from panel.membership.queries import groups_known
from panel.membership.views import HouseView, OrganisationView, PeopleView, SeatView


def people(reading: Reading, actor: Actor) -> PeopleView:
    """Read everybody who has a seat in the actor's panel, and the directory."""
    houses = {one.id: one for one in _organisations(reading, actor)}
    seats = (
        select(Seat, Person.name)
        .join(Person, Seat.person_id == Person.id)
        .where(Seat.panel_id == actor.panel_id, Seat.until.is_(None))
        .order_by(Person.name)
    )
    views = dict[SeatId, SeatView]()
    lived_in = defaultdict[str, dict[OrganisationId, list[SeatView]]](lambda: defaultdict(list))
    for seat, name in reading.session.execute(seats):
        house = houses[seat.organisation_id]
        views[seat.id] = SeatView(
            id=seat.public_id,
            name=name,
            initials=initials(name),
            organisation=house.name,
            role=seat.role,
            shape=shape(seat.role),
            since=seat.since,
            me=seat.id == actor.seat_id,
        )
        lived_in[_capacity(seat.role)][seat.organisation_id].append(views[seat.id])
    inhabited = {id_ for capacity in lived_in.values() for id_ in capacity}
    return PeopleView(
        members=_houses(houses, lived_in["members"]),
        observers=_houses(houses, lived_in["observers"]),
        authorities=_houses(houses, lived_in["authorities"]),
        directory=tuple(_view(one) for id_, one in houses.items() if id_ not in inhabited),
        groups=_groups(reading, actor, views),
    )


def organisations(reading: Reading, actor: Actor) -> list[OrganisationView]:
    """List the directory of the actor's panel."""
    return [_view(one) for one in _organisations(reading, actor)]


def _organisations(reading: Reading, actor: Actor) -> list[Organisation]:
    query = select(Organisation).where(Organisation.panel_id == actor.panel_id)
    return list(reading.session.scalars(query.order_by(Organisation.name)))


def _groups(
    reading: Reading, actor: Actor, views: dict[SeatId, SeatView]
) -> tuple[tuple[GroupView, tuple[SeatView, ...]], ...]:
    """List the groups that the actor may know of."""
    groups = list(reading.session.scalars(groups_known(actor)))
    rows = select(GroupSeat).where(GroupSeat.group_id.in_([one.id for one in groups]))
    inside = defaultdict[int, list[SeatView]](list)
    for row in reading.session.scalars(rows):
        if row.seat_id in views:
            inside[row.group_id].append(views[row.seat_id])
    return tuple(
        (GroupView(one.public_id, one.name), tuple(sorted(inside[one.id], key=lambda v: v.name)))
        for one in groups
    )


def _houses(
    houses: dict[OrganisationId, Organisation], people: dict[OrganisationId, list[SeatView]]
) -> tuple[HouseView, ...]:
    return tuple(
        HouseView(_view(houses[id_]), tuple(people[id_])) for id_ in houses if id_ in people
    )


def _view(one: Organisation) -> OrganisationView:
    return OrganisationView(one.public_id, one.name, one.kind, one.place, one.about)


def _capacity(role: str) -> str:
    if role in OBSERVERS:
        return "observers"
    return "authorities" if role == Role.AUTHORITY else "members"
