"""Who may do what with whatever an audience is shown: the rule, as a predicate and in SQL.

`RIGHTS` is DESIGN's table of role and kind of audience. A working group's row holds for those who
are in the group, whatever their role, and for moderators in every group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from sqlalchemy import (
    Case,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    case,
    func,
    or_,
    select,
    true,
)

from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.models import (
    Audience,
    AudienceId,
    AudienceRow,
    Grant,
    GroupId,
    Invitation,
    Kind,
    Organisation,
    PanelId,
    Role,
    Seat,
    Verb,
)

MANY = 1_000  # clauses that are kept
JUST_NOW = timedelta(minutes=5)  # so long pages offer to undo what one did
NOTHING: frozenset[Verb] = frozenset()
READS = frozenset({Verb.READ})
REPLIES = READS | {Verb.REPLY}
STARTS = REPLIES | {Verb.START, Verb.DRAFT}
ALL = frozenset(Verb)
CONTRIBUTES = REPLIES | {Verb.DRAFT}  # what a grant gives a group's contributor
BETWEEN_LETTERS = timedelta(minutes=5)  # to one address, by invitations of one panel
CONTRIBUTORS = frozenset({Role.COMMENTER, Role.MEMBER})  # who can be made one

RIGHTS: Mapping[Role, Mapping[Kind, frozenset[Verb]]] = {
    Role.READER: {
        Kind.PANEL: READS,
        Kind.MEMBERS: NOTHING,
        Kind.GROUP: READS,
        Kind.VISITORS: READS,
    },
    Role.COMMENTER: {
        Kind.PANEL: REPLIES,
        Kind.MEMBERS: NOTHING,
        Kind.GROUP: REPLIES,
        Kind.VISITORS: REPLIES,
    },
    Role.MEMBER: {
        Kind.PANEL: STARTS,
        Kind.MEMBERS: STARTS,
        Kind.GROUP: STARTS,
        Kind.VISITORS: STARTS,
    },
    Role.MODERATOR: {
        Kind.PANEL: ALL,
        Kind.MEMBERS: ALL,
        Kind.GROUP: ALL,
        Kind.VISITORS: ALL,
    },
    Role.AUTHORITY: {
        Kind.PANEL: NOTHING,
        Kind.MEMBERS: NOTHING,
        Kind.GROUP: NOTHING,
        Kind.VISITORS: READS,
    },
    Role.VISITOR: {
        Kind.PANEL: NOTHING,
        Kind.MEMBERS: NOTHING,
        Kind.GROUP: NOTHING,
        Kind.VISITORS: READS,
    },
}
REFUSALS: Mapping[Verb, Message] = {
    Verb.READ: N_("This is not open to you."),
    Verb.REPLY: N_("Your role here is to read."),
    Verb.START: N_("Threads are started by members."),
    Verb.DRAFT: N_("Papers are written by members."),
    Verb.MODERATE: N_("Only moderators can do this."),
}


@dataclass(frozen=True)
class Door:
    """Whom something is for: those in an audience who may do this with what it is shown."""

    audience: Audience | AudienceRow
    verb: Verb = Verb.READ


class Sight(StrEnum):
    """How much of a thing one is shown."""

    ALL = "all"
    MODERATORS = "moderators"  # also what has been hidden


def verbs(actor: Actor, audience: Audience | AudienceRow) -> frozenset[Verb]:
    """Give all that an actor may do, by role and by grant."""
    if audience.panel_id != actor.panel_id:
        return NOTHING
    outside = audience.kind == Kind.GROUP and not _reaches(actor, audience)
    by_role = NOTHING if outside else RIGHTS[actor.role][Kind(audience.kind)]
    return by_role | {verb for audience_id, verb in actor.grants if audience_id == audience.id}


def may(actor: Actor, verb: Verb, audience: Audience | AudienceRow) -> Message | None:
    """Refuse what neither the role nor a grant allows."""
    return None if verb in verbs(actor, audience) else REFUSALS[verb]


def audiences(actor: Actor, verb: Verb) -> Select[int]:
    """Select the ids of all audiences for which `may` has no objection."""
    kinds = frozenset(kind for kind, allowed in RIGHTS[actor.role].items() if verb in allowed)
    groups = None if actor.role is Role.MODERATOR else actor.group_ids
    granted = frozenset(audience_id for audience_id, held in actor.grants if held == verb)
    return _chosen(actor.panel_id, kinds, groups, granted)


@lru_cache(MANY)  # the same people ask again and again; putting it together is most of the cost
def _chosen(
    panel_id: PanelId,
    kinds: frozenset[Kind],
    groups: frozenset[GroupId] | None,
    granted: frozenset[AudienceId],
) -> Select[int]:
    """Select audiences by kind and by grant; of groups all, or these."""
    reached: ColumnElement[bool] = true()
    if groups is not None:
        reached = or_(Audience.kind != Kind.GROUP, Audience.group_id.in_(sorted(groups)))
    by_role = and_(Audience.kind.in_(sorted(kinds)), reached)
    by_grant = Audience.id.in_(sorted(granted))
    return select(Audience.id).where(Audience.panel_id == panel_id, or_(by_role, by_grant))


def covers(wider: Audience, narrower: Audience) -> bool:
    """Tell whether all who read the one by their role read the other, too; grants apart."""
    if wider.id == narrower.id:
        return True
    if wider.panel_id != narrower.panel_id or wider.kind == Kind.GROUP:
        return False
    return _readers(narrower) <= _readers(wider)


def holds(actor: Actor, grant: Grant) -> bool:
    """Tell whether a grant is for the actor: its seat, its organisation, a group or its role."""
    return (
        (grant.seat_id is not None and grant.seat_id == actor.seat_id)
        or (grant.organisation_id is not None and grant.organisation_id == actor.organisation_id)
        or grant.group_id in actor.group_ids
        or grant.role == actor.role
    )


def sight(actor: Actor, audience: Audience | AudienceRow) -> Sight:
    """Show hidden things to those who may hide them."""
    return Sight.ALL if may(actor, Verb.MODERATE, audience) else Sight.MODERATORS


def keep_house_refusal(actor: Actor) -> Message | None:
    """Seats, groups, invitations and the directory are the moderators' to keep."""
    return None if actor.role is Role.MODERATOR else REFUSALS[Verb.MODERATE]


