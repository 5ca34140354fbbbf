"""An installation in this process, on both databases, and the browsers of its people."""

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_socketio import SocketIO
from sqlalchemy import Engine, text

from panel.app import create_app
from panel.cli.migrations import upgrade
from panel.identity import passwords
from panel.identity.actions import sign_in
from panel.identity.models import Person
from panel.kernel.database import WRITES, open_engine
from panel.kernel.limits import limiter
from panel.kernel.serving import INLINE
from panel.kernel.settings import Settings
from panel.kernel.tables import Base
from panel.kernel.work import Work, Workshop
from panel.live.line import Line, lay
from panel.live.nudges import nudges_of
from panel.live.stage import Stage
from panel.membership.actors import Actor
from tests.browser_double import Tab
from tests.factories import QUICK

pytest_plugins = ["tests.plugin_services"]
NOWHERE = Path("nowhere")
HURRIED = replace(INLINE, sleep=lambda _seconds: None)  # nobody waits for what comes later
SCRIPT = {"Accept": "application/json"}  # what a script says that wants data for an answer
EMPTIED = ";".join(str(table.delete()) for table in Base.metadata.tables.values())
OFTEN = "100000 per second"  # tests hurry; those about limits set their own
# In this process alone: servers and commands hash as they do for people.
COSTLY, passwords._HASHER = passwords._HASHER, QUICK


gc.disable()  # until all tests are imported, which stay


def pytest_collection_finish() -> None:
    """Collect garbage more seldom: it takes a twelfth of the time of what runs in this process."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@dataclass(frozen=True)
class Installation:
    """A Mesa in this process, and the browsers of its people."""

    app: Flask
    line: Line
    workshop: Workshop

    @property
    def io(self) -> SocketIO:
        return self.line.stage.io

    def browser(self, who: Actor | Person | None = None) -> FlaskClient:
        """Open a browser, signed in as somebody or as nobody."""
        browser = self.app.test_client()
        if who is not None:
            person_id = who.person_id if isinstance(who, Actor) else who.id
            with self.workshop.open_work() as work:
                token = sign_in(work, work.session.get_one(Person, person_id))
            with browser.session_transaction() as cookie:
                cookie["_user_id"] = token
                cookie["day"] = self.workshop.clock().date().isoformat()  # as of who just signed in
        return browser

    def tab(self, who: Actor, url: str) -> Tab:
        """Open a page, with its socket."""
        browser = self.browser(who)
        return Tab(browser, self.io.test_client(self.app, flask_test_client=browser), url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """An empty SQLite database with all tables, to be copied for each test."""
    path = tmp_path_factory.mktemp("template") / "mesa.db"
    upgrade(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture(scope="session")
def sqlite_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this process's SQLite database stands, made anew for each test."""
    return tmp_path_factory.mktemp("sqlite") / "mesa.db"


@pytest.fixture(scope="session")
def postgresql_tables(postgresql_url: str) -> str:
    """This process's PostgreSQL database, with all tables."""
    upgrade(postgresql_url)
    return postgresql_url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """An empty database; each test runs on both kinds unless it says otherwise."""
    if request.param == "sqlite":
        path: Path = request.getfixturevalue("sqlite_path")
        path.unlink(missing_ok=True)
        path.write_bytes(request.getfixturevalue("sqlite_template"))
        yield f"sqlite:///{path}"
        _engine(f"sqlite:///{path}").dispose()
        for beside in path.parent.glob("mesa.db-*"):
            beside.unlink()
    else:
        url = str(request.getfixturevalue("postgresql_tables"))
        yield url
        with _engine(url).execution_options(**{WRITES: True}).begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))  # no checks
            connection.exec_driver_sql(EMPTIED)  # in one go; TRUNCATE takes 20 times as long


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """What an installation for tests is set to; a test may replace some of it."""
    var = tmp_path / "var"
    var.mkdir()
    return Settings(
        var=var,
        secret_key="for tests only",  # noqa: S106  # signs nothing outside this process
        url="http://localhost",
        database_url=database_url,
        sign_ins=OFTEN,
        posts=OFTEN,
    )


@pytest.fixture
def mesa(settings: Settings) -> Iterator[Installation]:
    """A Mesa in this process; what it does in the background is done at once."""
    app, io = _application(_common(settings))
    stage, wired, nudges = Stage(app, io, HURRIED), app.extensions["wired"], nudges_of(settings)
    line = lay(stage, wired, nudges)
    workshop: Workshop = replace(
        app.extensions["workshop"],
        engine=_engine(settings.database_url),
        announce=line.fanout.announce,
    )
    app.extensions.update(settings=settings, line=line, workshop=workshop)
    limiter.reset()
    yield Installation(app, line, workshop)
    for tab in line.ears.tabs():
        io.server.disconnect(tab.sid)


def _common(settings: Settings) -> Settings:
    """Leave out what differs from test to test."""
    settings = replace(settings, var=NOWHERE, database_url="", sign_ins="", posts="")
    return replace(settings, smtp="", mail_from="", demo=False)


@cache
def _application(settings: Settings) -> tuple[Flask, SocketIO]:
    """Build an application once a process: compiling all templates takes a second.

    What differs from test to test it looks up when it needs it, so `mesa` exchanges it.
    """
    app, line = create_app(replace(settings, database_url="sqlite:///nowhere"), HURRIED)
    app.testing = True  # an error in a route fails the test
    app.config["PROPAGATE_EXCEPTIONS"] = True
    return app, line.stage.io


@cache
def _engine(url: str) -> Engine:
    """Open a database once a process: an engine keeps the statements that it has compiled."""
    return open_engine(url, time.sleep)


@pytest.fixture
def workshop(mesa: Installation) -> Iterator[Workshop]:
    """Opens readings and works on an empty database, within the application."""
    with mesa.app.app_context():
        yield mesa.workshop


@pytest.fixture
def work(workshop: Workshop) -> Iterator[Work]:
    """A work that is committed when the test ends."""
    with workshop.open_work() as work:
        yield work
