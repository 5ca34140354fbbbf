"""Contributors: seats that write what is a working group's, by grant, without belonging to it."""

from sqlalchemy import delete, select

from panel.kernel.errors import require
from panel.kernel.work import By, Work
from panel.membership import policy
from panel.membership.actors import Actor
from panel.membership.events import ContributorAdded, ContributorEnded, GroupSeatChanged
from panel.membership.models import Audience, AudienceId, Grant, GroupSeat, Seat, Verb, WorkingGroup
from panel.membership.queries import group_audience


def add_contributor(work: Work, actor: Actor, group: WorkingGroup, seat: Seat) -> None:
    """Let a seat read, answer and draft what is the group's; twice is once."""
    require(policy.keep_house_refusal(actor))
    require(policy.contribute_refusal(seat))
    audience = group_audience(work, group)
    missing = policy.CONTRIBUTES - _held(work, audience.id, seat)
    if not missing:
        return

    work.session.add_all(
        Grant(audience_id=audience.id, verb=verb, seat_id=seat.id) for verb in sorted(missing)
    )
    fact = ContributorAdded(actor.panel.slug, seat.public_id, group.public_id)
    work.record(fact, by=actor.by)


def end_contributor(work: Work, actor: Actor, group: WorkingGroup, seat: Seat) -> None:
    """Take back what a contributor was granted; what was written stays."""
    require(policy.end_seat_refusal(actor, own=seat.id == actor.seat_id))
    audience = group_audience(work, group)
    if not _held(work, audience.id, seat):
        return

    _take_back(work, audience.id, seat)
    fact = ContributorEnded(actor.panel.slug, seat.public_id, group.public_id)
    work.record(fact, by=actor.by)


def end_contributions(work: Work, panel: str, seat: Seat, *, by: By) -> None:
    """Take back all that a seat was granted as a contributor: it ends, or writes no more."""
    for audience_id, name in contributions(work, seat):
        _take_back(work, audience_id, seat)
        work.record(ContributorEnded(panel, seat.public_id, name), by=by)


def tell_groups(work: Work, panel: str, seat: Seat, *, by: By) -> None:
    """Let the working groups of a seat know that its role is another; contributions may end."""
    if policy.contribute_refusal(seat):
        end_contributions(work, panel, seat, by=by)
    inside = select(WorkingGroup.public_id).join(GroupSeat, GroupSeat.group_id == WorkingGroup.id)
    names = set(work.session.scalars(inside.where(GroupSeat.seat_id == seat.id)))
    names |= {name for _, name in contributions(work, seat)}
    for name in sorted(names):
        work.record(GroupSeatChanged(panel, seat.public_id, name), by=by)


def contributions(work: Work, seat: Seat) -> list[tuple[AudienceId, str]]:
    """Tell which groups a seat contributes to: their audiences, and their names in facts."""
    query = (
        select(Audience.id, WorkingGroup.public_id)
        .join(Grant, Grant.audience_id == Audience.id)
        .join(WorkingGroup, Audience.group_id == WorkingGroup.id)
        .where(Grant.seat_id == seat.id)
        .distinct()
        .order_by(Audience.id)
    )
    return [(audience_id, name) for audience_id, name in work.session.execute(query)]


def _held(work: Work, audience_id: AudienceId, seat: Seat) -> set[Verb]:
    """Tell which verbs a seat was granted; its row is locked, so that two acts do not cross."""
    work.session.execute(select(Seat.id).where(Seat.id == seat.id).with_for_update())
    held = select(Grant.verb).where(Grant.audience_id == audience_id, Grant.seat_id == seat.id)
    return {Verb(verb) for verb in work.session.scalars(held)}


def _take_back(work: Work, audience_id: AudienceId, seat: Seat) -> None:
    granted = delete(Grant).where(Grant.audience_id == audience_id, Grant.seat_id == seat.id)
    work.session.execute(granted)
