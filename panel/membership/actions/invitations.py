"""Inviting people by link, taking an invitation back, and coming by one."""

from dataclasses import dataclass
from datetime import timedelta

from panel.identity.models import Person
from panel.kernel.errors import Clash, Gone, require
from panel.kernel.ids import digest, new_id, new_token
from panel.kernel.messages import N_
from panel.kernel.work import By, Work
from panel.membership import policy, queries
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.actors import Actor
from panel.membership.events import InvitationAccepted, InvitationRevoked, Invited
from panel.membership.models import Invitation, Panel, Role, Seat


@dataclass(frozen=True)
class Offer:
    """Whom to invite, as what, on behalf of which organisation, and for how many days."""

    for_name: str
    role: Role
    organisation: Entry
    days: int


def invite(work: Work, actor: Actor, offer: Offer) -> str:
    """Invite somebody, and give back the token of the link, which is stored nowhere."""
    require(policy.keep_house_refusal(actor))

    panel = work.session.get_one(Panel, actor.panel_id)
    return offered(work, panel, offer, by=actor.by, by_seat=actor)


def offered(work: Work, panel: Panel, offer: Offer, *, by: By, by_seat: Actor | None = None) -> str:
    """Write an invitation down; the operator invites the first moderator so, without a seat."""
    token = new_token()
    invitation = Invitation(
        public_id=new_id(),
        token_hash=digest(token),
        panel_id=panel.id,
        organisation_id=organisation(work, panel, offer.organisation, by=by).id,
        role=offer.role,
        for_name=offer.for_name,
        by_seat_id=by_seat.seat_id if by_seat else None,
        created_at=work.at,
        expires_at=work.at + timedelta(days=offer.days),
    )
    work.session.add(invitation)
    work.record(Invited(panel.slug, invitation.public_id), by=by)
    return token


def revoke(work: Work, actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back; what has been used cannot be."""
    require(policy.keep_house_refusal(actor))
    if invitation.used_at:
        raise Clash(N_("Somebody has come by this invitation already."))

    if invitation.revoked_at is None:
        invitation.revoked_at = work.at
        fact = InvitationRevoked(actor.panel.slug, invitation.public_id)
        work.record(fact, by=actor.by)


def accept(work: Work, invitation: Invitation, person: Person) -> Seat:
    """Take the seat that was offered; `invitation` is locked, so that a link serves once.

    Whoever has taken it by this invitation already, with a form sent twice, simply has it.
    """
    if taken := queries.taken_by(work, invitation, person.id):
        return taken
    if why := policy.invitation_refusal(invitation, work.at):
        raise Gone(why)
    panel = work.session.get_one(Panel, invitation.panel_id)
    seat = take_seat(
        work,
        panel,
        person,
        queries.organisation(work, invitation.organisation_id),
        Role(invitation.role),
        by="person",
    )
    invitation.used_at, invitation.used_by_seat_id = work.at, seat.id
    work.record(InvitationAccepted(panel.slug, invitation.public_id), by=seat.id)
    return seat
