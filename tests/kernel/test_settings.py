import stat
from pathlib import Path

import pytest

from panel.kernel.settings import Relay, Settings, SettingsError


def test_every_setting_has_a_default_that_works_on_one_machine(tmp_path: Path) -> None:
    settings = Settings.from_environment({"PANEL_VAR": str(tmp_path / "var")})

    assert (settings.host, settings.port, settings.url) == (
        "127.0.0.1",
        8000,
        "http://127.0.0.1:8000",
    )
    assert settings.database_url == f"sqlite:///{tmp_path}/var/mesa.db"
    assert (settings.server_name, settings.secure, settings.demo) == (
        "127.0.0.1:8000",
        False,
        False,
    )


def test_what_the_environment_says_is_taken(tmp_path: Path) -> None:
    settings = Settings.from_environment(
        {
            "PANEL_VAR": str(tmp_path),
            "PORT": "9000",
            "PANEL_HOST": "0.0.0.0",  # noqa: S104  # nobody listens
            "PANEL_URL": "https://mesa.example/",
            "PANEL_DATABASE_URL": "postgresql+psycopg:///mesa",
            "PANEL_SECRET_KEY": "k",
            "PANEL_MODE": "threading",
            "PANEL_SIGN_INS": "1 per day",
            "PANEL_PROXIES": "1",
            "PANEL_REDIS": "rediss://:secret@cache.example:6380/2",
            "PANEL_LINES": "100",
            "PANEL_STRAIGHT": "0",
        }
    )

    assert (settings.port, settings.url, settings.mode) == (
        9000,
        "https://mesa.example",
        "threading",
    )
    assert (settings.server_name, settings.secure, settings.secret_key) == (
        "mesa.example",
        True,
        "k",
    )
    assert (settings.sign_ins, settings.proxies, settings.lines) == ("1 per day", 1, 100)
    assert (settings.redis, settings.straight) == ("rediss://:secret@cache.example:6380/2", False)
    assert settings.database_url == "postgresql+psycopg:///mesa"


@pytest.mark.parametrize(
    ("smtp", "relay"),
    [
        ("smtp://mail.example", Relay("mail.example", 587, tls=False)),
        ("smtps://mail.example", Relay("mail.example", 465, tls=True)),
        ("smtp://localhost:25", Relay("localhost", 25, tls=False)),
        (
            "smtps://me%40mesa.example:p%2Fw%3A%20@mail.example:2465",
            Relay("mail.example", 2465, tls=True, user="me@mesa.example", password="p/w: "),  # noqa: S106  # of nobody
        ),
    ],
)
def test_the_mail_server_is_read_from_its_address(tmp_path: Path, smtp: str, relay: Relay) -> None:
    environment = {"PANEL_VAR": str(tmp_path), "PANEL_SMTP": smtp}

    settings = Settings.from_environment(environment)

    assert settings.relay == relay
    assert settings.mails


def test_letters_come_from_the_host_of_the_site_unless_the_operator_says_otherwise(
    tmp_path: Path,
) -> None:
    site = {"PANEL_VAR": str(tmp_path), "PANEL_URL": "https://mesa.example:8443"}
    said = {"PANEL_MAIL_FROM": "La Mesa <mesa@correo.example>"}

    assert Settings.from_environment(site).sender == ("Mesa", "mesa@mesa.example")
    assert Settings.from_environment(site | said).sender == ("La Mesa", "mesa@correo.example")
    assert not Settings.from_environment(site).mails
    assert Settings.from_environment(site | {"PANEL_DEMO": "1"}).mails


def test_the_secret_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = (Settings.from_environment({"PANEL_VAR": str(tmp_path)}) for _ in range(2))

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"PORT": "http"}, "PORT"),
        ({"PORT": "-1"}, "PORT"),
        ({"PANEL_MODE": "threading", "PANEL_LINES": "256"}, "PANEL_LINES"),
        ({"PANEL_MODE": "gevent"}, "PANEL_MODE"),
        ({"PANEL_DEMO": "1", "PANEL_HOST": "0.0.0.0"}, "PANEL_HOST"),  # noqa: S104  # as above
        ({"PANEL_DEMO": "1", "PANEL_HOST": "192.168.1.5"}, "PANEL_HOST"),
        ({"PANEL_URL": "mesa.example"}, "PANEL_URL"),
        ({"PANEL_URL": "ftp://mesa.example"}, "PANEL_URL"),
        ({"PANEL_PROXIES": "two"}, "PANEL_PROXIES"),
        ({"PORT": "70000"}, "PORT"),
        ({"PANEL_SMTP": "mail.example"}, "PANEL_SMTP"),
        ({"PANEL_SMTP": "http://mail.example"}, "PANEL_SMTP"),
        ({"PANEL_SMTP": "smtp://"}, "PANEL_SMTP"),
        ({"PANEL_SMTP": "smtp://mail.example:many"}, "PANEL_SMTP"),
        ({"PANEL_MAIL_FROM": "Mesa"}, "PANEL_MAIL_FROM"),
        ({"PANEL_REDIS": "cache.example"}, "PANEL_REDIS"),
        ({"PANEL_REDIS": "redis://"}, "PANEL_REDIS"),
        ({"PANEL_REDIS": "redis://cache.example:many"}, "PANEL_REDIS"),
        ({"PANEL_REDIS": "redis://cache.example/name"}, "PANEL_REDIS"),
    ],
)
def test_what_cannot_be_is_said_by_its_name(
    tmp_path: Path, wrong: dict[str, str], word: str
) -> None:
    right = {"PANEL_VAR": str(tmp_path), "PANEL_DEMO": "1"}
    assert Settings.from_environment(right).demo

    with pytest.raises(SettingsError, match=word):
        Settings.from_environment(right | wrong)
