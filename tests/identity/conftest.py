"""What the tests of accounts share."""

import re
from collections.abc import Sequence

from sqlalchemy import select

from panel.mail.models import Letter
from tests.conftest import Installation

ENGLISH = {"Accept-Language": "en"}
LINK = re.compile(r"http://localhost(/\S+)")
SMTP = "smtp://mail.example"  # nobody connects: letters wait for a worker


def letters(mesa: Installation) -> Sequence[Letter]:
    """Read what was posted so far, to somebody or to nobody."""
    with mesa.workshop.open_reading() as reading:
        return reading.session.scalars(select(Letter).order_by(Letter.id)).all()


def link(letter: Letter) -> str:
    """Give the path of the first link in a letter."""
    found = LINK.search(letter.text)
    assert found, letter.text
    return found[1]
