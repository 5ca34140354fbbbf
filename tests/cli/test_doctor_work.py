"""`panel doctor` and `panel jobs`: what is written, by when, and what is done aside."""

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, update

from panel.cli import commands
from panel.cli.doctor import jobs
from panel.cli.doctor.findings import Check as Look
from panel.cli.doctor.findings import House, State, examined
from panel.jobs.bell import Bell
from panel.kernel.settings import Settings
from panel.live.models import ROOM, Entry
from panel.wiring import JOBS
from tests.cli.ward import Ward
from tests.conftest import Installation

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ward(mesa: Installation, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Ward:
    monkeypatch.setattr(jobs, "PATIENCE", 0.0)  # no worker is there, and nobody waits for one
    return Ward(mesa, settings)


def test_acts_of_a_time_to_come_are_told(ward: Ward) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)

    ward.change(update(Entry).values(at=tomorrow))

    assert "yet to come" in ward.wrong()["clock"]


JOBS_LEFT: dict[str, tuple[str, str, timedelta, str]] = {
    "waits": ("export", "waiting", timedelta(minutes=3), "Waiting for more than two minutes"),
    "unknown": ("knitting", "waiting", timedelta(minutes=3), "Nobody knows how to do"),
    "left": ("export", "running", timedelta(minutes=9), "Begun by workers that died"),
}


@pytest.mark.parametrize("case", JOBS_LEFT)
def test_jobs_that_nobody_does_are_told(ward: Ward, case: str) -> None:
    assert "export" in JOBS
    kind, state, ago, said = JOBS_LEFT[case]
    lease = {"lease_until": datetime.now(UTC) - timedelta(minutes=5)} if case == "left" else {}
    ward.a_job(kind, "waiting", timedelta(seconds=1))
    assert "jobs" not in ward.wrong()

    ward.a_job(kind, state, ago, **lease)

    assert said in ward.wrong()["jobs"]
    assert f"{kind} (1)" in ward.wrong()["jobs"]


@SQLITE
def test_a_job_that_failed_lately_is_noted(ward: Ward) -> None:
    now = datetime.now(UTC)
    ward.a_job("export", "failed", timedelta(days=30), ended_at=now - timedelta(days=29))
    ward.a_job("export", "failed", timedelta(days=2), ended_at=now - timedelta(days=1))

    result = ward.run()

    assert result.exit_code == 0
    assert "Failed in the last week: export (1)." in result.output


@SQLITE
def test_a_worker_that_is_busy_is_alive(ward: Ward) -> None:
    assert "No worker hears the bell" in ward.run().output
    later = datetime.now(UTC) + timedelta(minutes=1)

    ward.a_job("export", "running", timedelta(0), lease_until=later)

    assert "A worker is doing a job." in ward.run().output


@SQLITE
def test_a_worker_that_has_nothing_to_do_hears_the_bell(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PATIENCE", 10.0)
    with ThreadPoolExecutor(1) as hands:
        hands.submit(Bell(ward.settings.var).wait, 10.0, Event())

        assert "A worker hears the bell." in ward.run().output


def test_a_log_that_was_tampered_with_is_told_with_its_place(ward: Ward) -> None:
    room = f"thread:{ward.thread}"
    ward.change(update(Entry).where(Entry.room == room, Entry.seq == 2).values(by="operator"))

    result = ward.run()

    assert result.exit_code == 1
    assert f"WRONG  log: Act 2 of {room} is not as it was written." in result.output
    assert "docs/LOG.md" in result.output
    assert list(ward.wrong()) == ["log"]


def test_a_head_that_was_kept_finds_what_was_cut_off_with_its_room(
    ward: Ward, tmp_path: Path
) -> None:
    kept, room = tmp_path / "head", f"thread:{ward.thread}"
    assert ward.wrong("--keep", str(kept)) == {}
    digest = hashlib.sha256(kept.read_bytes()).hexdigest()
    [log] = [one for one in ward.told("--since", str(kept)) if one.get("head")]
    assert log["head"] == digest
    assert digest in ward.run("--since", str(kept)).output

    ward.change(delete(Entry).where(Entry.room == room), delete(ROOM).where(ROOM.c.name == room))

    assert "log" not in ward.wrong()
    assert ward.wrong("--since", str(kept))["log"] == f"Act 1 of {room} is missing."
    again = tmp_path / "again"
    ward.run("--keep", str(again), "--since", str(kept))
    assert not again.exists()


@SQLITE
@pytest.mark.parametrize("content", [None, "Dear all", b"\xff\xfe\x00"])
def test_a_file_that_is_no_head_is_told(
    ward: Ward, tmp_path: Path, content: str | bytes | None
) -> None:
    path = tmp_path / "head"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())

    refused = ward.run("--since", str(path))

    assert refused.exit_code == 1
    assert refused.output.startswith(f"panel: {path} ")


def test_what_breaks_off_says_so_and_the_rest_is_looked_at(settings: Settings) -> None:
    def breaks(_house: House) -> list[Any]:
        raise OSError("the disk is on fire")

    found = list(examined(House(settings), [Look("disk", breaks), Look("bell", lambda _: [])]))

    assert [one.state for one in found] == [State.WRONG]
    assert "the disk is on fire" in found[0].says


def test_the_jobs_are_listed_without_what_they_are_about(ward: Ward) -> None:
    words = {"title": "Secret matters"}
    now = datetime.now(UTC)
    ward.a_job("export", "done", timedelta(days=3))
    ward.a_job("export", "waiting", timedelta(hours=2))
    ward.a_job("export", "running", timedelta(minutes=3), lease_until=now - timedelta(minutes=1))
    failed = {"failure": "It could not be made.", "words": words, "tries": 3}
    ward.a_job("export", "failed", timedelta(seconds=5), **failed)

    said = CliRunner(
        env={"PANEL_VAR": str(ward.settings.var), "PANEL_DATABASE_URL": ward.settings.database_url}
    ).invoke(commands, ["jobs"])

    assert said.exit_code == 0, said.output
    rows = [re.split(r"\s{2,}", line.strip()) for line in said.output.splitlines()]
    assert ["export, done: 1"] in rows
    assert [row[2:] for row in rows if len(row) == 6][1:] == [
        ["failed", "5 s", "3", "It could not be made."],
        ["left", "3 min", "0", "-"],
        ["waiting", "2 h", "0", "-"],
    ]
    assert "Secret" not in said.output


@SQLITE
def test_where_no_job_was_asked_for_that_is_said(ward: Ward) -> None:
    said = CliRunner(
        env={"PANEL_VAR": str(ward.settings.var), "PANEL_DATABASE_URL": ward.settings.database_url}
    ).invoke(commands, ["jobs"])

    assert said.output == "No job was ever asked for.\n"
