"""The matrix stands in one installation on each database, made once.

Who is answered what is asked on both. That a refusal says no more than of what never was, and that
no word is met on the way through all pages, is asked on SQLite: there no database has a part in it.
"""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from panel.app import create_app
from panel.cli.migrations import upgrade
from panel.exports.shelf import Shelf
from panel.kernel.serving import INLINE
from panel.kernel.settings import Settings
from panel.kernel.work import Workshop
from tests.conftest import Installation
from tests.matrix.laying import laid
from tests.matrix.world import CountedWorkshop, World
from tests.services.postgresql import new_database

OFTEN = "100000 per second"


def built(database_url: str, var: Path, *, thorough: bool) -> Iterator[World]:
    """Build an installation, and lay out in it what the matrix asks about."""
    settings = Settings(
        var=var,
        secret_key="for tests only",  # noqa: S106  # signs nothing outside this process
        url="http://localhost",
        database_url=database_url,
        sign_ins=OFTEN,
        posts=OFTEN,
        smtp="smtp://mail.example",  # nobody connects: letters wait for a worker
    )
    app, line = create_app(settings, replace(INLINE, sleep=lambda _seconds: None))
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = True  # an error in a route fails the test
    plain: Workshop = app.extensions["workshop"]
    workshop = CountedWorkshop(
        plain.engine, plain.clock, plain.reactions, plain.journal, plain.announce
    )
    app.extensions["workshop"] = workshop
    with app.app_context(), workshop.open_work() as work:
        everything = laid(work)
    for place in everything.places.values():
        for name, words in place.files.items():
            Shelf(settings).place(name).write_text(words)
    yield World(Installation(app, line, workshop), workshop.works, everything, thorough)
    workshop.engine.dispose()


@pytest.fixture(scope="session")
def sqlite_world(
    sqlite_template: bytes, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("matrix")
    (folder / "mesa.db").write_bytes(sqlite_template)
    yield from built(f"sqlite:///{folder / 'mesa.db'}", folder, thorough=True)


@pytest.fixture(scope="session")
def postgresql_world(
    postgresql_server: str, worker_id: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    url = new_database(postgresql_server, f"matrix_{worker_id}")
    upgrade(url)
    yield from built(url, tmp_path_factory.mktemp("matrix"), thorough=False)


@pytest.fixture(
    params=[
        pytest.param(name, marks=pytest.mark.xdist_group(f"matrix {name}"))
        for name in ("sqlite", "postgresql")
    ]
)
def world(request: pytest.FixtureRequest) -> World:
    """Everybody and everything; tests of one database run one after the other, in their order."""
    found: World = request.getfixturevalue(f"{request.param}_world")
    return found
