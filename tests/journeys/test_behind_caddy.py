"""Mesa behind the Caddy that docs/operations.md sets up: pages, posts and sockets go through it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from panel.membership.models import Role
from tests.factories import a_thread
from tests.journeys.acts import has_arrived, is_live, path_of, says
from tests.journeys.conftest import SETTINGS
from tests.journeys.house import House, assert_equals_reload, second_door
from tests.services.caddy import caddy
from tests.services.server import Server, free_port

pytestmark = pytest.mark.journey


@dataclass
class Fronted(Server):
    """A server that people reach by another port than its own."""

    front: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.front}"


@pytest.fixture(params=["eventlet", "threading"])
def house(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[House]:
    """A house behind a real Caddy; its server begins behind a door that is there already."""
    front, port = free_port(), free_port()
    settings = SETTINGS | {"PANEL_PROXIES": "1", "PANEL_URL": f"http://127.0.0.1:{front}"}
    url = f"sqlite:///{tmp_path / 'mesa.db'}"
    fronted = Fronted(request.param, url, tmp_path, port, settings, front=front)
    try:
        with caddy(front, port, folder=tmp_path):
            fronted.start()
            house = House(fronted, browser, second_door(fronted))
            yield house
            house.close()
            house.workshop.engine.dispose()
    finally:
        fronted.stop()


def test_what_one_writes_another_sees_at_once_over_a_websocket(
    house: House, tmp_path: Path
) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="Is anybody there?")
    page, other = (house.context(who).new_page() for who in (ana, beto))
    sockets = list[str]()
    other.on("websocket", lambda one: sockets.append(one.url))
    for tab in (page, other):
        tab.goto(path_of(panel, thread))
    is_live(other, beto)

    says(page, "Through the front door.")

    has_arrived(page, "Through the front door.")
    shown = other.locator("#posts > li[data-number='2'] .prose")
    expect(shown).to_have_text("Through the front door.")
    assert_equals_reload(other)
    assert any(url.startswith(house.server.url.replace("http", "ws")) for url in sockets)
    answer = page.goto(path_of(panel, thread))
    assert answer
    headers = answer.all_headers()
    assert "max-age" in headers["strict-transport-security"]
    assert headers["x-content-type-options"] == "nosniff"
    assert thread.public_id not in (tmp_path / "caddy.log").read_text()
