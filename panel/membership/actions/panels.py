"""Opening panels, and keeping their directory of organisations."""

from dataclasses import dataclass

from sqlalchemy import select

from panel.kernel.errors import require
from panel.kernel.ids import new_id
from panel.kernel.tables import insert_once
from panel.kernel.work import By, Work
from panel.membership import policy
from panel.membership.actors import Actor
from panel.membership.events import OrganisationAdded, PanelOpened
from panel.membership.models import Audience, Kind, Organisation, OrganisationKind, Panel


@dataclass(frozen=True)
class Charter:
    """What a panel is opened with."""

    slug: str
    name: str
    place: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class Entry:
    """An organisation as the directory has it."""

    name: str
    kind: OrganisationKind = OrganisationKind.ENTERPRISE
    place: str = ""
    about: str = ""
    web: str = ""


def open_panel(work: Work, charter: Charter) -> Panel:
    """Open a panel, with its audiences; only the operator does, so nobody is asked."""
    panel = Panel(
        slug=charter.slug,
        name=charter.name,
        place=charter.place,
        language=charter.language,
        time_zone=charter.time_zone,
        since=work.at,
    )
    work.session.add(panel)
    work.session.flush()
    for kind in (Kind.PANEL, Kind.MEMBERS, Kind.VISITORS):
        work.session.add(Audience(public_id=new_id(), panel_id=panel.id, kind=kind))
    work.record(PanelOpened(panel.slug), by="operator")
    return panel


def organisation(work: Work, panel: Panel, entry: Entry, *, by: By) -> Organisation:
    """Find an organisation in a panel's directory by its name, or put it there."""
    named = select(Organisation).filter_by(panel_id=panel.id, name=entry.name)
    known: Organisation | None = work.session.scalar(named)
    if known:
        return known
    added = insert_once(
        work.session,
        Organisation,
        *("panel_id", "name"),
        public_id=new_id(),
        panel_id=panel.id,
        name=entry.name,
        kind=entry.kind,
        place=entry.place,
        about=entry.about,
        web=entry.web,
    )
    if added:
        work.record(OrganisationAdded(panel.slug, added.public_id), by=by)
        return added
    return work.session.scalars(named).one()  # somebody else was quicker


def add_organisation(work: Work, actor: Actor, entry: Entry) -> Organisation:
    """Put an organisation in the directory."""
    require(policy.keep_house_refusal(actor))

    panel = work.session.get_one(Panel, actor.panel_id)
    return organisation(work, panel, entry, by=actor.by)
