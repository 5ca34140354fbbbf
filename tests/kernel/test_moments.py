from datetime import UTC, datetime

import pytest
from flask_babel import force_locale

from panel.kernel.moments import is_zone, moment, printed
from tests.conftest import Installation

THEN = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)  # still February in Bogotá


@pytest.mark.parametrize(
    ("language", "style", "words"),
    [
        ("es", "date", "28 de febrero de 2026"),
        ("es", "datetime", "28 de febrero de 2026, 21:30"),
        ("es", "relative", "28 feb 2026, 21:30"),
        ("es", "time", "21:30"),
        ("en", "date", "Feb 28, 2026"),
        ("en", "datetime", "Feb 28, 2026, 9:30 PM"),
        ("en", "time", "9:30 PM"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # none is asked
def test_an_instant_is_printed_in_the_panels_zone(
    mesa: Installation, language: str, style: str, words: str
) -> None:
    with mesa.app.app_context(), force_locale(language):
        shown = printed(THEN, "America/Bogota", style)

    assert " ".join(shown.split()) == words


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_page_gets_the_instant_itself_beside_the_words(mesa: Installation) -> None:
    with mesa.app.app_context(), force_locale("es"):
        element = moment(THEN, "America/Bogota", "date")

    assert element == (
        '<time datetime="2026-03-01T02:30:00+00:00" data-style="date">28 de febrero de 2026</time>'
    )


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("America/Bogota", True),
        ("UTC", True),
        ("Europe/Paris", True),
        ("Mars/Base", False),
        ("", False),
        ("../etc/passwd", False),
    ],
)
def test_only_zones_that_exist_are_zones(name: str, known: bool) -> None:
    assert is_zone(name) == known
