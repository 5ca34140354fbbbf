"""From what a browser sends about an account to what an action takes, or the reasons why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel.identity.actions import Profile
from panel.identity.models import EMAIL_LIMIT, NAME_LIMIT, PASSWORD_FEWEST, PASSWORD_LIMIT
from panel.kernel.fields import NOT_OFFERED, Fields
from panel.kernel.languages import LANGUAGES
from panel.kernel.messages import N_
from panel.kernel.moments import is_zone

WRONG = N_("The address and the password do not belong together.")
NO_ADDRESS = N_("This is not a complete e-mail address; it looks like name@organisation.example.")


@dataclass(frozen=True)
class Credentials:
    """Who somebody says to be, and the proof."""

    email: str
    password: str


def credentials(form: Mapping[str, str]) -> Credentials:
    """Read a sign-in."""
    fields = Fields(form)
    address = email(fields)
    password = fields.expect("password", bool, N_("Please type your password."))
    fields.check()
    return Credentials(address, password)


def profile(form: Mapping[str, str]) -> Profile:
    """Read what somebody wrote of herself."""
    fields = Fields(form)
    name = fields.line("name", NAME_LIMIT)
    language = fields.choice("language", LANGUAGES)
    zone = fields.expect("time_zone", is_zone, NOT_OFFERED)
    fields.check()
    return Profile(name, language, zone)


def email(fields: Fields, field: str = "email") -> str:
    """Read an address: something, one @, something with a dot; only a letter proves more."""
    address = fields.line(field, EMAIL_LIMIT).lower()
    name, at, host = address.rpartition("@")
    if address and (not name or not at or "." not in host.strip(".") or " " in address):
        fields.refuse(field, NO_ADDRESS)
    return address


def new_password(fields: Fields) -> str:
    """Read a password to be; length is what makes it strong (NIST SP 800-63B, 3.1.1.2)."""
    return fields.expect(
        "password",
        lambda typed: PASSWORD_FEWEST <= len(typed) <= PASSWORD_LIMIT,
        N_("A password has at least ten characters; a short sentence is a good one."),
    )
