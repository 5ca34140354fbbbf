"""What can be read of panels, of those who take part in them, and of whom things are for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Select, bindparam, func, or_, select

from panel.identity.models import Person, PersonId
from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.membership.actors import Actor, GroupView, PanelView
from panel.membership.models import (
    Audience,
    Grant,
    GroupSeat,
    Kind,
    Organisation,
    OrganisationId,
    Panel,
    PanelId,
    Role,
    Seat,
    SeatId,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import audiences, holds
from panel.membership.views import AudienceView

T = TypeVar("T")


def _among(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


# What every request and every heartbeat asks. To put a statement together takes longer than to run
# it, so these are put together once.
PANEL = select(Panel).where(Panel.slug == bindparam("slug"))
SEATS = (
    select(Seat, Person, Organisation, Panel)
    .join(Person, Seat.person_id == Person.id)
    .join(Organisation, Seat.organisation_id == Organisation.id)
    .join(Panel, Seat.panel_id == Panel.id)
    .where(Seat.person_id.in_(_among("people")), Seat.panel_id.in_(_among("panels")))
    .where(Seat.until.is_(None))
)
GROUPS = (
    select(GroupSeat.seat_id, WorkingGroup)
    .join(WorkingGroup, GroupSeat.group_id == WorkingGroup.id)
    .where(GroupSeat.seat_id.in_(_among("seats")))
    .order_by(WorkingGroup.name)
)
GRANTS = (
    select(Grant, Audience.panel_id, WorkingGroup)
    .join(Audience, Grant.audience_id == Audience.id)
    .outerjoin(WorkingGroup, Audience.group_id == WorkingGroup.id)
    .where(Audience.panel_id.in_(_among("panels")))
    .where(
        or_(
            Grant.seat_id.in_(_among("seats")),
            Grant.organisation_id.in_(_among("organisations")),
            Grant.group_id.in_(_among("groups")),
            Grant.role.in_(_among("roles")),
        )
    )
)


def found(thing: T | None) -> T:
    """Insist on what a query was to find; Missing when it found nothing."""
    if thing is None:
        raise Missing
    return thing


def panel(reading: Reading, slug: str) -> Panel:
    """Find a panel by its address."""
    return found(reading.session.scalar(PANEL, {"slug": slug}))


def panel_view(panel: Panel) -> PanelView:
    """Name a panel for pages."""
    return PanelView(panel.slug, panel.name, panel.place, panel.language, panel.time_zone)


def panels_of(reading: Reading, person_id: PersonId) -> list[PanelView]:
    """List the panels in which a person has a seat."""
    seated = select(Panel).join(Seat, Seat.panel_id == Panel.id)
    query = seated.where(Seat.person_id == person_id, Seat.until.is_(None)).order_by(Panel.name)
    return [panel_view(one) for one in reading.session.scalars(query)]


def actor(reading: Reading, person_id: PersonId | None, slug: str) -> Actor:
    """Find who acts in a panel: a seat, or a visitor; Missing when there is no such panel."""
    where = panel(reading, slug)
    if person_id is not None and (acting := actors(reading, {person_id}, {where.id})):
        return next(iter(acting.values()))
    return Actor(where.id, panel_view(where), person_id=person_id)


def seated(reading: Reading, person_id: PersonId, slug: str) -> Actor:
    """Find who acts by a seat; Missing for visitors."""
    acting = actor(reading, person_id, slug)
    if acting.seat_id is None:
        raise Missing
    return acting


def actors(
    reading: Reading, people: Collection[PersonId], panels: Collection[PanelId]
) -> Mapping[tuple[PersonId, PanelId], Actor]:
    """Find all who act by a seat in one of the panels, in three statements however many they are.

    It is what the rules ask of every request, and every heartbeat of all open tabs at once.
    """
    held = reading.session.execute(SEATS, {"people": list(people), "panels": list(panels)})
    bare = [
        Actor(
            panel_id=where.id,
            panel=panel_view(where),
            role=Role(seat.role),
            seat_id=seat.id,
            seat=seat.public_id,
            person_id=person.id,
            name=person.name,
            organisation_id=organisation.id,
            organisation=organisation.name,
            person_zone=person.time_zone,
        )
        for seat, person, organisation, where in held
    ]
    if not bare:
        return {}
    complete = _with_grants(reading, _with_groups(reading, bare))
    return {(PersonId(one.person_id or 0), one.panel_id): one for one in complete}


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


def _with_groups(reading: Reading, bare: Iterable[Actor]) -> list[Actor]:
    bare = list(bare)
    mine = defaultdict[SeatId, list[WorkingGroup]](list)
    for seat_id, its in reading.session.execute(GROUPS, {"seats": [one.seat_id for one in bare]}):
        mine[seat_id].append(its)
    return [
        replace(
            one,
            groups=tuple(GroupView(g.public_id, g.name) for g in mine[one.seat_id or SeatId(0)]),
            group_ids=frozenset(g.id for g in mine[one.seat_id or SeatId(0)]),
        )
        for one in bare
    ]


def _with_grants(reading: Reading, actors: Iterable[Actor]) -> list[Actor]:
    actors = list(actors)
    theirs = {
        "panels": list({one.panel_id for one in actors}),
        "seats": [one.seat_id for one in actors],
        "organisations": list({one.organisation_id for one in actors}),
        "groups": list({group for one in actors for group in one.group_ids}),
        "roles": list({one.role for one in actors}),
    }
    grants = reading.session.execute(GRANTS, theirs).all()
    return [
        replace(
            one,
            grants=frozenset(
                (grant.audience_id, Verb(grant.verb))
                for grant, panel_id, _ in grants
                if panel_id == one.panel_id and holds(one, grant)
            ),
            groups=_with_contributed(
                one,
                {
                    GroupView(group.public_id, group.name)
                    for grant, _, group in grants
                    if group and (grant.seat_id, grant.verb) == (one.seat_id, Verb.READ)
                },
            ),
        )
        for one in actors
    ]


def _with_contributed(actor: Actor, contributed: set[GroupView]) -> tuple[GroupView, ...]:
    return tuple(sorted({*actor.groups, *contributed}, key=lambda group: (group.name, group.id)))
