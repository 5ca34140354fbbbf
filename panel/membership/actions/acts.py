"""Keeping what is done to seats and organisations, and how they stood, to undo it by."""

import json

from sqlalchemy import select

from panel.kernel.ids import digest, new_id
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import ActKind, Grant, GroupSeat, HouseAct, Organisation, Seat

Standing = dict[str, object]
DESCRIBED = ("name", "kind", "place", "about", "web")  # of an organisation


def standing(work: Work, seat: Seat) -> Standing:
    """Tell how a seat stands, in what JSON can say; its row is held until the work ends."""
    work.session.flush()
    work.session.execute(select(Seat.id).where(Seat.id == seat.id).with_for_update())
    work.session.refresh(seat)
    grants = select(Grant.audience_id, Grant.verb).where(Grant.seat_id == seat.id)
    groups = select(GroupSeat.group_id).where(GroupSeat.seat_id == seat.id)
    return {
        "role": seat.role,
        "organisation_id": seat.organisation_id,
        "since": seat.since.isoformat(),
        "until": seat.until.isoformat() if seat.until else None,
        "grants": sorted([id_, verb] for id_, verb in work.session.execute(grants)),
        "groups": sorted(work.session.scalars(groups)),
    }


def described(organisation: Organisation) -> Standing:
    """Tell what stands about an organisation."""
    return {name: getattr(organisation, name) for name in DESCRIBED}


def mark(organisation: Organisation) -> str:
    """Name what stands about an organisation: by it a form says what its author has seen."""
    return digest(json.dumps(described(organisation), sort_keys=True))


def remember(
    work: Work, actor: Actor, kind: ActKind, of: Seat | Organisation, before: Standing
) -> None:
    """Keep an act that was done just now."""
    is_seat = isinstance(of, Seat)
    work.session.add(
        HouseAct(
            public_id=new_id(),
            panel_id=actor.panel_id,
            kind=kind,
            seat_id=of.id if is_seat else None,
            organisation_id=None if is_seat else of.id,
            by_id=actor.seat_id,
            before=before,
            after=standing(work, of) if isinstance(of, Seat) else described(of),
            at=work.at,
        )
    )
