"""`panel doctor` finds what is wrong with an installation, and says how to mend it."""

import re
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import text

from panel.cli.doctor import disk, jobs
from panel.kernel.settings import Settings
from tests.cli.ward import Ward
from tests.conftest import Installation

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ward(mesa: Installation, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Ward:
    monkeypatch.setattr(jobs, "PATIENCE", 0.0)  # no worker is there, and nobody waits for one
    return Ward(mesa, settings)


@SQLITE
def test_an_installation_that_is_well_is_told_so(ward: Ward) -> None:
    result = ward.run()

    assert result.exit_code == 0, result.output
    assert "All is well." in result.output
    for check in ("settings", "disk", "database", "clock", "jobs", "mail", "log"):
        assert re.search(rf"^(well |note )  {check}: ", result.output, re.MULTILINE)
    assert "WRONG" not in result.output


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_postgresql_that_does_not_wait_for_the_disk_is_told_so_and_all_else_is_well(
    ward: Ward,
) -> None:
    result = ward.run()

    assert result.exit_code == 1
    for name in ("fsync", "full_page_writes"):
        assert f"WRONG  database: {name} is off: a power cut can destroy it." in result.output
        assert f"Set {name} to on." in result.output
    assert result.output.count("WRONG") == 2
    assert "2 things are wrong." in result.output
    assert ward.wrong() == {}


SETTINGS: dict[str, tuple[dict[str, str], str]] = {
    "http to the world": ({"PANEL_URL": "http://mesa.example"}, "anybody on the way can listen"),
    "no proxy told": ({"PANEL_URL": "https://mesa.example"}, "PANEL_PROXIES is 0"),
    "links to oneself": ({"PANEL_HOST": "0.0.0.0"}, "but links lead to http://localhost"),  # noqa: S104
    "a path": ({"PANEL_URL": "http://localhost/mesa"}, "something behind its host"),
    "a short key": ({"PANEL_SECRET_KEY": "short"}, "5 characters"),
}


@SQLITE
@pytest.mark.parametrize("case", SETTINGS)
def test_settings_that_cannot_be_meant_are_told(ward: Ward, case: str) -> None:
    assert "settings" not in ward.wrong()
    environment, said = SETTINGS[case]

    assert said in ward.wrong(**environment)["settings"]


@SQLITE
def test_a_proxy_with_https_in_front_is_well(ward: Ward) -> None:
    settings = {"PANEL_URL": "https://mesa.example", "PANEL_PROXIES": "1"}

    assert ward.wrong(**settings) == {}
    [told] = [
        one
        for one in ward.told(**settings, PANEL_HOST="0.0.0.0")  # noqa: S104  # it is to be told
        if one["check"] == "settings" and one["state"] == "note"
    ]
    assert "who reaches it around them" in told["says"]


@SQLITE
def test_a_key_that_others_may_read_is_told(ward: Ward) -> None:
    assert ward.wrong() == {}
    key = ward.settings.var / "secret_key"

    key.chmod(0o644)

    assert "may open" in ward.wrong()["settings"]
    assert f"chmod 600 {key}" in ward.run().output


@SQLITE
def test_a_disk_that_is_nearly_full_is_told(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "disk" not in ward.wrong()

    monkeypatch.setattr(disk, "LITTLE", 10**18)

    assert "are free for" in ward.wrong()["disk"]


@SQLITE
def test_a_folder_in_which_nothing_can_be_written_is_told(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)

    assert "Nothing can be written in" in ward.wrong()["disk"]


def test_a_database_that_is_away_is_told_and_the_rest_looked_at(ward: Ward) -> None:
    nowhere = {
        "sqlite": f"sqlite:///{ward.settings.var}/no/where.db",
        "postgresql": "postgresql+psycopg://mesa@127.0.0.1:1/mesa",
    }

    for url in nowhere.values():
        result = ward.run(PANEL_DATABASE_URL=url)

        assert result.exit_code == 1
        assert "cannot be reached" in result.output
        assert "PANEL_DATABASE_URL" in result.output
        assert "note   log: Not looked at, for want of the database." in result.output
        assert "Traceback" not in result.output


@SQLITE
def test_a_file_that_is_no_database_is_told(ward: Ward, tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear all, " * 500)

    assert "database" in ward.wrong(PANEL_DATABASE_URL=f"sqlite:///{path}")


@SQLITE
def test_tables_that_are_not_up_to_date_are_told(ward: Ward, tmp_path: Path) -> None:
    result = ward.run(PANEL_DATABASE_URL=f"sqlite:///{tmp_path}/new.db")

    assert result.exit_code == 1
    assert "Its tables stand at nothing" in result.output
    assert "Run panel migrate" in result.output


def test_tables_of_another_version_are_told(ward: Ward) -> None:
    ward.change(text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        assert "Its tables stand at 9999" in ward.wrong()["database"]
    finally:
        newest = re.search(r"the code wants (\w+)", ward.run().output)
        assert newest
        ward.change(text(f"UPDATE alembic_version SET version_num = '{newest[1]}'"))  # noqa: S608


@SQLITE
def test_a_damaged_file_is_told(ward: Ward) -> None:
    ward.mesa.workshop.engine.dispose()
    path = Path(ward.settings.database_url.removeprefix("sqlite:///"))
    pages = bytearray(path.read_bytes())
    for place in range(8 * 4096, len(pages), 4096):
        pages[place : place + 512] = b"\xff" * 512
    path.write_bytes(pages)

    assert ward.wrong()["database"]
    assert "Traceback" not in ward.run().output
