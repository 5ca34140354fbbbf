"""What the tests of accounts share."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from sqlalchemy import select

from panel.mail.models import Letter
from tests.conftest import Installation
from tests.jobs.bench import Clock

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


@pytest.fixture
def clock(mesa: Installation) -> Iterator[Clock]:
    """Have the installation go by a clock that is set by hand, beginning now."""
    before = mesa.app.extensions["workshop"]
    clock = Clock(mesa.workshop.clock())
    mesa.app.extensions["workshop"] = replace(before, clock=clock)
    yield clock
    mesa.app.extensions["workshop"] = before
