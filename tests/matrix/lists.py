"""A list of guests, as it is sent once it was shown."""

from uuid import uuid4

from panel.membership.lists import rows
from panel.membership.models import Role
from panel.membership.roster import Around, Common, good, judged, seal
from tests.mail.letters import WHEN


def listed() -> dict[str, str]:
    """Fill in the form of a list, with somebody new in it."""
    text = f"Guest, {uuid4().hex}@mesa.example, Guests"
    around = Around(["Guests"], frozenset(), {}, WHEN)
    offers = good(judged(rows(text), Common("", Role.READER, "en", 7), around))
    common = {"organisation": "", "role": "reader", "language": "en", "days": "7"}
    return common | {"list": text, "shown": seal(offers)}
