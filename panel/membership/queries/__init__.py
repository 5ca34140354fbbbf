"""What can be read of panels, of those who take part in them, and of whom things are for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy import BindParameter, Row, Select, bindparam, exists, func, or_, select

from panel.identity.models import Person, PersonId, SignIn
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
from panel.membership.policy import audiences, holds, may
from panel.membership.views import AudienceView

T = TypeVar("T")


def _among(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


# What every request and every heartbeat asks, put together once and of columns (Reading.rows).
PANEL, SEAT = Panel.__table__.c, Seat.__table__.c
PERSON, ORGANISATION = Person.__table__.c, Organisation.__table__.c
GROUP, GROUP_SEAT = WorkingGroup.__table__.c, GroupSeat.__table__.c
SIGN_IN = SignIn.__table__.c
GRANT, AUDIENCE = Grant.__table__.c, Audience.__table__.c
_SHOWN = (PANEL.id, PANEL.slug, PANEL.name, PANEL.place, PANEL.language, PANEL.time_zone)
_WHERE = select(*_SHOWN).where(PANEL.slug == bindparam("slug"))
_HELD = (
    select(
        *_SHOWN,
        SEAT.id.label("seat_id"),
        SEAT.public_id.label("seat"),
        SEAT.role,
        PERSON.id.label("person_id"),
        PERSON.name.label("person"),
        PERSON.time_zone.label("person_zone"),
        ORGANISATION.id.label("organisation_id"),
        ORGANISATION.name.label("organisation"),
    )
    .join_from(Seat.__table__, Panel.__table__, SEAT.panel_id == PANEL.id)
    .join(Person.__table__, SEAT.person_id == PERSON.id)
    .join(Organisation.__table__, SEAT.organisation_id == ORGANISATION.id)
    .where(SEAT.until.is_(None))
)
_SEAT = _HELD.where(SEAT.person_id == bindparam("person"), PANEL.slug == bindparam("slug"))
_SIGNED_IN = _SEAT.where(
    exists().where(
        SIGN_IN.token_hash == bindparam("token_hash"), SIGN_IN.person_id == SEAT.person_id
    )
)
_SEATS = _HELD.where(SEAT.person_id.in_(_among("people")), SEAT.panel_id.in_(_among("panels")))
_GROUPS = (
    select(GROUP_SEAT.seat_id, GROUP.id, GROUP.public_id, GROUP.name)
    .join_from(GroupSeat.__table__, WorkingGroup.__table__, GROUP_SEAT.group_id == GROUP.id)
    .where(GROUP_SEAT.seat_id.in_(_among("seats")))
    .order_by(GROUP.name)
)
_GRANTS = (
    select(
        GRANT.audience_id,
        GRANT.verb,
        AUDIENCE.panel_id,
        GRANT.seat_id,
        GRANT.organisation_id,
        GRANT.group_id,
        GRANT.role,
        GROUP.public_id,
        GROUP.name,
    )
    .join_from(Grant.__table__, Audience.__table__, GRANT.audience_id == AUDIENCE.id)
    .outerjoin(WorkingGroup.__table__, AUDIENCE.group_id == GROUP.id)
    .where(AUDIENCE.panel_id.in_(_among("panels")))
    .where(
        or_(
            GRANT.seat_id.in_(_among("seats")),
            GRANT.organisation_id.in_(_among("organisations")),
            GRANT.group_id.in_(_among("groups")),
            GRANT.role.in_(_among("roles")),
        )
    )
)


def found(thing: T | None) -> T:
    """Insist on what a query was to find; Missing when it found nothing."""
    if thing is None:
        raise Missing
    return thing


def readable(actor: Actor, audience: Audience) -> None:
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


def actor(reading: Reading, person_id: PersonId | None, slug: str) -> Actor:
    """Find who acts in a panel: a seat, or a visitor; Missing when there is no such panel."""
    if person_id is not None:
        held = reading.rows(_SEAT, {"person": person_id, "slug": slug}).one_or_none()
        if held:
            return _complete(reading, [_bare(held)])[0]
    where, *shown = found(reading.rows(_WHERE, {"slug": slug}).one_or_none())
    return Actor(where, PanelView(*shown), person_id=person_id)


def seated(reading: Reading, person_id: PersonId, slug: str) -> Actor:
    """Find who acts by a seat; Missing for visitors."""
    acting = actor(reading, person_id, slug)
    if acting.seat_id is None:
        raise Missing
    return acting


def signed_in(reading: Reading, person_id: PersonId, token_hash: str, slug: str) -> Actor:
    """Find who acts by a seat, from a browser that has not been signed out; else Missing."""
    asked = {"person": person_id, "slug": slug, "token_hash": token_hash}
    held = found(reading.rows(_SIGNED_IN, asked).one_or_none())
    return _complete(reading, [_bare(held)])[0]


def actors(
    reading: Reading, people: Collection[PersonId], panels: Collection[PanelId]
) -> Mapping[tuple[PersonId, PanelId], Actor]:
    """Find all who act by a seat in one of the panels, in three statements however many they are.

    It is what the rules ask of every request, and every heartbeat of all open tabs at once.
    """
    held = reading.rows(_SEATS, {"people": list(people), "panels": list(panels)})
    bare = [_bare(one) for one in held]
    complete = _complete(reading, bare) if bare else []
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


def _bare(row: Row[*tuple[Any, ...]]) -> Actor:
    """Read a row of _HELD: somebody by a seat, whose groups and grants are still to be found."""
    panel_id, *shown = row[: len(_SHOWN)]
    return Actor(
        panel_id=panel_id,
        panel=PanelView(*shown),
        role=Role(row.role),
        seat_id=row.seat_id,
        seat=row.seat,
        person_id=row.person_id,
        name=row.person,
        organisation_id=row.organisation_id,
        organisation=row.organisation,
        person_zone=row.person_zone,
    )


def _complete(reading: Reading, bare: Sequence[Actor]) -> list[Actor]:
    """Find the groups and grants of all, in one statement each."""
    mine = defaultdict[SeatId | None, list[Any]](list)
    for row in reading.rows(_GROUPS, {"seats": [one.seat_id for one in bare]}):
        mine[row.seat_id].append(row)
    sought = {
        "panels": list({one.panel_id for one in bare}),
        "seats": [one.seat_id for one in bare],
        "organisations": list({one.organisation_id for one in bare}),
        "groups": list({row.id for rows in mine.values() for row in rows}),
        "roles": list({one.role for one in bare}),
    }
    grants = reading.rows(_GRANTS, sought).all()
    return [_with(one, mine[one.seat_id], grants) for one in bare]


def _with(bare: Actor, groups: Iterable[Any], grants: Iterable[Any]) -> Actor:
    """Give somebody their groups, those to which they contribute, and what is granted to them."""
    member = replace(bare, group_ids=frozenset(row.id for row in groups))
    theirs = [row for row in grants if row.panel_id == bare.panel_id and holds(member, row)]
    views = {GroupView(row.public_id, row.name) for row in groups} | {
        GroupView(row.public_id, row.name)
        for row in theirs
        if row.public_id and (row.seat_id, row.verb) == (bare.seat_id, Verb.READ)
    }
    return replace(
        member,
        groups=tuple(sorted(views, key=lambda group: (group.name, group.id))),
        grants=frozenset((row.audience_id, Verb(row.verb)) for row in theirs),
    )
