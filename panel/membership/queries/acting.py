"""Who acts in a panel, by which seat, in which groups and with what has been granted to them.

Every request asks it, every edit, and every heartbeat of all open tabs at once: the statements are
put together once, and of columns (Reading.rows).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, exists, or_, select

from panel.identity.models import Person, PersonId, SignIn
from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.membership.actors import Actor, GroupView, PanelView
from panel.membership.models import (
    Audience,
    Grant,
    GroupSeat,
    Organisation,
    Panel,
    PanelId,
    Role,
    Seat,
    SeatId,
    Verb,
    WorkingGroup,
)
from panel.membership.policy import holds


def _among(name: str) -> BindParameter[Any]:
    return bindparam(name, expanding=True)


MANY = 5_000  # seats that are kept as they were last read: 5 MB

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
_SEATS = _HELD.where(SEAT.person_id.in_(_among("people")), SEAT.panel_id.in_(_among("panels")))
# The same for one seat alone: lists of values would have to be spelled out each time; and most
# seats are in no group and have no grant, which the first statement tells of them.
_MINE = GROUP_SEAT.seat_id == SEAT.id
_GRANTED_ME = or_(
    GRANT.seat_id == SEAT.id,
    GRANT.organisation_id == SEAT.organisation_id,
    GRANT.group_id.in_(select(GROUP_SEAT.group_id).where(_MINE).correlate(Seat.__table__)),
    GRANT.role == SEAT.role,
)
_ALONE = _HELD.add_columns(
    exists().where(_MINE).label("grouped"),
    exists()
    .where(GRANT.audience_id == AUDIENCE.id, AUDIENCE.panel_id == SEAT.panel_id, _GRANTED_ME)
    .label("granted"),
).where(SEAT.person_id == bindparam("person"))
_SEAT = _ALONE.where(PANEL.slug == bindparam("slug"))
_SEAT_HERE = _ALONE.where(PANEL.id == bindparam("panel"))
_SIGNED_IN = _SEAT.where(
    exists().where(
        SIGN_IN.token_hash == bindparam("token_hash"), SIGN_IN.person_id == SEAT.person_id
    )
)
_IN_GROUPS = (
    select(GROUP_SEAT.seat_id, GROUP.id, GROUP.public_id, GROUP.name)
    .join_from(GroupSeat.__table__, WorkingGroup.__table__, GROUP_SEAT.group_id == GROUP.id)
    .order_by(GROUP.name)
)
_GROUPS = _IN_GROUPS.where(GROUP_SEAT.seat_id.in_(_among("seats")))
_GRANTED = (
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
)
_GRANTS = _GRANTED.where(AUDIENCE.panel_id.in_(_among("panels"))).where(
    or_(
        GRANT.seat_id.in_(_among("seats")),
        GRANT.organisation_id.in_(_among("organisations")),
        GRANT.group_id.in_(_among("groups")),
        GRANT.role.in_(_among("roles")),
    )
)
_MY_GROUPS = _IN_GROUPS.where(GROUP_SEAT.seat_id == bindparam("seat"))
_MY_GRANTS = _GRANTED.join(Seat.__table__, SEAT.panel_id == AUDIENCE.panel_id).where(
    SEAT.id == bindparam("seat"), _GRANTED_ME
)


def actor(reading: Reading, person_id: PersonId | None, slug: str) -> Actor:
    """Find who acts in a panel: a seat, or a visitor; Missing when there is no such panel."""
    if person_id is not None:
        held = reading.rows(_SEAT, {"person": person_id, "slug": slug}).one_or_none()
        if held:
            return _whole(reading, held)
    here = reading.rows(_WHERE, {"slug": slug}).one_or_none()
    if here is None:
        raise Missing
    where, *shown = here
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
    held = reading.rows(_SIGNED_IN, asked).one_or_none()
    if held is None:
        raise Missing
    return _whole(reading, held)


def actors(
    reading: Reading, people: Collection[PersonId], panels: Collection[PanelId]
) -> Mapping[tuple[PersonId, PanelId], Actor]:
    """Find all who act by a seat in one of the panels, in three statements however many they are.

    It is what the rules ask of whoever enters a room, in one statement for most, and every
    heartbeat of all open tabs at once.
    """
    if len(people) == len(panels) == 1:
        [person], [panel] = people, panels
        one = reading.rows(_SEAT_HERE, {"person": person, "panel": panel}).one_or_none()
        return {(person, panel): _whole(reading, one)} if one else {}
    held = reading.rows(_SEATS, {"people": list(people), "panels": list(panels)})
    bare = [_bare(*one) for one in held]
    complete = _complete(reading, bare) if bare else []
    return {(PersonId(one.person_id or 0), one.panel_id): one for one in complete}


@lru_cache(MANY)  # the same are asked again and again; their tabs share one
def _bare(*row: Any) -> Actor:  # noqa: ANN401  # columns of a statement
    """Read a row of _HELD: somebody by a seat, whose groups and grants are still to be found."""
    panel_id, *shown = row[: len(_SHOWN)]
    seat_id, seat, role, person_id, person, zone, organisation_id, organisation = row[len(_SHOWN) :]
    return Actor(
        panel_id=panel_id,
        panel=PanelView(*shown),
        role=Role(role),
        seat_id=seat_id,
        seat=seat,
        person_id=person_id,
        name=person,
        organisation_id=organisation_id,
        organisation=organisation,
        person_zone=zone,
    )


def _whole(reading: Reading, held: Row[*tuple[Any, ...]]) -> Actor:
    """Read a row of _ALONE, and find the groups and grants of this one, if there are any."""
    *columns, grouped, granted = held
    bare, seat = _bare(*columns), {"seat": held.seat_id}
    if not grouped and not granted:
        return bare
    groups = reading.rows(_MY_GROUPS, seat).all()
    return _with(bare, groups, reading.rows(_MY_GRANTS, seat).all())


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


def _with(bare: Actor, groups: Sequence[Any], grants: Sequence[Any]) -> Actor:
    """Give somebody their groups, those to which they contribute, and what is granted to them."""
    if not groups and not grants:  # as with most, when all are asked again
        return bare
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
