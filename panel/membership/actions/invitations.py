"""Inviting people by mail or link, sending again, taking back, and coming by an invitation."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from panel.identity.models import Person
from panel.kernel.errors import Clash, Gone, Invalid, TooOften, require
from panel.kernel.ids import digest, new_id, new_token
from panel.kernel.messages import N_, Message
from panel.kernel.work import By, Work
from panel.mail.models import Letter
from panel.membership import policy, queries
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.actors import Actor
from panel.membership.events import (
    InvitationAccepted,
    InvitationResent,
    InvitationRevoked,
    InvitationSeatsChanged,
    Invited,
)
from panel.membership.models import (
    Invitation,
    InvitationLetter,
    InvitationSeat,
    Panel,
    Role,
    Seat,
)
from panel.membership.queries import invited

OPEN_ALREADY = N_("There is an open invitation to this address already. You can send it again.")
LEFT = N_("You have come by this invitation and left. Coming back takes another one.")


@dataclass(frozen=True)
class Offer:
    """Whom to invite, as what, on behalf of which organisation, and for how many days."""

    for_name: str
    role: Role
    organisation: Entry
    days: int
    address: str = ""  # where it is sent; "": the link is handed over
    language: str = ""  # "": the panel's
    seats: int | None = None  # for so many of the organisation's people; None: for one person


def invite(work: Work, actor: Actor, offer: Offer) -> str:
    """Invite somebody, and give back the token of the link, which is stored nowhere."""
    require(policy.keep_house_refusal(actor))
    if offer.seats is not None and (why := policy.organisation_role_refusal(offer.role)):
        raise Invalid({"role": why})
    panel = held(work, actor)
    if offer.address:
        _undisturbed(work, actor, offer)

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
        address=offer.address,
        language=offer.language or panel.language,
        seats=offer.seats,
        by_seat_id=by_seat.seat_id if by_seat else None,
        created_at=work.at,
        sent_at=work.at,
        expires_at=work.at + timedelta(days=offer.days),
    )
    work.session.add(invitation)
    work.record(Invited(panel.slug, invitation.public_id), by=by)
    return token


def held(work: Work, actor: Actor) -> Panel:
    """Hold the panel's row, so that two moderators do not invite one address at once."""
    query = select(Panel).where(Panel.id == actor.panel_id).with_for_update()
    return work.session.scalars(query).one()


def allow_letters(work: Work, actor: Actor, letters: int, limit: int) -> None:
    """Refuse what is more than a panel may send in a day; two moderators count together."""
    panel = held(work, actor)
    sent = invited.letters_before(work, panel.id, work.at)
    if why := policy.letters_refusal(sent, letters, limit):
        raise TooOften(why)


def note_letter(work: Work, invitation: Invitation, letter: Letter) -> None:
    """Keep by which letter an invitation was sent, so that its list tells what became of it."""
    work.session.flush()
    work.session.add(InvitationLetter(letter_id=letter.id, invitation_id=invitation.id))


def resend(work: Work, actor: Actor, invitation: Invitation, *, by_letter: bool) -> str:
    """Give a locked invitation another link, and its days anew; the old link is dead at once."""
    require(policy.keep_house_refusal(actor))
    if why := policy.resend_refusal(invitation, invited.came(work, invitation)):
        raise Clash(why)
    held(work, actor)
    address = [invitation.address] if invitation.address else []
    others = invited.open_to(work, invitation.panel_id, address, work.at).values()
    if any(one.id != invitation.id for one in others) and invitation.seats is None:
        raise Clash(OPEN_ALREADY)
    if by_letter and (why := _too_soon(work, actor, invitation.address)):
        raise TooOften(why)

    token, days = new_token(), invitation.expires_at - invitation.sent_at
    invitation.token_hash = digest(token)
    invitation.sent_at, invitation.expires_at = work.at, work.at + days
    work.record(InvitationResent(actor.panel.slug, invitation.public_id), by=actor.by)
    return token


def change_seats(work: Work, actor: Actor, invitation: Invitation, seats: int) -> None:
    """Let more of an organisation's people come by a locked invitation, or fewer."""
    require(policy.keep_house_refusal(actor))
    if invitation.seats is None or invitation.revoked_at:
        raise Clash(N_("The seats of this invitation cannot be changed."))
    if why := policy.fewer_seats_refusal(seats, invited.came(work, invitation)):
        raise Invalid({"seats": why})

    if invitation.seats != seats:
        invitation.seats = seats
        work.record(InvitationSeatsChanged(actor.panel.slug, invitation.public_id), by=actor.by)


def revoke(work: Work, actor: Actor, invitation: Invitation) -> None:
    """Take an invitation back; what has been used up cannot be, and who came by it stays."""
    require(policy.keep_house_refusal(actor))
    if why := policy.revoke_refusal(invitation, invited.came(work, invitation)):
        raise Clash(why)

    if invitation.revoked_at is None:
        invitation.revoked_at = work.at
        fact = InvitationRevoked(actor.panel.slug, invitation.public_id)
        work.record(fact, by=actor.by)


def accept(work: Work, invitation: Invitation, person: Person) -> Seat:
    """Take a seat that was offered; `invitation` is locked, so that none is taken twice.

    Whoever has taken one by this invitation already, with a form sent twice, simply has it. Who
    has left since, or was seen out, does not come back by it: such a link goes from hand to hand.
    """
    before = invited.came_by(work, invitation, person.id)
    if before and before.until is None:
        return before
    if why := policy.invitation_refusal(invitation, invited.came(work, invitation), work.at):
        raise Gone(why)
    if before:
        raise Gone(LEFT)
    panel = work.session.get_one(Panel, invitation.panel_id)
    seat = take_seat(
        work,
        panel,
        person,
        queries.organisation(work, invitation.organisation_id),
        Role(invitation.role),
        by="person",
    )
    work.session.add(InvitationSeat(invitation_id=invitation.id, seat_id=seat.id, at=work.at))
    work.record(InvitationAccepted(panel.slug, invitation.public_id), by=seat.id)
    return seat


def _undisturbed(work: Work, actor: Actor, offer: Offer) -> None:
    """Write to nobody twice: one open invitation for one person, one letter in some minutes."""
    open_ = invited.open_to(work, actor.panel_id, [offer.address], work.at)
    if open_ and offer.seats is None:
        raise Invalid({"address": OPEN_ALREADY})
    if why := _too_soon(work, actor, offer.address):
        raise Invalid({"address": why})


def _too_soon(work: Work, actor: Actor, address: str) -> Message | None:
    last = invited.last_letters(work, actor.panel_id, [address]).get(address)
    return policy.letter_refusal(last, work.at)
