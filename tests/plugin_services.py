"""The services of tests/services/ as fixtures: one PostgreSQL a run, one browser a process."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Browser
from xdist.workermanage import WorkerController

from tests.services.chromium import chromium, chromium_path
from tests.services.postgresql import new_database, postgresql

SHARED = pytest.StashKey[ExitStack]()
SERVER = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Keep what the whole run shares until its end."""
    config.stash[SHARED] = ExitStack()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the whole run has shared."""
    config.stash[SHARED].close()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Start, before the workers of a parallel run, what they share; tell each where it is."""
    chromium_path()
    node.workerinput["postgresql"] = _server(node.config)


@pytest.fixture(scope="session")
def postgresql_server(request: pytest.FixtureRequest) -> str:
    """The PostgreSQL of this run: its own address, for `new_database`."""
    given = getattr(request.config, "workerinput", {}).get("postgresql")
    return str(given) if given else _server(request.config)


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str, worker_id: str) -> str:
    """A database for this test process alone, as a SQLAlchemy URL."""
    return new_database(postgresql_server, f"mesa_{worker_id}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser for this test process; each person of a story opens a context of their own."""
    with chromium() as running:
        yield running


def _server(config: pytest.Config) -> str:
    stash = config.stash
    if SERVER not in stash:
        stash[SERVER] = stash[SHARED].enter_context(postgresql())
    return stash[SERVER]
