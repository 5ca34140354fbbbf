"""The page of people and organisations, as it is read."""

from collections import defaultdict

from sqlalchemy import Row, Select, select

from panel.identity.models import Person, Picture
from panel.kernel.folding import folded
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
from panel.membership.queries.finding import Search
from panel.membership.views import HouseView, OrganisationView, PeopleView, SeatView

EVERYTHING = Search()


def people(reading: Reading, actor: Actor, search: Search = EVERYTHING) -> PeopleView:
    """Read everybody who has a seat in the actor's panel, and the directory; or who is found.

    An organisation that is found is shown with all its people, else with those who are.
    """
    houses = {one.id: one for one in _organisations(reading, actor) if search.takes_kind(one)}
    texts = {id_: search.house(one) for id_, one in houses.items()}
    views, inhabited = dict[SeatId, SeatView](), set[OrganisationId]()
    lived_in = defaultdict[str, dict[OrganisationId, list[SeatView]]](lambda: defaultdict(list))
    for row in reading.session.execute(seats(actor)):
        house = houses.get(row[0].organisation_id)
        if house is None:  # of another kind than what is looked for
            continue
        inhabited.add(house.id)
        views[row[0].id] = view = seat_view(row, house, actor)
        capacity = _capacity(view.role)
        own = folded(f"{view.name}\n{view.about}")
        if search.capacity in {"", capacity} and search.takes(f"{own}\n{texts[house.id]}"):
            lived_in[capacity][house.id].append(view)
    empty = [] if search.capacity else houses.keys() - inhabited
    return PeopleView(
        members=_houses(houses, lived_in["members"]),
        observers=_houses(houses, lived_in["observers"]),
        authorities=_houses(houses, lived_in["authorities"]),
        directory=tuple(
            organisation_view(one)
            for id_, one in houses.items()
            if id_ in empty and search.takes(texts[id_])
        ),
        groups=() if search.narrows else _groups(reading, actor, views),
    )


def seats(actor: Actor) -> Select[Seat, str, str, str]:
    """Select the seats held in the actor's panel, with what `seat_view` needs."""
    return (
        select(Seat, Person.name, Person.about, Picture.public_id)
        .join(Person, Seat.person_id == Person.id)
        .outerjoin(Picture, Picture.person_id == Person.id)
        .where(Seat.panel_id == actor.panel_id, Seat.until.is_(None))
        .order_by(Person.name)
    )


def seat_view(row: Row[Seat, str, str, str], house: Organisation, actor: Actor) -> SeatView:
    """Show a seat, from a row of `seats`."""
    seat, name, about, picture = row
    return SeatView(
        id=seat.public_id,
        name=name,
        initials=initials(name),
        organisation=house.name,
        organisation_id=house.public_id,
        role=seat.role,
        shape=shape(seat.role),
        since=seat.since,
        me=seat.id == actor.seat_id,
        about=about,
        picture=picture or "",  # not everybody has one
    )


def organisations(reading: Reading, actor: Actor) -> list[OrganisationView]:
    """List the directory of the actor's panel."""
    return [organisation_view(one) for one in _organisations(reading, actor)]


def organisation_view(one: Organisation) -> OrganisationView:
    """Show an organisation as the directory has it."""
    return OrganisationView(one.public_id, one.name, one.kind, one.place, one.about, one.web)


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
        HouseView(organisation_view(houses[id_]), tuple(people[id_]))
        for id_ in houses
        if id_ in people
    )


def _capacity(role: str) -> str:
    if role in OBSERVERS:
        return "observers"
    return "authorities" if role == Role.AUTHORITY else "members"
