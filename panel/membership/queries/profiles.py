"""The pages of one person and of one organisation, and what somebody can undo on them."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select

from panel.identity.models import Person, PersonId
from panel.kernel.work import Reading
from panel.membership.actors import Actor, GroupView
from panel.membership.models import GroupSeat, HouseAct, Organisation, Seat, WorkingGroup
from panel.membership.queries import found, groups_known, the_panel
from panel.membership.queries.directory import organisation_view, seat_view, seats
from panel.membership.views import OrganisationPageView, PersonView, UndoView


def person(reading: Reading, actor: Actor, seat: str) -> PersonView:
    """Read the page of somebody at the table, for those who may know who sits there."""
    the_panel(reading, actor)
    row = found(reading.session.execute(seats(actor).where(Seat.public_id == seat)).one_or_none())
    house = reading.session.get_one(Organisation, row[0].organisation_id)
    inside = select(GroupSeat.group_id).where(GroupSeat.seat_id == row[0].id)
    known = reading.session.scalars(groups_known(actor).where(WorkingGroup.id.in_(inside)))
    return PersonView(
        seat=seat_view(row, house, actor), house=organisation_view(house), groups=_named(known)
    )


def person_id(reading: Reading, actor: Actor, seat: str) -> PersonId:
    """Tell whose seat it is, to those who may know who sits at the table."""
    the_panel(reading, actor)
    query = select(Seat.person_id).where(Seat.public_id == seat, Seat.panel_id == actor.panel_id)
    return found(reading.session.scalar(query.where(Seat.until.is_(None))))


def organisation(reading: Reading, actor: Actor, public_id: str) -> Organisation:
    """Find an organisation in the directory of the actor's panel, if they may read it."""
    the_panel(reading, actor)
    query = select(Organisation).where(Organisation.public_id == public_id)
    return found(reading.session.scalar(query.where(Organisation.panel_id == actor.panel_id)))


def organisation_page(reading: Reading, actor: Actor, one: Organisation) -> OrganisationPageView:
    """Read who takes part for an organisation, and in which groups that the reader may know of."""
    rows = reading.session.execute(seats(actor).where(Seat.organisation_id == one.id)).all()
    inside = select(GroupSeat.group_id).where(GroupSeat.seat_id.in_([r[0].id for r in rows]))
    known = reading.session.scalars(groups_known(actor).where(WorkingGroup.id.in_(inside)))
    people = tuple(seat_view(row, one, actor) for row in rows)
    return OrganisationPageView(organisation_view(one), people, _named(known))


def act(reading: Reading, actor: Actor, public_id: str) -> HouseAct:
    """Find what was done in keeping the house of the actor's panel."""
    the_panel(reading, actor)
    query = select(HouseAct).where(HouseAct.public_id == public_id)
    return found(reading.session.scalar(query.where(HouseAct.panel_id == actor.panel_id)))


def last_act(reading: Reading, actor: Actor, since: datetime) -> UndoView | None:
    """Find what the actor did last in keeping the house, after an instant, if it was not undone."""
    if actor.seat_id is None:
        return None
    query = (
        select(HouseAct, Person.name, Seat.public_id, Organisation.public_id, Organisation.name)
        .outerjoin(Seat, HouseAct.seat_id == Seat.id)
        .outerjoin(Person, Seat.person_id == Person.id)
        .outerjoin(Organisation, HouseAct.organisation_id == Organisation.id)
        .where(HouseAct.by_id == actor.seat_id, HouseAct.at >= since)
        .order_by(HouseAct.at.desc(), HouseAct.id.desc())
        .limit(1)
    )
    row = reading.session.execute(query).one_or_none()
    if row is None or row[0].undone_at:
        return None
    last, name, seat, house, house_name = row
    return UndoView(
        id=last.public_id,
        panel=actor.panel.slug,
        kind=last.kind,
        name=name or house_name,
        seat=seat or "",
        organisation=house or "",
    )


def _named(groups: Iterable[WorkingGroup]) -> tuple[GroupView, ...]:
    return tuple(GroupView(one.public_id, one.name) for one in groups)
