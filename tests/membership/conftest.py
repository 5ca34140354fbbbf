"""A moderator of a new panel."""

import pytest

from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.conftest import Installation
from tests.factories import a_panel, a_seat


@pytest.fixture
def mo(mesa: Installation) -> Actor:
    with mesa.workshop.open_work() as work:
        return a_seat(work, a_panel(work), Role.MODERATOR, name="Mo")
