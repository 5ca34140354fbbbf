"""From what a browser sends about an account to what an action takes, or the reasons why not."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel.identity.actions import Profile
from panel.identity.models import (
    ABOUT_LIMIT,
    EMAIL_LIMIT,
    NAME_LIMIT,
    PASSWORD_FEWEST,
    PASSWORD_LIMIT,
)
from panel.kernel.fields import NOT_OFFERED, Fields
from panel.kernel.languages import LANGUAGES
from panel.kernel.messages import N_
from panel.kernel.moments import is_zone

WRONG = N_("The address and the password do not belong together.")
OWN_ADDRESS = N_("This is your address already.")
NO_ADDRESS = N_("This is not a complete e-mail address; it looks like name@organisation.example.")

STRANGE = frozenset(' <>()[]\\,;:"')  # several addresses at once, or more than an address


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
    about = fields.line("about", ABOUT_LIMIT, optional=True)
    fields.check()
    return Profile(name, language, zone, about)


def forgotten(form: Mapping[str, str]) -> str:
    """Read the address of an account whose password is lost."""
    fields = Fields(form)
    address = email(fields)
    fields.check()
    return address


def replacement(form: Mapping[str, str]) -> str:
    """Read the password that is to be set."""
    fields = Fields(form)
    password = new_password(fields)
    fields.check()
    return password


def new_address(form: Mapping[str, str], now: str) -> str:
    """Read the address that somebody wants to sign in with instead of the present one."""
    fields = Fields(form)
    address = email(fields, "new_email")
    if address == now:
        fields.refuse("new_email", OWN_ADDRESS)
    fields.check()
    return address


def email(fields: Fields, field: str = "email") -> str:
    """Read an address: something, one @, something with a dot; only a letter proves more."""
    address = fields.line(field, EMAIL_LIMIT).lower()
    name, at, host = address.rpartition("@")
    odd = STRANGE & set(address) or "@" in name
    if address and (not name or not at or "." not in host.strip(".") or odd):
        fields.refuse(field, NO_ADDRESS)
    return address


def new_password(fields: Fields) -> str:
    """Read a password to be; length is what makes it strong (NIST SP 800-63B, 3.1.1.2)."""
    return fields.expect(
        "password",
        lambda typed: PASSWORD_FEWEST <= len(typed) <= PASSWORD_LIMIT,
        N_("A password has at least ten characters; a short sentence is a good one."),
    )
