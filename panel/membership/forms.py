"""From what a browser sends about seats and invitations to what an action takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from panel.identity.forms import email, new_password
from panel.identity.models import NAME_LIMIT
from panel.kernel.fields import NOT_OFFERED, Fields
from panel.kernel.messages import N_
from panel.membership.actions.invitations import Offer
from panel.membership.actions.panels import Entry
from panel.membership.models import (
    ABOUT_LIMIT,
    SEATED,
    TITLE_LIMIT,
    WEB_LIMIT,
    Organisation,
    OrganisationKind,
    Role,
)
from panel.membership.views import OrganisationView

NEW = "new"  # in place of an organisation's id: the one whose name is typed beside it
DAYS = {"1": 1, "7": 7, "30": 30}
KINDS = tuple(OrganisationKind)
NO_WEB = N_("This is no address of a web page; one looks like https://organisation.example.")
_STRANGE = frozenset(' <>"\\^`{|}')  # what stands in no address (RFC 3986)


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
    place, about, site = _description(fields)
    fields.check()
    return Entry(name, OrganisationKind(kind), place, about, site)


def description(form: Mapping[str, str], known: Organisation) -> Entry:
    """Read what those say of an organisation who keep neither its name nor its kind."""
    fields = Fields(form)
    place, about, site = _description(fields)
    fields.check()
    return Entry(known.name, OrganisationKind(known.kind), place, about, site)


def role(form: Mapping[str, str]) -> Role:
    """Read what a seat shall be for."""
    fields = Fields(form)
    chosen = fields.choice("role", SEATED)
    fields.check()
    return Role(chosen)


def group_name(form: Mapping[str, str]) -> str:
    """Read the name of a working group."""
    fields = Fields(form)
    name = fields.line("name", TITLE_LIMIT)
    fields.check()
    return name


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


def _description(fields: Fields) -> tuple[str, str, str]:
    place = fields.line("place", TITLE_LIMIT, optional=True)
    about = fields.text("about", ABOUT_LIMIT, optional=True)
    return place, about, _web(fields)


def _web(fields: Fields) -> str:
    """Read the address of a web page; whoever leaves https:// out means it."""
    typed = fields.line("web", WEB_LIMIT - len("https://"), optional=True)
    if not typed:
        return ""
    address = typed if "://" in typed else f"https://{typed}"
    if not _is_web(address):
        fields.refuse("web", NO_WEB)
    return address


def _is_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
        named = "." in (parts.hostname or "").strip(".") and parts.port != 0
    except ValueError:  # a port that is none
        return False
    plain = "@" not in parts.netloc and not _STRANGE & set(address)
    return parts.scheme in {"http", "https"} and named and plain
