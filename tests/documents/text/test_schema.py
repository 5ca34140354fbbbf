from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings

from panel.documents.text.canonical import canonical
from panel.documents.text.schema import cleaned, fault
from panel.documents.text.shape import BLOCKS, CHARACTERS, COLUMNS, LISTS, ROWS, Node
from panel.documents.text.words import plain
from tests.documents.text.drawn import DOCUMENTS, JUNK, node, often

GOOD = "abcdefgh2345"


def text(words: str, *marks: Node) -> dict[str, Any]:
    return node("text", text=words, marks=list(marks))


def para(*inside: object, **attrs: object) -> dict[str, Any]:
    words = [text(one) if isinstance(one, str) else one for one in inside]
    return node("paragraph", attrs=attrs, content=words)


def doc(*blocks: object) -> dict[str, Any]:
    return node("doc", content=list(blocks))


def nested(kind: str, times: int, inside: object) -> dict[str, Any]:
    for _ in range(times):
        inside = node(kind, content=[node("listItem", content=[para("x"), inside])])
    return doc(inside)


def table(rows: int, columns: int) -> dict[str, Any]:
    row = node("tableRow", content=[node("tableCell", content=[para("x")])] * columns)
    return doc(node("table", content=[row] * rows))


def ids(content: Node) -> Iterator[str]:
    if "id" in content.get("attrs", {}):
        yield content["attrs"]["id"]
    for one in content.get("content", []):
        yield from ids(one)


def said(content: object) -> str:
    return fault(content) or ""


WHOLE = doc(
    node("heading", attrs={"id": GOOD, "level": 2.0}, content=[text("Por qué")]),
    para("uno", node("hardBreak"), node("footnote", content=[text("nota", {"type": "bold"})])),
    node("orderedList", attrs={"start": "3"}, content=[node("listItem", content=[para("x")])]),
    node("blockquote", content=[para(id=None)]),
)


@pytest.mark.parametrize(
    "content",
    [
        WHOLE,
        doc(),
        doc(node("bulletList"), node("table", content=[node("tableRow")]), node("blockquote")),
        doc(para("a", id=GOOD), para("b", id=GOOD)),
        nested("bulletList", LISTS, para("deep")),
        doc(para("x" * CHARACTERS)),
        doc(para(text("x", {"type": "link", "attrs": {"href": "MAILTO:ana@mesa.example"}}))),
        table(ROWS, 12),
        table(1, COLUMNS),
    ],
)
def test_what_the_editor_and_its_merges_make_is_no_fault(content: Node) -> None:
    assert fault(content) is None


STRANGE = "no document here can hold"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, STRANGE),
        ([], STRANGE),
        ({"type": "doc", "content": "words"}, STRANGE),
        (doc(7), STRANGE),
        (doc(node("image", attrs={"src": "x"})), STRANGE),
        (doc(para(node("script"))), STRANGE),
        (doc(node("listItem", content=[para("x")])), STRANGE),
        (doc(text("stray")), STRANGE),
        (doc(para(text("x", {"type": "code"}))), STRANGE),
        (doc(para({"type": "text", "text": 7})), STRANGE),
        (doc(para({"type": "text", "text": "x", "html": "<b>"})), STRANGE),
        (doc(para("x", id="<script>")), STRANGE),
        (doc(para("x", onclick="x")), STRANGE),
        (doc({"type": "paragraph", "attrs": "x"}), STRANGE),
        (doc(node("heading", content=[text("x")])), STRANGE),
        (doc(node("heading", attrs={"level": 4})), STRANGE),
        (doc(node("heading", attrs={"level": float("nan")})), STRANGE),
        (doc(node("heading", attrs={"level": True})), STRANGE),
        (doc(para(node("footnote", content=[node("footnote")]))), STRANGE),
        (doc(para(node("citation", attrs={"thread": "x", "number": 0, "words": "x"}))), STRANGE),
        (nested("bulletList", LISTS + 1, para("x")), "six deep"),
        (doc(para("x" * (CHARACTERS + 1))), "20,000 characters"),
        (doc(para(node("footnote", content=[text("x" * CHARACTERS)]))), "20,000 characters"),
        (doc(*[para("x")] * (BLOCKS + 1)), "5,000 paragraphs"),
        (table(ROWS + 1, 1), "400 rows"),
        (table(1, COLUMNS + 1), "40 columns"),
        (table(200, 30), "5,000 paragraphs"),
    ],
)
def test_what_is_none_of_ours_is_told(content: object, sentence: str) -> None:
    assert sentence in said(content)


