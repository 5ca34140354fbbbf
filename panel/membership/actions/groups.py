"""Setting up working groups, and who belongs to them."""

from sqlalchemy import select

from panel.kernel.errors import Invalid, require
from panel.kernel.ids import new_id
from panel.kernel.messages import N_
from panel.kernel.tables import insert_once
from panel.kernel.work import By, Work
from panel.membership import policy
from panel.membership.actors import Actor
from panel.membership.events import GroupCreated, GroupJoined, GroupLeft, GroupRenamed
from panel.membership.models import Audience, GroupSeat, Kind, Panel, Seat, WorkingGroup

NAME_TAKEN = N_("There is a working group of this name already.")


def create_group(work: Work, actor: Actor, name: str) -> WorkingGroup:
    """Set up a working group, and the audience that is made of it."""
    require(policy.keep_house_refusal(actor))

    group = insert_once(
        work.session,
        WorkingGroup,
        *("panel_id", "name"),
        public_id=new_id(),
        panel_id=actor.panel_id,
        name=name,
        since=work.at,
    )
    if group is None:
        raise Invalid({"name": NAME_TAKEN})
    work.session.add(
        Audience(public_id=new_id(), panel_id=actor.panel_id, kind=Kind.GROUP, group_id=group.id)
    )
    work.record(GroupCreated(actor.panel.slug, group.public_id), by=actor.by)
    return group


def rename_group(work: Work, actor: Actor, group: WorkingGroup, name: str) -> None:
    """Give a working group a better name; no other group of the panel bears it."""
    require(policy.keep_house_refusal(actor))
    if group.name == name:
        return
    work.session.execute(select(Panel.id).where(Panel.id == actor.panel_id).with_for_update())
    named = select(WorkingGroup.id).filter_by(panel_id=actor.panel_id, name=name)
    if work.session.scalar(named):
        raise Invalid({"name": NAME_TAKEN})

    group.name = name
    work.record(GroupRenamed(actor.panel.slug, group.public_id), by=actor.by)


def join_group(work: Work, actor: Actor, group: WorkingGroup, seat: Seat) -> None:
    """Take a seat into a working group; twice is once."""
    require(policy.keep_house_refusal(actor))

    joined = insert_once(
        work.session, GroupSeat, *("group_id", "seat_id"), group_id=group.id, seat_id=seat.id
    )
    if joined:
        fact = GroupJoined(actor.panel.slug, seat.public_id, group.public_id)
        work.record(fact, by=actor.by)


def leave_group(work: Work, actor: Actor, group: WorkingGroup, seat: Seat) -> None:
    """Take a seat out of a working group."""
    require(policy.end_seat_refusal(actor, own=seat.id == actor.seat_id))

    row = work.session.get(GroupSeat, (group.id, seat.id))
    if row is not None:
        work.session.delete(row)
        fact = GroupLeft(actor.panel.slug, seat.public_id, group.public_id)
        work.record(fact, by=actor.by)


def leave_groups(work: Work, panel: str, seat: Seat, *, by: By) -> None:
    """Take a seat that ends out of all its working groups."""
    inside = select(GroupSeat, WorkingGroup.public_id).join(
        WorkingGroup, GroupSeat.group_id == WorkingGroup.id
    )
    rows = work.session.execute(inside.where(GroupSeat.seat_id == seat.id)).all()
    for row, name in rows:
        work.session.delete(row)
        work.record(GroupLeft(panel, seat.public_id, name), by=by)
