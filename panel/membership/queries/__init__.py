"""What can be read of panels, of those who take part in them, and of whom things are for."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from sqlalchemy import Select, func, or_, select

from panel.identity.models import PersonId
from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.membership.actors import Actor, PanelView
from panel.membership.models import (
    Audience,
    AudienceRow,
    Kind,
    Organisation,
    OrganisationId,
    Panel,
    Role,
    Seat,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import audiences, may
from panel.membership.queries.acting import actor as actor
from panel.membership.queries.acting import actors as actors
from panel.membership.queries.acting import seated as seated
from panel.membership.queries.acting import signed_in as signed_in
from panel.membership.views import AudienceView

T = TypeVar("T")


def found(thing: T | None) -> T:
    """Insist on what a query was to find; Missing when it found nothing."""
    if thing is None:
        raise Missing
    return thing


def readable(actor: Actor, audience: Audience | AudienceRow) -> None:
    """Insist on an audience whose things the actor may read; for others they are Missing."""
    if may(actor, Verb.READ, audience):
        raise Missing


def panel(reading: Reading, slug: str) -> Panel:
    """Find a panel by its address."""
    return found(reading.session.scalar(select(Panel).where(Panel.slug == slug)))


def panel_view(panel: Panel) -> PanelView:
    """Name a panel for pages."""
    return PanelView(panel.slug, panel.name, panel.place, panel.language, panel.time_zone)


def panels_of(reading: Reading, person_id: PersonId) -> list[PanelView]:
    """List the panels in which a person has a seat."""
    seated = select(Panel).join(Seat, Seat.panel_id == Panel.id)
    query = seated.where(Seat.person_id == person_id, Seat.until.is_(None)).order_by(Panel.name)
    return [panel_view(one) for one in reading.session.scalars(query)]


def audience(reading: Reading, actor: Actor, public_id: str, verb: Verb) -> Audience:
    """Find an audience with which the actor may do something."""
    query = select(Audience).where(Audience.public_id == public_id)
    allowed = query.where(Audience.id.in_(audiences(actor, verb)))
    return found(reading.session.scalar(allowed))


def the_panel(reading: Reading, actor: Actor) -> Audience:
    """Find the audience of all in the panel, if the actor is one of them; else Missing."""
    query = select(Audience).where(Audience.kind == Kind.PANEL)
    allowed = query.where(Audience.id.in_(audiences(actor, Verb.READ)))
    return found(reading.session.scalar(allowed))


def audiences_named(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find audiences by their public ids; the rule of the rooms of lists."""
    query = select(Audience).where(Audience.public_id.in_(public_ids))
    return {one.public_id: one for one in reading.session.scalars(query)}


def organisation(reading: Reading, organisation_id: OrganisationId) -> Organisation:
    """Find an organisation that is known to be there."""
    return reading.session.get_one(Organisation, organisation_id)


def offered(reading: Reading, actor: Actor, verb: Verb) -> list[AudienceView]:
    """List the audiences in which the actor may do something, the widest first but visitors."""
    query = (
        select(Audience, WorkingGroup.name)
        .outerjoin(WorkingGroup, Audience.group_id == WorkingGroup.id)
        .where(Audience.id.in_(audiences(actor, verb)))
        .where(Audience.id.in_(audiences(actor, Verb.READ)))
    )
    order = [Kind.PANEL, Kind.MEMBERS, Kind.GROUP, Kind.VISITORS]
    found_ones = [
        AudienceView(one.public_id, one.kind, name or "")
        for one, name in reading.session.execute(query)
    ]
    return sorted(found_ones, key=lambda one: (order.index(Kind(one.kind)), one.group))


def readable_rooms(reading: Reading, actor: Actor) -> list[str]:
    """Give the public ids of all audiences that the actor may read."""
    query = select(Audience.public_id).where(Audience.id.in_(audiences(actor, Verb.READ)))
    return sorted(reading.session.scalars(query))


def seat(reading: Reading, actor: Actor, public_id: str) -> Seat:
    """Find a seat, still held, in the actor's panel: one's own, or one on the page of people."""
    if public_id != actor.seat:
        the_panel(reading, actor)
    query = select(Seat).where(Seat.public_id == public_id, Seat.panel_id == actor.panel_id)
    return found(reading.session.scalar(query.where(Seat.until.is_(None))))


def group(reading: Reading, actor: Actor, public_id: str) -> WorkingGroup:
    """Find a working group that the actor may know of: their own, and those they may read."""
    query = groups_known(actor).where(WorkingGroup.public_id == public_id)
    return found(reading.session.scalar(query))


def groups_known(actor: Actor) -> Select[WorkingGroup]:
    """Select the working groups that are there for the actor, by name."""
    readable = select(Audience.group_id).where(Audience.id.in_(audiences(actor, Verb.READ)))
    known = or_(
        WorkingGroup.id.in_(actor.group_ids),
        WorkingGroup.id.in_(readable.where(Audience.group_id.is_not(None))),
    )
    query = select(WorkingGroup).where(WorkingGroup.panel_id == actor.panel_id, known)
    return query.order_by(WorkingGroup.name)


def group_audience(reading: Reading, group: WorkingGroup) -> Audience:
    """Give the audience that a working group is."""
    return reading.session.scalars(select(Audience).where(Audience.group_id == group.id)).one()


def other_moderators(reading: Reading, seat: Seat) -> int:
    """Count who would still keep order without this seat."""
    query = select(func.count()).select_from(Seat).where(Seat.panel_id == seat.panel_id)
    held = query.where(Seat.until.is_(None), Seat.role == Role.MODERATOR, Seat.id != seat.id)
    return reading.session.scalar(held) or 0