@pytest.mark.parametrize(
    "href",
    [
        *("javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "JaVaScRiPt:x"),
        *("data:text/html,x", "http://mesa.example", "//mesa.example", "/inside", "", "https://"),
        *(
            "https://a\ud800",
            "https://a b",
            "mailto:",
            "https://mesa.example/\x00",
            "https:mesa.example",
            None,
            7,
        ),
        "https://" + "x" * 2_001,
    ],
)
def test_links_lead_to_https_and_mail_alone(href: object) -> None:
    content = doc(para(text("words", {"type": "link", "attrs": {"href": href}})))

    assert "https:" in said(content)
    assert cleaned(content)["content"][0]["content"] == [text("words")]


@pytest.mark.parametrize("kind", ["blockquote", "bulletList", "table", "unknown", "paragraph"])
@pytest.mark.parametrize("depth", [100, 20_000])
def test_what_is_nested_too_deep_is_refused_and_its_words_can_be_had(kind: str, depth: int) -> None:
    inside: dict[str, Any] = para("the words")
    for _ in range(depth):
        inside = node(kind, content=[inside])

    assert fault(doc(inside)) is not None
    assert plain(cleaned(doc(inside))).strip() == "the words"


def test_a_million_blocks_are_refused_before_they_are_read() -> None:
    seen = 0

    class Many(list[object]):
        def __iter__(self) -> Iterator[object]:
            nonlocal seen
            for seen in range(1_000_000):  # noqa: B007
                yield para("x")

    assert "5,000" in said({"type": "doc", "content": Many()})
    assert seen <= BLOCKS + 1


@settings(often, max_examples=200)
@given(JUNK)
def test_whatever_comes_is_cleaned_to_a_document(junk: object) -> None:
    content = cleaned(junk)

    assert said(content) == ""
    assert canonical("", content).encode()
    assert cleaned(content) == content
    assert len(set(ids(content))) == len(list(ids(content)))


@often
@given(DOCUMENTS)
def test_a_document_is_no_fault_and_cleaned_once_is_clean(content: Node) -> None:
    assert fault(content) is None
    once = cleaned(content)
    assert fault(once) is None
    assert cleaned(once) == once


@often
@given(DOCUMENTS)
def test_every_id_is_there_and_unique_and_the_first_of_two_stays(content: Node) -> None:
    once = cleaned(content)
    found = list(ids(once))
    doubled = {**once, "content": [*once["content"], *once["content"]]}

    again = list(ids(cleaned(doubled)))

    assert len(set(found)) == len(found)
    assert again[: len(found)] == found
    assert len(set(again)) == 2 * len(found)


def test_unknown_things_go_and_their_words_stay() -> None:
    content = doc(
        node("codeBlock", content=[text("code")]),
        node("image", attrs={"alt": "picture"}),
        node("bulletList", content=[para("in a list"), node("heading", content=[text("title")])]),
        para("see ", node("mention", content=[text("Ana", {"type": "code"})]), "!"),
        node("table", content=[para("in a table")]),
        node("heading", attrs={"level": 9}, content=[text("low")]),
        para(node("citation", attrs={"words": "no thread"})),
    )

    once = cleaned(content)

    assert plain(once).split("\n\n") == [
        *("code", "in a list", "title", "see Ana!", "in a table", "low", "[no thread]")
    ]
    assert once["content"][-2]["attrs"]["level"] == 3
