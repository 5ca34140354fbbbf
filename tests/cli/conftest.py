"""An installation that is worth keeping."""

import pytest

from panel.cli.demo import fill
from panel.kernel.settings import Settings
from tests.cli.keeping import Place
from tests.conftest import Installation

UPLOAD = bytes(range(256)) * 5


@pytest.fixture
def house(mesa: Installation, settings: Settings) -> Place:
    """An installation with something in every corner: the demo, and files."""
    assert fill(settings)
    (settings.var / "exports").mkdir()
    (settings.var / "exports" / "made.pdf").write_bytes(b"%PDF")
    (settings.var / "uploads" / "a").mkdir(parents=True)
    (settings.var / "uploads" / "a" / "ñandú.bin").write_bytes(UPLOAD)
    (settings.var / "uploads" / "empty").touch()
    (settings.var / "secret_key").write_text("the key of this house")
    return Place(settings.var, settings.database_url)
