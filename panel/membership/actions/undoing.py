"""Undoing what was done to a seat or an organisation, as long as nothing else has come of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from panel.kernel.errors import Clash, require
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership import policy
from panel.membership.actions.acts import DESCRIBED, standing
from panel.membership.actions.contributors import contributions, tell_groups
from panel.membership.actions.organisations import NAME_TAKEN, held, name_taken
from panel.membership.actions.seats import keep_a_moderator
from panel.membership.actors import Actor
from panel.membership.events import (
    ContributorAdded,
    GroupJoined,
    OrganisationChanged,
    RoleChanged,
    SeatGivenBack,
)
from panel.membership.models import (
    ActKind,
    Grant,
    GroupSeat,
    HouseAct,
    Organisation,
    Seat,
    WorkingGroup,
)

CHANGED = N_(
    "Something else about this seat was changed meanwhile, so this cannot be undone from here."
)
REWRITTEN = N_(
    "The entry was changed again meanwhile, so it cannot be undone from here. It can be edited."
)


def undo(work: Work, actor: Actor, act: HouseAct) -> None:
    """Bring back what there was before an act; what was undone already stays so."""
    if act.organisation_id:
        _describe_as_before(
            work, actor, act, work.session.get_one(Organisation, act.organisation_id)
        )
        return
    require(policy.keep_house_refusal(actor))
    seat = work.session.get_one(Seat, act.seat_id)
    keep_a_moderator(work, seat)
    now = standing(work, seat)
    if _is_undone(work, act):
        return
    _require_untouched(act, now)
    act.undone_at = work.at
    if act.kind == ActKind.END:
        _give_back(work, actor, seat, act.before)
    else:
        _as_before(work, actor, seat, act.before)


def _is_undone(work: Work, act: HouseAct) -> bool:
    """Tell whether an act was undone, now that what it is about is held."""
    work.session.refresh(act)
    return act.undone_at is not None


def _require_untouched(act: HouseAct, now: Mapping[str, Any]) -> None:
    """Refuse what has been changed since; to belong to a group does not hang on a role."""
    aside = {"groups"} if act.kind == ActKind.ROLE else set()
    if any(now[name] != value for name, value in act.after.items() if name not in aside):
        raise Clash(CHANGED)


def _give_back(work: Work, actor: Actor, seat: Seat, before: Mapping[str, Any]) -> None:
    seat.role, seat.organisation_id = before["role"], before["organisation_id"]
    seat.since, seat.until = datetime.fromisoformat(before["since"]), None
    work.record(SeatGivenBack(actor.panel.slug, seat.public_id), by=actor.by)
    inside = select(WorkingGroup).where(WorkingGroup.id.in_(before["groups"]))
    for group in work.session.scalars(inside.order_by(WorkingGroup.id)).all():
        work.session.add(GroupSeat(group_id=group.id, seat_id=seat.id))
        fact = GroupJoined(actor.panel.slug, seat.public_id, group.public_id)
        work.record(fact, by=actor.by)
    _grant_again(work, actor, seat, before)


def _as_before(work: Work, actor: Actor, seat: Seat, before: Mapping[str, Any]) -> None:
    seat.role = before["role"]
    _grant_again(work, actor, seat, before)
    tell_groups(work, actor.panel.slug, seat, by=actor.by)
    work.record(RoleChanged(actor.panel.slug, seat.public_id), by=actor.by)


def _grant_again(work: Work, actor: Actor, seat: Seat, before: Mapping[str, Any]) -> None:
    had = {name for _, name in contributions(work, seat)}
    held_ = select(Grant.audience_id, Grant.verb).where(Grant.seat_id == seat.id)
    there = {(audience_id, verb) for audience_id, verb in work.session.execute(held_)}
    work.session.add_all(
        Grant(audience_id=audience_id, verb=verb, seat_id=seat.id)
        for audience_id, verb in before["grants"]
        if (audience_id, verb) not in there
    )
    work.session.flush()
    for _, name in contributions(work, seat):
        if name not in had:
            fact = ContributorAdded(actor.panel.slug, seat.public_id, name)
            work.record(fact, by=actor.by)


def _describe_as_before(
    work: Work, actor: Actor, act: HouseAct, organisation: Organisation
) -> None:
    require(policy.change_organisation_refusal(actor, organisation))
    now, before = held(work, organisation), act.before
    if (before["name"], before["kind"]) != (now["name"], now["kind"]):
        require(policy.keep_house_refusal(actor))
    if _is_undone(work, act):
        return
    if now != act.after:
        raise Clash(REWRITTEN)
    if name_taken(work, organisation, before["name"]):
        raise Clash(NAME_TAKEN)

    act.undone_at = work.at
    for name in DESCRIBED:
        setattr(organisation, name, before[name])
    work.record(OrganisationChanged(actor.panel.slug, organisation.public_id), by=actor.by)
