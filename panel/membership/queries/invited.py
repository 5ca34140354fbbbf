"""Invitations as they are read: what became of each, and who came by it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, exists, func, select

from panel.identity.models import Person, PersonId
from panel.kernel.errors import Missing
from panel.kernel.ids import digest
from panel.kernel.messages import N_
from panel.kernel.work import Reading
from panel.mail.models import Letter
from panel.membership.actors import Actor
from panel.membership.models import (
    Invitation,
    InvitationId,
    InvitationLetter,
    InvitationSeat,
    Organisation,
    PanelId,
    Seat,
)
from panel.membership.policy import invitation_stands, invitation_state
from panel.membership.queries import found
from panel.membership.views import GuestView, InvitationsView, InvitationView

A_DAY = timedelta(days=1)
SHOWN = 50  # invitations on a page
OPENS_NOTHING = N_("This link opens nothing, or no longer. Perhaps a newer letter has another one.")
KINDS = ("all", "waiting", "failed", "came", "expired", "revoked")


def invitations(
    reading: Reading, actor: Actor, now: datetime, chosen: str = "all", before: str = ""
) -> InvitationsView:
    """List the invitations of the actor's panel, the newest first, those of one kind perhaps."""
    query = select(Invitation, Organisation.name).join(
        Organisation, Invitation.organisation_id == Organisation.id
    )
    query = query.where(Invitation.panel_id == actor.panel_id, _kinds(now)[chosen])
    if before:
        last = select(Invitation.id).where(Invitation.public_id == before)
        query = query.where(
            Invitation.id < last.where(Invitation.panel_id == actor.panel_id).scalar_subquery()
        )
    rows = reading.session.execute(query.order_by(Invitation.id.desc()).limit(SHOWN + 1)).all()
    views = _views(reading, [(one, house) for one, house in rows[:SHOWN]], now)
    older = views[-1].id if len(rows) > SHOWN else ""
    return InvitationsView(chosen, _counts(reading, actor, now), tuple(views), older)


def shown(reading: Reading, invitation: Invitation, now: datetime) -> InvitationView:
    """Show one of them."""
    house = reading.session.get_one(Organisation, invitation.organisation_id).name
    return _views(reading, [(invitation, house)], now)[0]


def named(reading: Reading, actor: Actor, public_id: str, now: datetime) -> InvitationView | None:
    """Show the invitation of this name, if it is to the actor's panel."""
    query = select(Invitation).where(Invitation.public_id == public_id)
    known = reading.session.scalar(query.where(Invitation.panel_id == actor.panel_id))
    return shown(reading, known, now) if known else None


def invitation(reading: Reading, actor: Actor, public_id: str, *, lock: bool = False) -> Invitation:
    """Find an invitation to the actor's panel."""
    query = select(Invitation).where(Invitation.public_id == public_id)
    ours = query.where(Invitation.panel_id == actor.panel_id)
    return found(reading.session.scalar(ours.with_for_update() if lock else ours))


def invitation_by(reading: Reading, token_hash: str, *, lock: bool = False) -> Invitation:
    """Find the invitation that a link opens, given the digest of its token; Missing for none."""
    query = select(Invitation).where(Invitation.token_hash == token_hash)
    known = reading.session.scalar(query.with_for_update() if lock else query)
    if known is None:
        raise Missing(OPENS_NOTHING)
    return known


def token_hash(token: str) -> str:
    """Name an invitation by the secret in its link."""
    return digest(token)


def inviter(reading: Reading, invitation: Invitation) -> str:
    """Tell who invites: a moderator's name, or nothing for the operator."""
    query = select(Person.name).join(Seat, Seat.person_id == Person.id)
    return reading.session.scalar(query.where(Seat.id == invitation.by_seat_id)) or ""


def came(reading: Reading, invitation: Invitation) -> int:
    """Count the seats that were taken by an invitation."""
    query = select(func.count()).where(InvitationSeat.invitation_id == invitation.id)
    return reading.session.scalar(query) or 0


def came_by(reading: Reading, invitation: Invitation, person_id: PersonId) -> Seat | None:
    """Find the seat, held or left since, that a person took by an invitation."""
    query = select(Seat).join(InvitationSeat, InvitationSeat.seat_id == Seat.id)
    mine = query.where(InvitationSeat.invitation_id == invitation.id)
    return reading.session.scalar(mine.where(Seat.person_id == person_id))


