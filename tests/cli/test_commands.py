"""The operator's command line, on the database that the browsers of a test see."""

import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import create_engine, select, text

from panel.cli import commands
from panel.cli.migrations import upgrade
from panel.identity.models import Person, SignIn
from panel.kernel.settings import ROOT, Settings
from panel.live.models import Entry
from panel.membership.models import Audience, Invitation, Panel, Role
from tests.conftest import Installation
from tests.factories import PASSWORD, a_panel, a_person, a_seat, a_thread, again
from tests.pages import read

Run = Callable[..., Result]
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def run(settings: Settings) -> Run:
    """Run a command of this installation."""
    environment = {
        "PANEL_VAR": str(settings.var),
        "PANEL_DATABASE_URL": settings.database_url,
        "PANEL_URL": settings.url,
    }
    return lambda *args, **more: CliRunner(env=environment | more).invoke(commands, args)


def test_a_panel_is_opened_and_its_first_moderator_appointed_and_she_comes(
    mesa: Installation, run: Run
) -> None:
    opened = run("open", "colombia", "--name", "Mesa de diálogo", "--place", "Colombia")
    appointed = run("appoint", "colombia", "amparo@mesa.example", "--name", "Amparo")

    assert opened.exit_code == appointed.exit_code == 0, opened.output + appointed.output
    assert "/p/colombia is open" in opened.output
    [link] = re.findall(r"http://localhost(/invitations/\S+)", appointed.output)
    guest = mesa.browser()
    door = guest.get(link, follow_redirects=True)
    assert "Mesa de diálogo" in door.text
    form = {"name": "Amparo", "email": "amparo@mesa.example", "password": PASSWORD}
    came = guest.post("/invitation", data=form)
    assert came.location == "/p/colombia"
    assert read(guest.get("/p/colombia")).select('body[data-role="moderator"]')
    assert guest.get("/p/colombia/invitations").status_code == 200
    with mesa.workshop.open_reading() as reading:
        kinds = reading.session.scalars(select(Audience.kind))
        assert set(kinds) == {"panel", "members", "visitors"}
        panel = reading.session.scalars(select(Panel)).one()
        assert (panel.language, panel.time_zone) == ("es", "America/Bogota")
        by = reading.session.scalars(select(Entry.by).order_by(Entry.at)).first()
        assert by == "operator"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["Colombia"], "small letters"),
        (["a"], "small letters"),
        (["-a-"], ""),
        (["../me"], "small letters"),
        (["taken"], "already"),
        (["free", "--zone", "Mars/Base"], "no time zone"),
        (["free", "--language", "xx"], "xx"),
        (["free", "--name", " "], "--name: Please write something here."),
        (["free", "--name", "x" * 161], "--name: This is too long."),
        (["free", "--place", "x" * 161], "--place: This is too long."),
    ],
)
def test_a_panel_that_cannot_be_is_not_opened(
    mesa: Installation, run: Run, args: list[str], said: str
) -> None:
    assert run("open", "taken", "--name", "Taken").exit_code == 0

    refused = run("open", "--name", "Panel", *args)

    assert refused.exit_code != 0
    assert said in refused.output
    assert "Traceback" not in refused.output
    with mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Panel.slug)).all() == ["taken"]


def test_who_has_a_seat_is_a_moderator_at_once(mesa: Installation, run: Run) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel, Role.READER), a_thread(work, panel)
        email = work.session.get_one(Person, ana.person_id).email
    tab = mesa.tab(ana, f"/p/{panel.slug}/threads/{thread.public_id}")

    done = run("appoint", panel.slug, email.upper())

    assert done.exit_code == 0, done.output
    with mesa.workshop.open_work() as work:
        assert again(work, ana).role is Role.MODERATOR
    mesa.line.heart.beat()
    assert "left" in [one["name"] for one in tab.socket.get_received()]
    assert tab.enter(tab.room)["sight"] == "moderators"


@SQLITE
def test_nobody_is_appointed_where_there_is_no_panel(mesa: Installation, run: Run) -> None:
    refused = run("appoint", "nowhere", "ana@mesa.example")

    assert refused.exit_code == 1
    assert "there is no panel at /p/nowhere" in refused.output


def test_a_lost_password_is_replaced_and_old_sessions_end(mesa: Installation, run: Run) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    browser = mesa.browser(ana)
    assert browser.get("/me").status_code == 200

    done = run("password", ana.email.upper())

    assert done.exit_code == 0, done.output
    [new] = re.findall(r"signs in with (\S+)", done.output)
    assert browser.get("/me").status_code == 401
    old = {"email": ana.email, "password": PASSWORD}
    assert mesa.browser().post("/sign-in", data=old).status_code == 422
    assert mesa.browser().post("/sign-in", data=old | {"password": new}).status_code == 303
    assert run("password", "nobody@mesa.example").exit_code == 1


