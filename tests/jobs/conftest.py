"""Where jobs are asked for and done."""

import pytest

from panel.kernel.settings import Settings
from tests.conftest import Installation
from tests.jobs.bench import Bench, a_bench


@pytest.fixture
def bench(mesa: Installation, settings: Settings) -> Bench:
    """A panel with jobs."""
    return a_bench(mesa, settings)
