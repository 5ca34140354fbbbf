"""What pages show of an account."""

from dataclasses import dataclass
from datetime import datetime

from panel.identity.models import PersonId


@dataclass(frozen=True)
class VouchedView:
    """Whom a session cookie vouches for, and when its browser was last seen."""

    id: PersonId
    public_id: str
    name: str
    email: str
    language: str
    time_zone: str
    seen_at: datetime


@dataclass(frozen=True)
class SignInView:
    """A browser in which somebody is signed in; `here` is the one that asks."""

    id: str
    browser: str
    system: str
    since: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class ChangeView:
    """A change of address, for those who hold one of its links, and for whose account it is.

    `side` is whose link it is: "old", "new", or "back" for the way back; "" without one.
    """

    side: str
    old: str
    new: str
    old_confirmed: bool
    new_confirmed: bool
    made: bool
    stopped: bool
    expires_at: datetime
    zone: str
