"""The real server on an installation with a panel, threads and people who are signed in."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from panel.cli.migrations import upgrade
from panel.discussion.events import room_of
from panel.membership.actors import Actor
from tests.factories import a_panel, a_seat, a_thread
from tests.services.postgresql import new_database
from tests.services.server import Server, server
from tests.serving.ground import SETTINGS, Ground, ground
from tests.serving.sides import Side
from tests.serving.wire import Wire
from tests.serving.writer import Writer

PEOPLE = 8


@dataclass(frozen=True)
class Site:
    """A server in a process of its own, and what it runs on."""

    server: Server
    ground: Ground


@dataclass(frozen=True)
class Place:
    """A panel on a server, and who may write in it."""

    server: Server
    ground: Ground
    panel: str
    threads: tuple[str, ...]
    people: tuple[Actor, ...]
    cookies: tuple[str, ...]

    @property
    def room(self) -> str:
        """Where the first thread is followed."""
        return room_of(self.threads[0])

    def writer(self, person: int = 0, thread: int = 0) -> Writer:
        """Let somebody write in a thread."""
        return Writer(self.server.port, self.cookies[person], self.path(thread))

    def path(self, thread: int = 0) -> str:
        """Where posts of a thread are sent to."""
        return f"/p/{self.panel}/threads/{self.threads[thread]}/posts"

    def follower(self, person: int = 0, *, buffer: int = 0) -> Wire:
        """Let somebody follow the first thread."""
        wire = Wire(self.server.port, self.cookies[person], buffer=buffer)
        assert wire.ask("enter", {"room": self.room})["seq"] is not None
        return wire


@pytest.fixture(scope="session")
def sites(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[Side], Site]]:
    """A server for each side that is asked for: it takes seconds to start, so tests share it."""
    with ExitStack() as running:

        @cache
        def site(side: Side) -> Site:
            mode, kind = side
            folder = tmp_path_factory.mktemp("site")
            url = _empty(request, kind, f"{mode}_{folder.parent.name}", folder)
            laid = running.enter_context(ground(url, folder))
            return Site(running.enter_context(server(mode, url, folder, SETTINGS)), laid)

        yield site


@pytest.fixture
def place(sites: Callable[[Side], Site], side: Side) -> Place:
    """A new panel on the server of a side, which runs again if the last test has ended it."""
    site = sites(side)
    if site.server._process and site.server._process.poll() is not None:
        site.server.start()
    with site.ground.workshop.open_work() as work:
        panel = a_panel(work)
        people = [a_seat(work, panel, name=f"Ana {n}") for n in range(PEOPLE)]
        threads = [a_thread(work, panel, people[0]).public_id for _ in range(PEOPLE)]
        cookies = [site.ground.cookie(work, one) for one in people]
    return Place(
        site.server, site.ground, panel.slug, tuple(threads), tuple(people), tuple(cookies)
    )


def _empty(request: pytest.FixtureRequest, kind: str, name: str, folder: Path) -> str:
    """Make a database with all tables."""
    if kind == "sqlite":
        path = folder / "mesa.db"
        path.write_bytes(request.getfixturevalue("sqlite_template"))
        return f"sqlite:///{path}"
    url = new_database(request.getfixturevalue("postgresql_server"), name.replace("-", "_"))
    upgrade(url)
    return url
