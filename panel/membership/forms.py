"""From what a browser sends about seats and invitations to what an action takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from panel.identity.forms import email, new_password
from panel.identity.models import NAME_LIMIT
from panel.kernel.fields import NOT_OFFERED, Fields
from panel.kernel.messages import N_
from panel.membership.actions.invitations import Offer
from panel.membership.actions.panels import Entry
from panel.membership.models import SEATED, TITLE_LIMIT, OrganisationKind, Role
from panel.membership.views import OrganisationView

NEW = "new"  # in place of an organisation's id: the one whose name is typed beside it
DAYS = {"1": 1, "7": 7, "30": 30}
KINDS = tuple(OrganisationKind)


@dataclass(frozen=True)
class Guest:
    """What somebody who comes by invitation says of herself."""

    name: str
    email: str
    password: str


def offer(form: Mapping[str, str], directory: Sequence[OrganisationView]) -> Offer:
    """Read an invitation: for whom, as what, for an organisation listed or a new one, how long."""
    fields = Fields(form)
    for_name = fields.line("for_name", NAME_LIMIT)
    role = fields.choice("role", SEATED)
    days = fields.choice("days", DAYS)
    entry = _organisation(fields, form, directory)
    fields.check()
    return Offer(for_name, Role(role), entry, DAYS[days])


def guest(form: Mapping[str, str]) -> Guest:
    """Read a new account, or the sign-in to one that is there."""
    fields = Fields(form)
    name, address = fields.line("name", NAME_LIMIT), email(fields)
    password = new_password(fields)
    fields.check()
    return Guest(name, address, password)


def organisation(form: Mapping[str, str]) -> Entry:
    """Read an entry of the directory."""
    fields = Fields(form)
    name = fields.line("name", TITLE_LIMIT)
    kind = fields.choice("kind", KINDS)
    place = fields.line("place", TITLE_LIMIT, optional=True)
    fields.check()
    return Entry(name, OrganisationKind(kind), place)


def role(form: Mapping[str, str]) -> Role:
    """Read what a seat shall be for."""
    fields = Fields(form)
    chosen = fields.choice("role", SEATED)
    fields.check()
    return Role(chosen)


def _organisation(
    fields: Fields, form: Mapping[str, str], directory: Sequence[OrganisationView]
) -> Entry:
    chosen = form.get("organisation", "")
    if chosen in {NEW, ""} and form.get("new_organisation", "").strip():
        name = fields.line("new_organisation", TITLE_LIMIT)
        kind = fields.choice("kind", KINDS)
        return Entry(name, OrganisationKind(kind)) if kind in KINDS else Entry(name)
    names = {one.id: one.name for one in directory}
    if chosen not in names:
        missing = N_("Please choose an organisation, or write the name of a new one.")
        fields.refuse("organisation", missing if chosen in {NEW, ""} else NOT_OFFERED)
    return Entry(names.get(chosen, ""))
