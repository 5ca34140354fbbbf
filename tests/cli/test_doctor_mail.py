"""What the doctor says of the mail."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from panel.cli.doctor import jobs
from panel.jobs.models import Job
from panel.kernel.settings import Settings
from panel.mail.actions import Written, keep
from panel.mail.models import Letter
from tests.cli.ward import Ward
from tests.conftest import Installation
from tests.services.mail import post_office
from tests.services.server import free_port

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def ward(mesa: Installation, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Ward:
    monkeypatch.setattr(jobs, "PATIENCE", 0.0)  # no worker is there, and nobody waits for one
    return Ward(mesa, settings)


def said(ward: Ward, **settings: str) -> list[str]:
    return [one["says"] for one in ward.told(**settings) if one["check"] == "mail"]


@SQLITE
def test_a_mail_server_is_knocked_at(ward: Ward) -> None:
    with post_office() as post:
        assert said(ward, PANEL_SMTP=post.url) == [
            f"The mail server 127.0.0.1:{post.port} lets us in."
        ]
        assert not post.taken


@SQLITE
def test_a_mail_server_that_is_away_is_told(ward: Ward) -> None:
    [wrong] = ward.wrong(PANEL_SMTP=f"smtp://127.0.0.1:{free_port()}").items()

    assert wrong[0] == "mail"
    assert "does not let us in: ConnectionRefusedError" in wrong[1]


@SQLITE
def test_where_mail_is_not_set_up_that_is_noted(ward: Ward) -> None:
    assert said(ward) == ["Mail is not set up: whoever forgets a password has to ask you."]


def test_letters_that_were_given_up_are_noted(ward: Ward) -> None:
    now = datetime.now(UTC)
    with ward.mesa.workshop.open_work() as work:
        for _ in range(2):
            keep(work, "ana@mesa.example", Written("es", "s", "t", "h"), "mesa.example", None)
    ward.change(update(Letter).values(given_up_at=now, failure="550 No such user here"))
    ward.change(update(Job).values(state="done", ended_at=now))

    noted = said(ward)[-1]

    assert noted.startswith("Letters given up in the last week: 2.")
    assert "550 No such user here" in noted


@SQLITE
def test_a_letter_that_is_tried_again_later_does_not_wait_too_long(ward: Ward) -> None:
    later = datetime.now(UTC) + timedelta(minutes=5)
    ward.a_job("mail.send", "waiting", timedelta(hours=1), not_before=later)
    assert ward.wrong() == {}

    ward.change(update(Job).values(not_before=later - timedelta(minutes=8)))
    assert "mail.send (1)" in ward.wrong()["jobs"]