def taken_by(reading: Reading, invitation: Invitation, person_id: PersonId) -> Seat | None:
    """Find the seat, still held, that a person took by an invitation."""
    seat = came_by(reading, invitation, person_id)
    return seat if seat and seat.until is None else None


def open_to(
    reading: Reading, panel_id: PanelId, addresses: Collection[str], now: datetime
) -> Mapping[str, Invitation]:
    """Find the open invitations that were sent to one of these addresses, for one person each."""
    query = select(Invitation).where(
        Invitation.panel_id == panel_id,
        Invitation.address.in_(addresses),
        Invitation.seats.is_(None),
        invitation_stands(_came(), now) == "open",
    )
    return {one.address: one for one in reading.session.scalars(query)}


def last_letters(
    reading: Reading, panel_id: PanelId, addresses: Collection[str]
) -> Mapping[str, datetime]:
    """Tell when a panel last wrote to each of these addresses to invite somebody."""
    query = _letters(panel_id, func.max(Letter.at)).add_columns(Letter.recipient)
    rows = query.where(Letter.recipient.in_(addresses)).group_by(Letter.recipient)
    return {address: at for at, address in reading.session.execute(rows)}


def letters_before(reading: Reading, panel_id: PanelId, now: datetime) -> int:
    """Count the letters by which a panel has invited people in the day before."""
    query = _letters(panel_id, func.count(Letter.id)).where(Letter.at > now - A_DAY)
    return int(reading.session.scalar(query) or 0)


def _letters(panel_id: PanelId, what: ColumnElement[Any]) -> Select[Any]:
    joined = select(what).join(InvitationLetter, InvitationLetter.letter_id == Letter.id)
    ours = joined.join(Invitation, InvitationLetter.invitation_id == Invitation.id)
    return ours.where(Invitation.panel_id == panel_id)


def _came() -> ScalarSelect[int]:
    query = select(func.count()).where(InvitationSeat.invitation_id == Invitation.id)
    return query.correlate(Invitation).scalar_subquery()


def _failed() -> ColumnElement[bool]:
    """Whether the letter with the present link was given up; with a newer link it is past."""
    query = select(Letter.id).join(InvitationLetter, InvitationLetter.letter_id == Letter.id)
    its = query.where(InvitationLetter.invitation_id == Invitation.id)
    lost = its.where(Letter.given_up_at.is_not(None), Letter.at >= Invitation.sent_at)
    return exists(lost.correlate(Invitation))


def _kinds(now: datetime) -> Mapping[str, ColumnElement[bool]]:
    state = invitation_stands(_came(), now)
    return {
        "all": Invitation.id.is_not(None),
        "waiting": (state == "open") & ~_failed(),
        "failed": (state == "open") & _failed(),
        "came": _came() > 0,
        "expired": state == "expired",
        "revoked": state == "revoked",
    }


def _counts(reading: Reading, actor: Actor, now: datetime) -> Mapping[str, int]:
    of = _kinds(now)
    columns = [func.count().filter(of[kind]) for kind in KINDS]
    query = select(*columns).select_from(Invitation).where(Invitation.panel_id == actor.panel_id)
    return dict(zip(KINDS, reading.session.execute(query).one(), strict=True))


def _views(
    reading: Reading, rows: Collection[tuple[Invitation, str]], now: datetime
) -> list[InvitationView]:
    ids = [one.id for one, _house in rows]
    guests = defaultdict[InvitationId, list[GuestView]](list)
    query = (
        select(InvitationSeat, Person.name)
        .join(Seat, InvitationSeat.seat_id == Seat.id)
        .join(Person, Seat.person_id == Person.id)
        .where(InvitationSeat.invitation_id.in_(ids))
        .order_by(InvitationSeat.at, InvitationSeat.seat_id)
    )
    for seat, name in reading.session.execute(query):
        guests[seat.invitation_id].append(GuestView(name, seat.at))
    failed = set(
        reading.session.scalars(select(Invitation.id).where(Invitation.id.in_(ids), _failed()))
    )
    return [
        InvitationView(
            id=one.public_id,
            role=one.role,
            organisation=house,
            for_name=one.for_name,
            address=one.address,
            seats=one.seats,
            created_at=one.created_at,
            sent_at=one.sent_at,
            expires_at=one.expires_at,
            revoked_at=one.revoked_at,
            state=invitation_state(one, len(guests[one.id]), now),
            failed=one.id in failed,
            came=tuple(guests[one.id]),
        )
        for one, house in rows
    ]