def change_organisation_refusal(actor: Actor, organisation: Organisation) -> Message | None:
    """Let those who take part for an organisation say what it does; name and kind are the house's.

    Observers follow; what stands about their organisation is kept by the moderators.
    """
    if actor.role is Role.MEMBER and actor.organisation_id == organisation.id:
        return None
    if keep_house_refusal(actor) is None:
        return None
    return N_("Only its own members and the moderators change what stands about an organisation.")


def last_moderator_refusal(*, others: int) -> Message | None:
    """Leave no panel without a moderator; `others` is how many there would still be."""
    if others:
        return None
    return N_("A panel always has a moderator. Make somebody else one first.")


def end_seat_refusal(actor: Actor, *, own: bool) -> Message | None:
    """Anybody may leave; moderators may see somebody out."""
    return None if own else keep_house_refusal(actor)


def contribute_refusal(seat: Seat) -> Message | None:
    """Make contributors of those who answer in the panel: readers and authorities do not write."""
    if seat.role in CONTRIBUTORS:
        return None
    return N_("Only observers who comment, and members, can contribute to a working group.")


def invitation_state(invitation: Invitation, came: int, now: datetime) -> str:
    """Tell how an invitation stands: revoked, used (by all whom it is for), expired or open."""
    if invitation.revoked_at:
        return "revoked"
    if came >= invitation.places:
        return "used"
    return "expired" if invitation.expires_at <= now else "open"


def invitation_stands(came: ScalarSelect[int], now: datetime) -> Case[str]:
    """Say the same in SQL; `came` counts the seats that were taken by an invitation."""
    return case(
        (Invitation.revoked_at.is_not(None), "revoked"),
        (came >= func.coalesce(Invitation.seats, 1), "used"),
        (Invitation.expires_at <= now, "expired"),
        else_="open",
    )


USED = N_("This invitation has already been used. Each link serves one person, once.")
FULL = N_("All the seats that this invitation offered are taken.")
INVITATION_OVER = {
    "revoked": N_("This invitation has been taken back."),
    "expired": N_("This invitation has expired."),
}


def invitation_refusal(invitation: Invitation, came: int, now: datetime) -> Message | None:
    """Refuse an invitation that is no longer good, with the sentence that the guest sees."""
    state = invitation_state(invitation, came, now)
    if state == "used":
        return USED if invitation.seats is None else FULL
    return INVITATION_OVER.get(state)


def revoke_refusal(invitation: Invitation, came: int) -> Message | None:
    """Take nothing back that has been used up; those who came by it stay."""
    if came < invitation.places:
        return None
    if invitation.seats is None:
        return N_("Somebody has come by this invitation already.")
    return N_("All its seats are taken, so there is nothing to take back.")


def resend_refusal(invitation: Invitation, came: int) -> Message | None:
    """Send again what somebody may still come by, expired or not."""
    if invitation.revoked_at:
        return N_("This invitation was taken back. Please invite anew.")
    return revoke_refusal(invitation, came) and N_("Everybody whom this is for has come by it.")


def letter_refusal(last: datetime | None, now: datetime) -> Message | None:
    """Leave an address in peace for some minutes after a letter."""
    if last is None or last + BETWEEN_LETTERS <= now:
        return None
    return N_("A letter went to this address a moment ago. Please wait some minutes.")


def letters_refusal(sent: int, more: int, limit: int) -> Message | None:
    """Keep a panel from writing to half the world; `sent` counts the letters of a day."""
    if sent + more <= limit:
        return None
    return N_("This panel has sent as many letters of invitations today as one may in a day.")


def organisation_role_refusal(role: Role) -> Message | None:
    """Make nobody a moderator by a link that goes from hand to hand."""
    if role is not Role.MODERATOR:
        return None
    return N_("Moderators are invited one by one, not as an organisation.")


def fewer_seats_refusal(seats: int, came: int) -> Message | None:
    """Take no seat from under those who came."""
    return N_("More people than that have come already.") if seats < came else None


def _readers(audience: Audience) -> set[Role]:
    return {role for role, kinds in RIGHTS.items() if Verb.READ in kinds[Kind(audience.kind)]}


def _reaches(actor: Actor, audience: Audience | AudienceRow) -> bool:
    return actor.role is Role.MODERATOR or audience.group_id in actor.group_ids
