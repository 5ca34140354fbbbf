"""Who may do what with whatever an audience is shown: the rule, as a predicate and in SQL.

`RIGHTS` is DESIGN's table of role and kind of audience. A working group's row holds for those who
are in the group, whatever their role, and for moderators in every group.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.models import (
    Audience,
    Grant,
    Invitation,
    Kind,
    Organisation,
    Role,
    Seat,
    Verb,
)

JUST_NOW = timedelta(minutes=5)  # so long pages offer to undo what one did
NOTHING: frozenset[Verb] = frozenset()
READS = frozenset({Verb.READ})
REPLIES = READS | {Verb.REPLY}
STARTS = REPLIES | {Verb.START, Verb.DRAFT}
ALL = frozenset(Verb)
CONTRIBUTES = REPLIES | {Verb.DRAFT}  # what a grant gives a group's contributor
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

    audience: Audience
    verb: Verb = Verb.READ


class Sight(StrEnum):
    """How much of a thing one is shown."""

    ALL = "all"
    MODERATORS = "moderators"  # also what has been hidden


def verbs(actor: Actor, audience: Audience) -> frozenset[Verb]:
    """Give all that an actor may do, by role and by grant."""
    if audience.panel_id != actor.panel_id:
        return NOTHING
    outside = audience.kind == Kind.GROUP and not _reaches(actor, audience)
    by_role = NOTHING if outside else RIGHTS[actor.role][Kind(audience.kind)]
    return by_role | {verb for audience_id, verb in actor.grants if audience_id == audience.id}


def may(actor: Actor, verb: Verb, audience: Audience) -> Message | None:
    """Refuse what neither the role nor a grant allows."""
    return None if verb in verbs(actor, audience) else REFUSALS[verb]


def audiences(actor: Actor, verb: Verb) -> Select[int]:
    """Select the ids of all audiences for which `may` has no objection."""
    kinds = [kind for kind, allowed in RIGHTS[actor.role].items() if verb in allowed]
    reached: ColumnElement[bool] = true()
    if actor.role is not Role.MODERATOR:
        reached = or_(Audience.kind != Kind.GROUP, Audience.group_id.in_(actor.group_ids))
    granted = [audience_id for audience_id, held in actor.grants if held == verb]
    by_role, by_grant = and_(Audience.kind.in_(kinds), reached), Audience.id.in_(granted)
    return select(Audience.id).where(Audience.panel_id == actor.panel_id, or_(by_role, by_grant))


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


def sight(actor: Actor, audience: Audience) -> Sight:
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


def invitation_state(invitation: Invitation, now: datetime) -> str:
    """Tell how an invitation stands: used, revoked, expired or open."""
    if invitation.used_at:
        return "used"
    if invitation.revoked_at:
        return "revoked"
    return "expired" if invitation.expires_at <= now else "open"


INVITATION_OVER = {
    "used": N_("This invitation has already been used. Each link serves one person, once."),
    "revoked": N_("This invitation has been taken back."),
    "expired": N_("This invitation has expired."),
}


def invitation_refusal(invitation: Invitation, now: datetime) -> Message | None:
    """Refuse an invitation that is no longer good, with the sentence that the guest sees."""
    return INVITATION_OVER.get(invitation_state(invitation, now))


def _readers(audience: Audience) -> set[Role]:
    return {role for role, kinds in RIGHTS.items() if Verb.READ in kinds[Kind(audience.kind)]}


def _reaches(actor: Actor, audience: Audience) -> bool:
    return actor.role is Role.MODERATOR or audience.group_id in actor.group_ids
