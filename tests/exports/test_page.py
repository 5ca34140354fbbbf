import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from panel.documents.text.words import passages
from panel.exports.sheet import Sheet
from tests.exports.conftest import Made, together
from tests.exports.papers import EVERYTHING, HOSTILE


def opened(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(), "html.parser")


@pytest.mark.parametrize(("name", "paper"), [("everything", EVERYTHING), ("hostile", HOSTILE)])
def test_every_word_is_on_the_page(made: Made, name: str, paper: Sheet) -> None:
    page = opened(made("html", name))
    for reference in page.select("sup.noteref"):
        reference.decompose()
    words = together(page.get_text())

    for passage in passages(paper.content):
        assert all(together(part.text) in words for part in passage.parts)


@pytest.mark.parametrize("name", ["everything", "hostile"])
def test_the_page_asks_nobody_for_anything(made: Made, name: str) -> None:
    text = made("html", name).read_text()
    page = opened(made("html", name))

    assert not page.find_all(["script", "img", "link", "iframe", "object", "form", "base"])
    assert not re.search(r"url\(|@import", str(page.style))
    assert "default-src 'none'" in text
    assert not [
        one for one in page.find_all(True) if any(key.startswith("on") for key in one.attrs)
    ]


def test_the_page_is_built_as_the_paper_is(made: Made) -> None:
    page = opened(made("html", "everything"))

    assert page.html is not None
    assert page.html["lang"] == "es"
    assert [one.get_text() for one in page.find_all("h1")] == [EVERYTHING.title]
    assert [one.name for one in page.select("article .text > :is(h2, h3, h4)")] == [
        "h2",
        "h3",
        "h4",
    ]
    assert [one["start"] for one in page.find_all("ol", start=True)] == ["7", "4"]
    heads = {one.get_text(): one["scope"] for one in page.find_all("th")}
    assert heads == {
        "Región": "col",
        "Personas": "colgroup",
        "Nota": "col",
        "2024": "col",
        "2025": "col",
        "Pacífico": "row",
        "Caribe": "rowgroup",
    }
    assert len(page.select("section.footnotes li")) == 4
    assert len(page.select("nav li a")) == 3
    for link in page.select('a[href^="#"]'):
        assert page.find(id=str(link["href"])[1:])


def test_it_says_which_version_it_is(made: Made) -> None:
    text = made("html", "everything").read_text()

    assert EVERYTHING.sha256 in text
    assert "17 de marzo de 2026" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text
