"""Taking a seat at the table, changing what it is for, and leaving."""

from sqlalchemy import delete, select

from panel.identity.models import Person
from panel.kernel.errors import Clash, require
from panel.kernel.ids import new_id
from panel.kernel.messages import N_
from panel.kernel.work import By, Work
from panel.membership import policy, queries
from panel.membership.actions.acts import remember, standing
from panel.membership.actions.contributors import end_contributions, tell_groups
from panel.membership.actions.groups import leave_groups
from panel.membership.actors import Actor
from panel.membership.events import RoleChanged, SeatEnded, SeatTaken
from panel.membership.models import ActKind, Grant, Organisation, Panel, Role, Seat


def take_seat(
    work: Work, panel: Panel, person: Person, organisation: Organisation, role: Role, *, by: By
) -> Seat:
    """Give a person a seat; who once had one here comes back to it."""
    query = select(Seat).filter_by(person_id=person.id, panel_id=panel.id)
    seat = work.session.scalar(query.with_for_update())
    if seat and seat.until is None:
        raise Clash(N_("This person has a seat in this panel already."))
    if seat is None:
        seat = Seat(public_id=new_id(), person_id=person.id, panel_id=panel.id)
        work.session.add(seat)
    seat.organisation_id, seat.role = organisation.id, role
    seat.since, seat.until = work.at, None
    work.session.flush()
    work.record(SeatTaken(panel.slug, seat.public_id), by=by)
    return seat


def appoint(work: Work, panel: Panel, seat: Seat) -> None:
    """Make a seat a moderator's; only the operator does it like this, so nobody is asked."""
    seat.role = Role.MODERATOR
    tell_groups(work, panel.slug, seat, by="operator")
    work.record(RoleChanged(panel.slug, seat.public_id), by="operator")


def change_role(work: Work, actor: Actor, seat: Seat, role: Role) -> None:
    """Give a seat another role; its open tabs are asked again at every door."""
    require(policy.keep_house_refusal(actor))
    if seat.role == role:
        return
    keep_a_moderator(work, seat)

    before = standing(work, seat)
    seat.role = role
    tell_groups(work, actor.panel.slug, seat, by=actor.by)
    remember(work, actor, ActKind.ROLE, seat, before)
    work.record(RoleChanged(actor.panel.slug, seat.public_id), by=actor.by)


def end_seat(work: Work, actor: Actor, seat: Seat) -> None:
    """Leave the table, or see somebody out; what was said stays."""
    require(policy.end_seat_refusal(actor, own=seat.id == actor.seat_id))
    keep_a_moderator(work, seat)

    before = standing(work, seat)
    seat.until = work.at
    leave_groups(work, actor.panel.slug, seat, by=actor.by)  # whoever comes back begins anew
    end_contributions(work, actor.panel.slug, seat, by=actor.by)
    work.session.execute(delete(Grant).where(Grant.seat_id == seat.id))
    if seat.id != actor.seat_id:  # who left comes back by an invitation
        remember(work, actor, ActKind.END, seat, before)
    work.record(SeatEnded(actor.panel.slug, seat.public_id), by=actor.by)


def keep_a_moderator(work: Work, seat: Seat) -> None:
    """Hold the panel's row, so that two moderators who leave at once cannot both pass."""
    if seat.role != Role.MODERATOR:
        return
    work.session.execute(select(Panel.id).where(Panel.id == seat.panel_id).with_for_update())
    others = queries.other_moderators(work, seat)
    require(policy.last_moderator_refusal(others=others))
