"""Every letter that there is, with what it is about."""

from collections.abc import Mapping
from datetime import UTC, datetime

NAME = "Ana <i>O'Higgins</i> & Hijas"
LINK = "http://localhost/password/new/" + "s3cret-" * 6
WHEN = datetime(2026, 3, 17, 23, 30, tzinfo=UTC)


class Used:
    """A browser, as it stands in the database."""

    browser, system = "Firefox", "Windows"
    since = WHEN


CHANGE: Mapping[str, object] = {
    "name": NAME,
    "new": "nueva@mesa.example",
    "days": 3,
    "url": LINK,
    "forgotten": LINK,
}
LETTERS: Mapping[str, Mapping[str, object]] = {
    "identity/mail/reset.html": {"name": NAME, "url": LINK},
    "identity/mail/password_changed.html": {"name": NAME, "url": LINK},
    "identity/mail/new_device.html": {
        "name": NAME,
        "url": LINK,
        "device": Used(),
        "zone": "America/Bogota",
    },
    "membership/mail/invitation.html": {
        "name": NAME,
        "inviter": NAME,
        "panel": "Panel <b>de la economía social</b>",
        "place": "Bogotá",
        "zone": "America/Bogota",
        "organisation": "Mutual «Ñandú» & Cía.",
        "role": "reader",
        "seats": None,
        "expires_at": WHEN,
        "url": LINK,
    },
    "identity/mail/address_new.html": CHANGE,
    "identity/mail/address_old.html": CHANGE,
    "identity/mail/address_taken.html": CHANGE,
    "identity/mail/address_changed.html": CHANGE,
}