def test_who_lost_the_mailbox_signs_in_with_another_address(mesa: Installation, run: Run) -> None:
    with mesa.workshop.open_work() as work:
        ana, eva = a_person(work), a_person(work)

    done = run("address", ana.email.upper(), "New@mesa.example")

    assert done.exit_code == 0, done.output
    right = {"email": "new@mesa.example", "password": PASSWORD}
    assert mesa.browser().post("/sign-in", data=right).status_code == 303
    assert mesa.browser().post("/sign-in", data=right | {"email": ana.email}).status_code == 422
    for args, said in (
        (("nobody@mesa.example", "a@mesa.example"), "nobody signs in"),
        (("new@mesa.example", eva.email), "an account of its own"),
        (("new@mesa.example", "no address"), "NEW: This is not a complete e-mail address"),
    ):
        refused = run("address", *args)
        assert (refused.exit_code, said in refused.output) == (1, True)


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["amparo"], "ADDRESS: This is not a complete e-mail address"),
        (["amparo@mesa.example", "--name", "x" * 121], "--name: This is too long."),
        (["amparo@mesa.example", "--organisation", "x" * 161], "--organisation: This is too long."),
        ([f"{'a' * 250}@mesa.example"], "ADDRESS: This is too long."),
    ],
)
def test_an_appointment_that_cannot_be_is_refused_in_a_sentence(
    mesa: Installation, run: Run, args: list[str], said: str
) -> None:
    assert run("open", "colombia", "--name", "Mesa").exit_code == 0
    assert run("appoint", "colombia", "amparo@mesa.example").exit_code == 0

    refused = run("appoint", "colombia", *args)

    assert refused.exit_code == 1
    assert said in refused.output
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Invitation)).all()) == 1


@SQLITE
def test_the_demo_asks_to_be_one(mesa: Installation, run: Run) -> None:
    refused = run("demo")

    assert refused.exit_code == 1
    assert "not a demo installation" in refused.output
    with mesa.workshop.open_reading() as reading:
        assert not reading.session.scalars(select(Panel)).all()


@SQLITE
def test_a_database_that_is_in_use_is_not_filled(mesa: Installation, run: Run) -> None:
    with mesa.workshop.open_work() as work:
        a_panel(work)

    done = run("demo", PANEL_DEMO="1")

    assert done.exit_code == 0
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Panel)).all()) == 1


@SQLITE
@pytest.mark.parametrize("host", ["0.0.0.0"])  # noqa: S104  # refused
def test_the_demo_is_for_this_machine_only(settings: Settings, host: str) -> None:
    environment = os.environ | {
        "PANEL_VAR": str(settings.var),
        "PANEL_DEMO": "1",
        "PANEL_HOST": host,
    }

    refused = subprocess.run(
        [sys.executable, "-m", "panel", "demo"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert refused.returncode == 1
    assert refused.stderr == (
        "panel: The demo listens on this machine only: leave PANEL_HOST out.\n"
    )
    assert not (settings.var / "mesa.db").exists()


def test_the_tables_are_brought_up_to_date_once(tmp_path: Path) -> None:
    environment = {"PANEL_VAR": str(tmp_path)}

    for _ in range(2):
        done = CliRunner(env=environment).invoke(commands, ["migrate", "--check"])
        assert done.exit_code == 0, done.output

    assert (tmp_path / "mesa.db").exists()


def test_models_and_tables_that_differ_are_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mesa.db"
    upgrade(url)
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE stray (id INTEGER PRIMARY KEY)"))
    engine.dispose()

    done = CliRunner(env={"PANEL_VAR": str(tmp_path)}).invoke(commands, ["migrate", "--check"])

    assert done.exit_code == 1
    assert "panel:" in done.output


def test_help_tells_every_command(run: Run) -> None:
    said = run("--help").output

    for name in (
        *("serve", "worker", "open", "appoint", "password", "address", "demo", "migrate"),
        *("backup", "restore", "doctor", "jobs"),
    ):
        assert f"\n  {name} " in said


@SQLITE
def test_the_passwords_of_the_demo_are_new_whenever_one_asks(
    mesa: Installation, run: Run, settings: Settings
) -> None:
    first = signs_in_as(run("demo", PANEL_DEMO="1"))
    kept = signs_in_as(run("demo", PANEL_DEMO="1"))
    email, password = next(iter(first.items()))
    browser = mesa.browser()
    assert browser.post("/sign-in", data={"email": email, "password": password}).status_code == 303

    second = signs_in_as(run("demo", "--sign-ins", PANEL_DEMO="1"))

    assert kept == first
    assert second.keys() == first.keys()
    assert not set(second.values()) & set(first.values())
    assert browser.get("/me").status_code == 401
    for who in (first, second):
        sent = mesa.browser().post("/sign-in", data={"email": email, "password": who[email]})
        assert sent.status_code == (303 if who is second else 422)
    written = settings.var / "demo_sign_ins"
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(SignIn)).all()) == 1


def signs_in_as(result: Result) -> dict[str, str]:
    """Read the demo's sign-ins off the terminal."""
    assert result.exit_code == 0, result.output
    found = dict(re.findall(r"(\S+@\S+)\s+(\S+)", result.output))
    assert len(found) == 6
    return found
