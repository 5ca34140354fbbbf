"""The two ways in which Mesa is served, each with its server running for the whole test process."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from tests.journeys.house import PATIENCE, SECRET, House, second_door
from tests.services.postgresql import new_database
from tests.services.server import Server, server

expect.set_options(timeout=PATIENCE)
OFTEN = "100000 per second"
SETTINGS = {"PANEL_SECRET_KEY": SECRET, "PANEL_SIGN_INS": OFTEN, "PANEL_POSTS": OFTEN}
WAYS = {"eventlet-sqlite": "eventlet", "threading-postgresql": "threading"}


@pytest.hookimpl(tryfirst=True)  # before xdist looks for groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the journeys of one way together, so that each server is started once."""
    for item in items:
        if way := next((way for way in WAYS if way in item.name), None):
            item.add_marker(pytest.mark.xdist_group(way))


@pytest.fixture(scope="session", params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """One of the two ways of serving."""
    return str(request.param)


@pytest.fixture(scope="session")
def running(
    worker_id: str,
    way: str,
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Server]:
    """The real server."""
    var = tmp_path_factory.mktemp("var")
    url = f"sqlite:///{var / 'mesa.db'}"
    if way.endswith("postgresql"):
        url = new_database(
            request.getfixturevalue("postgresql_server"), f"mesa_journeys_{worker_id}"
        )
    with server(WAYS[way], url, var, SETTINGS) as server_:
        yield server_


@pytest.fixture(scope="session")
def door(running: Server) -> Flask:
    """The application on its database, built once: that takes a tenth of a second."""
    return second_door(running)


@pytest.fixture
def house(running: Server, browser: Browser, door: Flask) -> Iterator[House]:
    """A house on the running server; its browsers are closed with the test."""
    house = House(running, browser, door)
    yield house
    house.close()
    house.workshop.engine.dispose()


@pytest.fixture
def pictures() -> Path:
    """Where screens are put to be looked at."""
    folder = Path(__file__).resolve().parents[2] / ".build" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
