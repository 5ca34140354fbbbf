import re

from bs4 import BeautifulSoup, Tag
from hypothesis import given

from panel.documents.text.html import WORDS, html
from panel.documents.text.lines import numbered
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from panel.documents.text.words import passages
from tests.documents.text.drawn import DOCUMENTS, JUNK, node, often
from tests.documents.text.test_schema import doc, para, text

ATTRIBUTES = {
    *("id", "class", "href", "rel", "role", "dir", "start", "scope", "colspan", "rowspan"),
    *("tabindex", "aria-label", "aria-labelledby", "aria-hidden", "data-mark"),
}
TAGS = {
    *("div", "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "a", "span", "sup", "br"),
    *("strong", "em", "table", "thead", "tbody", "tr", "th", "td", "section"),
}


def shown(content: Node) -> BeautifulSoup:
    once = cleaned(content)
    where = lambda thread, number: f"/p/mesa/threads/{thread}/posts/{number}"  # noqa: E731
    return BeautifulSoup(html(once, numbered(once), where), "html.parser")


def one(page: BeautifulSoup | Tag, selector: str) -> Tag:
    found = page.select(selector)
    assert len(found) == 1
    return found[0]


def link(words: str, href: str, *marks: Node) -> Node:
    return text(words, *marks, {"type": "link", "attrs": {"href": href}})


def check_safe(page: BeautifulSoup) -> None:
    """Only our elements and attributes, links to where links may lead, and no id twice."""
    elements = page.find_all(True)
    assert {element.name for element in elements} <= TAGS
    assert {name for element in elements for name in element.attrs} <= ATTRIBUTES
    for anchor in page.find_all("a"):
        assert re.match(r"https://|mailto:|/p/mesa/|#", str(anchor.get("href")), re.IGNORECASE)
        inside = str(anchor["href"]).startswith("#")
        assert not inside or page.find(id=str(anchor["href"])[1:])
    names = [element["id"] for element in elements if element.get("id")]
    assert len(set(names)) == len(names)


@often
@given(DOCUMENTS)
def test_every_document_is_shown_with_all_its_words_and_nothing_of_them_is_markup(
    content: Node,
) -> None:
    page = shown(content)

    check_safe(page)
    for call in page.select("sup.noteref"):
        call.string = ""
    for line_break in page.select("br, td p, th p"):
        line_break.append("\n")
    for passage in passages(cleaned(content)):
        own = "\n".join(part.text for part in passage.parts if not part.note)
        assert one(page, f"#b-{passage.id} .text").get_text().split() == own.split()


@often
@given(JUNK)
def test_no_junk_comes_through(junk: Node) -> None:
    check_safe(shown(junk))


def test_a_block_has_its_number_and_an_address() -> None:
    page = shown(doc(para(), para("Las palabras", id="abcdefgh2345")))

    block = one(page, "#b-abcdefgh2345")
    assert block["class"] == ["block"]
    assert one(block, ".num a")["href"] == "#b-abcdefgh2345"
    assert one(block, ".num").get_text() == "Paragraph ¶1"
    assert one(block, ".text").get_text() == "Las palabras"
    assert len(page.select(".block")) == 2
    assert len(page.select(".num")) == 1


def test_without_numbers_none_are_shown() -> None:
    assert 'class="num"' not in html(cleaned(doc(para("x"))))


def test_headings_begin_below_the_title_of_the_page() -> None:
    page = shown(
        doc(*(node("heading", attrs={"level": n}, content=[text("x")]) for n in (1, 2, 3)))
    )

    assert [head.name for head in page.select(".block--h > .text > *")] == ["h2", "h3", "h4"]


def test_hostile_words_are_words() -> None:
    words = "<script>alert(1)</script> {{ 7 * 7 }} & \" ' </div>"

    page = shown(doc(para(words), para(link(words, 'https://a.example/"onclick="x'))))

    assert [block.get_text() for block in page.select(".block .text")] == [words, words]
    check_safe(page)


def test_a_link_that_was_never_cleaned_leads_nowhere() -> None:
    bad = link("words", "javascript:alert(1)")
    content = doc(para(bad, link("good", "https://mesa.example"), id="abcdefgh2345"))

    page = BeautifulSoup(html(content), "html.parser")

    assert [str(anchor) for anchor in page.find_all("a")] == [
        '<a href="https://mesa.example" rel="nofollow noopener ugc">good</a>'
    ]
    assert page.get_text() == "wordsgood"


def test_what_leads_to_one_place_is_one_link_and_an_unseen_one_is_none() -> None:
    at = "https://mesa.example"
    content = doc(para(link("a", at), link("b", at, {"type": "bold"}), "c", link(" ", at)))

    assert [str(anchor.decode_contents()) for anchor in shown(content).select(".text a")] == [
        "a<strong>b</strong>"
    ]


def test_footnotes_are_numbered_through_the_document_and_lead_back() -> None:
    def note(words: str) -> Node:
        return node("footnote", content=[text(words)])

    cell = node("tableCell", content=[para("x", note("dos"))])
    table = node("table", content=[node("tableRow", content=[cell])])

    page = shown(doc(para("a", note("uno")), table, para("b", note("tres"))))

    calls = page.select("sup.noteref a")
    notes = page.select("section.footnotes li")
    assert [call.get_text() for call in calls] == ["Note 1", "Note 2", "Note 3"]
    assert [note.get_text() for note in notes] == ["uno ↩", "dos ↩", "tres ↩"]
    for number, (call, entry) in enumerate(zip(calls, notes, strict=True), 1):
        back = one(entry, "a[role=doc-backlink]")
        assert call["href"] == f"#{entry['id']}"
        assert back["href"] == f"#{call['id']}"
        assert back["aria-label"] == f"Back to the text, note {number}"


def test_a_citation_leads_to_its_post_if_the_page_knows_where() -> None:
    said = {"thread": "bcdfghjkmnpq", "number": 12, "words": "Luz Marina, intervención 12"}
    content = cleaned(doc(para(node("citation", attrs=said))))

    there = one(shown(content), "a.citation")
    nowhere = BeautifulSoup(html(content), "html.parser")

    assert there["href"] == "/p/mesa/threads/bcdfghjkmnpq/posts/12"
    assert there.get_text() == "[Luz Marina, intervención 12]"
    assert one(nowhere, "span.citation").get_text() == there.get_text()


def test_lists_are_lists() -> None:
    inner = node("bulletList", content=[node("listItem", content=[para("c")])])
    items = [node("listItem", content=[para("a"), para("b"), inner]), node("listItem")]

    page = shown(doc(node("orderedList", attrs={"start": 4}, content=items)))

    assert one(page, "ol")["start"] == "4"
    assert [item.get("data-mark") for item in page.select("p.item")] == ["4.", None, "–", "5."]  # noqa: RUF001
    assert len(page.select("ol > li > ul > li > .block")) == 1


def test_right_to_left_text_finds_its_own_direction() -> None:
    assert one(shown(doc(para("שלום"))), ".text p")["dir"] == "auto"


def test_the_page_speaks_the_language_of_its_reader() -> None:
    content = cleaned(doc(para("x", node("footnote", content=[text("n")]))))

    page = html(content, numbered(content), words=WORDS.said(str.upper))

    assert "PARAGRAPH " in page
    assert ">NOTES<" in page
    assert "Paragraph" not in page
