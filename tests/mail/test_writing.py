"""What stands in letters: the same in plain text and in HTML, in either language, for a phone."""

from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from panel.kernel.languages import LANGUAGES
from panel.mail.writing import WIDTH, write
from tests.conftest import Installation
from tests.mail.letters import LETTERS, LINK, NAME

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
every_letter = pytest.mark.parametrize("template", LETTERS)
every_language = pytest.mark.parametrize("language", LANGUAGES)
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def plain(html: str) -> list[str]:
    """The paragraphs of a letter, as they are read."""
    found = BeautifulSoup(html, "html.parser").select("h1, p")
    return [" ".join(one.get_text(" ").split()) for one in found]


def test_every_letter_is_looked_at(mesa: Installation) -> None:
    there = {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.glob("*/mail/*.html")}

    assert there == set(LETTERS)
    assert mesa


@every_language
@every_letter
def test_both_parts_say_the_same(mesa: Installation, template: str, language: str) -> None:
    with mesa.app.app_context():
        letter = write(template, language, **LETTERS[template])

    paragraphs = plain(letter.html)
    for said in letter.text.replace("-- \n", "").split("\n\n"):
        for words in (" ".join(said.split()),) if LINK not in said else said.split(":\n"):
            assert any(words.strip() in one for one in paragraphs), words
    assert letter.subject in paragraphs
    assert letter.text.count(LINK) == 1
    assert letter.language == language


@every_language
@every_letter
def test_a_letter_reads_well_on_a_phone_and_fetches_nothing(
    mesa: Installation, template: str, language: str
) -> None:
    with mesa.app.app_context():
        letter = write(template, language, **LETTERS[template])

    page = BeautifulSoup(letter.html, "html.parser")
    assert page.html
    assert page.html["lang"] == language
    assert page.select("meta[name=viewport]")
    assert not page.select("img, link, script, style, iframe, table")
    assert "url(" not in letter.html
    assert {str(a["href"]) for a in page.select("a")} <= {LINK, "http://localhost"}
    assert all(len(line) <= WIDTH or "://" in line for line in letter.text.splitlines())
    assert "\r" not in letter.subject + letter.text
    assert "\n" not in letter.subject


@every_letter
def test_a_name_is_told_as_it_is_and_is_never_markup(mesa: Installation, template: str) -> None:
    with mesa.app.app_context():
        letter = write(template, "en", **LETTERS[template])

    if template.endswith("address_taken.html"):  # whose account it is, nobody else is told
        assert NAME not in letter.text
    else:
        assert f"Hello, {NAME}." in letter.text
        assert "&lt;i&gt;O" in letter.html
    assert not BeautifulSoup(letter.html, "html.parser").select("i")


def test_hours_are_those_of_the_reader(mesa: Installation) -> None:
    template = "identity/mail/new_device.html"
    with mesa.app.app_context():
        letter = write(template, "en", **LETTERS[template])

    assert "Firefox on Windows" in letter.text
    assert "Mar 17, 2026, 6:30\u202fPM" in " ".join(letter.text.split("\n"))
