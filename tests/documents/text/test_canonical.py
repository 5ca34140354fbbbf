import json
import re
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panel.documents.text.canonical import canonical, digest, read
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from tests.documents.text.drawn import DOCUMENTS, WORDS, node, often, otherwise
from tests.documents.text.test_schema import doc, para, text

PAGE = Path(__file__).resolve().parents[3] / "docs" / "VERSIONS.md"


@often
@given(DOCUMENTS, st.randoms(use_true_random=True))
def test_what_says_the_same_has_one_form(content: Node, chance: Random) -> None:
    other = otherwise(content, chance)

    assert canonical("Título", other) == canonical("Título", content)


@often
@given(WORDS, DOCUMENTS)
def test_what_is_read_back_has_the_same_hash(title: str, content: Node) -> None:
    form = canonical(title, content)

    again, back = read(form)

    assert back == cleaned(content)
    assert digest(canonical(again, back)) == digest(form) == sha256(form.encode()).hexdigest()


@often
@given(DOCUMENTS)
def test_the_form_has_no_escapes_but_two(content: Node) -> None:
    form = canonical("", content)

    assert re.sub(r'\\["\\]', "", form).count("\\") == 0
    assert "\n" not in form


def test_the_form_is_as_the_page_says() -> None:
    said = re.search(r"printf '%s' '(.*)' \| sha256sum\n    ([0-9a-f]{64})\n", PAGE.read_text())

    form = canonical("", {"type": "doc"})

    assert said
    assert said.groups() == (form, digest(form))


def test_everything_that_says_nothing_is_left_out() -> None:
    bold, link = {"type": "bold"}, {"type": "link", "attrs": {"href": "https://mesa.example"}}
    cell = node("tableCell", attrs={"colspan": 1, "rowspan": 1, "x": 1}, content=[para("ñ", id="")])
    content = doc(
        para(text("a", link, bold), text("b", bold, link), text(""), "c", id="bbbbbbbbbbbb"),
        node("table", attrs={"id": "cccccccccccc"}, content=[node("tableRow", content=[cell])]),
    )

    form = json.loads(canonical("  Dos \t palabras ", content))

    assert form["title"] == "Dos palabras"
    assert form["content"][0]["content"] == [text("ab", bold, link), text("c")]
    assert form["content"][1]["content"][0]["content"][0].keys() == {"type", "content"}


def test_a_citation_that_says_nothing_legible_goes() -> None:
    said = {"thread": "x", "number": 1, "words": "\x00"}

    content = cleaned(doc(para("x", node("citation", attrs=said))))

    assert content["content"][0]["content"] == [text("x")]


def test_other_words_marks_levels_and_titles_have_other_hashes() -> None:
    forms = [
        canonical("a", doc(para("x", id="bbbbbbbbbbbb"))),
        canonical("b", doc(para("x", id="bbbbbbbbbbbb"))),
        canonical("a", doc(para("y", id="bbbbbbbbbbbb"))),
        canonical("a", doc(para("x", id="cccccccccccc"))),
        canonical("a", doc(para(text("x", {"type": "bold"}), id="bbbbbbbbbbbb"))),
        canonical("a", doc(para("x", id="bbbbbbbbbbbb"), para())),
    ]

    assert len({digest(form) for form in forms}) == len(forms)


@pytest.mark.parametrize(
    "form",
    [
        "[]",
        "{}",
        '{"content":[],"schema":2,"title":"","type":"doc"}',
        '{"content":[], "schema":1,"title":"","type":"doc"}',
        '{"content":[],"schema":1,"title":"","type":"doc","x":1}',
        "no JSON",
    ],
)
def test_what_is_no_canonical_form_is_not_read(form: str) -> None:
    with pytest.raises(ValueError, match=r"document|value"):
        read(form)
