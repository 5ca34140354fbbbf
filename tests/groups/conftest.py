"""A working group."""

import pytest

from tests.conftest import Installation
from tests.groups.circle import Circle


@pytest.fixture
def circle(mesa: Installation) -> Circle:
    return Circle(mesa)
