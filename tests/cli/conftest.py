"""An installation that is worth keeping."""

import shutil
from pathlib import Path

import pytest

from panel.cli.demo import fill
from panel.kernel.settings import Settings
from tests.cli.keeping import Place
from tests.conftest import Installation

UPLOAD = bytes(range(256)) * 5


@pytest.fixture(scope="session")
def filled(sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo on SQLite, played once a process: it takes seconds."""
    var = tmp_path_factory.mktemp("filled")
    (var / "mesa.db").write_bytes(sqlite_template)
    assert fill(
        Settings(
            var=var,
            secret_key="of the demo",  # noqa: S106  # signs nothing
            url="http://localhost",
            database_url=f"sqlite:///{var / 'mesa.db'}",
        )
    )
    assert not list(var.glob("mesa.db-*"))
    return var


@pytest.fixture
def house(mesa: Installation, settings: Settings, request: pytest.FixtureRequest) -> Place:
    """An installation with something in every corner: the demo, and files."""
    kind, _, path = settings.database_url.partition(":///")
    if kind == "sqlite":
        var: Path = request.getfixturevalue("filled")
        shutil.copyfile(var / "mesa.db", path)
        shutil.copytree(
            var, settings.var, ignore=shutil.ignore_patterns("mesa.db"), dirs_exist_ok=True
        )
    else:
        assert fill(settings)
    (settings.var / "exports").mkdir()
    (settings.var / "exports" / "made.pdf").write_bytes(b"%PDF")
    (settings.var / "uploads" / "a").mkdir(parents=True)
    (settings.var / "uploads" / "a" / "ñandú.bin").write_bytes(UPLOAD)
    (settings.var / "uploads" / "empty").touch()
    (settings.var / "secret_key").write_text("the key of this house")
    return Place(settings.var, settings.database_url)
