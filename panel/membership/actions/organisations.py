"""What stands about an organisation in the directory."""

from sqlalchemy import select

from panel.kernel.errors import Invalid, require
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership import policy
from panel.membership.actions.acts import DESCRIBED, described, mark, remember
from panel.membership.actions.panels import Entry
from panel.membership.actors import Actor
from panel.membership.events import OrganisationChanged
from panel.membership.models import ActKind, Organisation, Panel

OVERTAKEN = N_(
    "Somebody has changed this meanwhile. It is shown above; yours is still here. Send it again to"
    " put it in its place."
)
NAME_TAKEN = N_("There is an organisation of this name in the directory already.")


def change_organisation(
    work: Work, actor: Actor, organisation: Organisation, entry: Entry, *, stood: str = ""
) -> None:
    """Say something else about an organisation; name and kind are for those who keep the house.

    `stood` is the mark of what its author saw: nobody replaces what she has not seen.
    """
    require(policy.change_organisation_refusal(actor, organisation))
    before = held(work, organisation)
    if stood and stood != mark(organisation):
        raise Invalid({"about": OVERTAKEN})
    if (entry.name, entry.kind) != (organisation.name, organisation.kind):
        require(policy.keep_house_refusal(actor))
    if name_taken(work, organisation, entry.name):
        raise Invalid({"name": NAME_TAKEN})

    for name in DESCRIBED:
        setattr(organisation, name, str(getattr(entry, name)))
    if described(organisation) == before:
        return
    remember(work, actor, ActKind.ORGANISATION, organisation, before)
    work.record(OrganisationChanged(actor.panel.slug, organisation.public_id), by=actor.by)


def held(work: Work, organisation: Organisation) -> dict[str, object]:
    """Hold the panel's names and this organisation, and tell what stands about it."""
    where = organisation.panel_id
    work.session.execute(select(Panel.id).where(Panel.id == where).with_for_update())
    work.session.refresh(organisation)
    return described(organisation)


def name_taken(work: Work, organisation: Organisation, name: str) -> bool:
    """Tell whether another organisation of the panel bears a name."""
    named = select(Organisation.id).filter_by(panel_id=organisation.panel_id, name=name)
    return work.session.scalar(named.where(Organisation.id != organisation.id)) is not None
