"""From what a browser sends about seats and invitations to what an action takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from panel.identity.forms import email, new_password
from panel.identity.models import NAME_LIMIT
from panel.kernel.errors import Invalid
from panel.kernel.fields import EMPTY, NOT_OFFERED, Fields
from panel.kernel.languages import LANGUAGES
from panel.kernel.messages import N_
from panel.membership.actions.invitations import Offer
from panel.membership.actions.panels import Entry
from panel.membership.lists import BYTES_MOST, UnreadableError, decoded
from panel.membership.models import (
    ABOUT_LIMIT,
    SEATED,
    SEATS_MOST,
    TITLE_LIMIT,
    WEB_LIMIT,
    Organisation,
    OrganisationKind,
    Role,
)
from panel.membership.roster import Common
from panel.membership.views import OrganisationView

NEW = "new"  # in place of an organisation's id: the one whose name is typed beside it
DAYS = {"1": 1, "7": 7, "30": 30}
KINDS = tuple(OrganisationKind)
SEATS = N_("Please write a number from 1 to 200.")
NO_TEXT = N_("This file holds no text. In a spreadsheet, save it as CSV and try again.")
TOO_LARGE = N_("This is more than 100 kB. Please send it in parts.")
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
    read = _offer(fields, form, directory)
    fields.check()
    return replace(read, for_name=for_name)


def organisation_offer(form: Mapping[str, str], directory: Sequence[OrganisationView]) -> Offer:
    """Read an invitation of an organisation as a whole, with its number of seats."""
    fields = Fields(form)
    many = _seats(fields)
    read = _offer(fields, form, directory)
    fields.check()
    return replace(read, seats=many)


def seats(form: Mapping[str, str]) -> int:
    """Read how many seats an organisation's people may take."""
    fields = Fields(form)
    many = _seats(fields)
    fields.check()
    return many


def common(form: Mapping[str, str], directory: Sequence[OrganisationView]) -> Common:
    """Read what holds for all lines of a list that do not say it themselves."""
    fields = Fields(form)
    names = {one.id: one.name for one in directory} | {"": ""}
    house = names.get(fields.choice("organisation", names), "")
    role, language = fields.choice("role", SEATED), fields.choice("language", LANGUAGES)
    days = fields.choice("days", DAYS)
    fields.check()
    return Common(house, Role(role), language, DAYS[days])


def listed(form: Mapping[str, str], file: bytes) -> str:
    """Read a list, pasted or as a file; what was pasted counts when there is no file."""
    try:
        text = decoded(file) if file else form.get("list", "").replace("\r\n", "\n")
    except UnreadableError as unreadable:
        raise Invalid({"list": NO_TEXT}) from unreadable
    if len(file) > BYTES_MOST or len(text.encode()) > BYTES_MOST:
        raise Invalid({"list": TOO_LARGE})
    if not text.strip():
        raise Invalid({"list": EMPTY})
    return text


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


def _offer(fields: Fields, form: Mapping[str, str], directory: Sequence[OrganisationView]) -> Offer:
    """Read what every invitation has; the caller checks the fields."""
    role, days = fields.choice("role", SEATED), fields.choice("days", DAYS)
    address = email(fields, "address") if form.get("address", "").strip() else ""
    language = fields.choice("language", LANGUAGES) if form.get("language") else ""
    entry = _organisation(fields, form, directory)
    as_role = Role(role) if role in SEATED else Role.READER
    return Offer("", as_role, entry, DAYS.get(days, 0), address, language)


def _seats(fields: Fields) -> int:
    many = fields.number("seats")
    if many is None or not 1 <= many <= SEATS_MOST:
        fields.wrong["seats"] = SEATS
    return many or 0


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
