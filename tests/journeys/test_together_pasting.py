"""What is too much for a text, or not to be cited in it, does not come in; what is there stays."""

from html import escape

import pytest
from playwright.sync_api import Page, expect

from panel.documents.text.shape import Node, attributes, children, kind, words
from panel.membership.models import Kind, Role
from tests.documents.together.writing import a_text
from tests.exports.papers import p, t
from tests.factories import a_thread, again
from tests.journeys.acts import one_way
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.table import (
    WRITTEN,
    Table,
    a_table,
    agree,
    is_saved,
    paragraph,
    pastes,
    puts_caret,
    types,
)

pytestmark = [pytest.mark.journey]


def note(page: Page, said: str) -> None:
    """Insist that a sentence says why, and put it away."""
    expect(page.locator("#document-note")).to_contain_text(said)
    page.locator("#document-note").get_by_role("button").click()
    expect(page.locator("#document-note")).to_be_hidden()


def chip(thread: str, said: str = "Member 1: I give up") -> str:
    """Make what a citation looks like when it is copied, with words of one's own."""
    data = f'data-citation data-thread="{thread}" data-number="1"'
    return f"<a {data} class=citation href='#'>[{escape(said)}]</a>"


def threads_of(table: Table, *kinds: Kind) -> list[str]:
    with table.house.work() as work:
        by = again(work, table.people[0])
        return [a_thread(work, table.panel, by, kind=kind).public_id for kind in kinds]


def found(node: Node, wanted: str) -> list[Node]:
    """Find all nodes of a kind."""
    inside = [one for part in children(node) for one in found(part, wanted)]
    return [node, *inside] if kind(node) == wanted else inside


@one_way
def test_a_citation_that_is_pasted_says_what_its_post_is_called_or_stays_out(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    page = table.sits(table.people[0])
    open_, secret = threads_of(table, Kind.PANEL, Kind.MEMBERS)
    puts_caret(page, 1)

    pastes(page, html=f"<p>As {chip(open_)} and {chip(secret)} and {chip('aaaaaaaaaa22')} say.</p>")

    expect(page.locator(f"{WRITTEN} .citation")).to_have_text(["[Member 1, post 1]"])
    expect(page.locator("#document-note")).to_contain_text("There is no such post")
    note(page, "so it is not cited here")
    assert_sound(page)
    is_saved(page)
    [stored] = found(table.content(), "citation")
    assert attributes(stored) == {"thread": open_, "number": 1, "words": "Member 1, post 1"}
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    pastes(page, html=f"<p>Again {chip(open_, 'Member 1, post 1')}</p>")
    expect(page.locator(f"{WRITTEN} .citation")).to_have_count(2)
    assert not [one for one in asked if "/citation" in one]
    is_saved(page)
    assert len(found(table.content(), "citation")) == 2


@one_way
def test_what_no_text_can_hold_is_not_let_in_and_a_sentence_says_why(house: House) -> None:
    table = a_table(house, Role.MEMBER, text={"type": "doc", "content": [p("One."), p("Two.")]})
    page = table.sits(table.people[0])
    puts_caret(page, 1)
    deep = "<ul><li>a" * 6 + "</li></ul>" * 6

    pastes(page, plain="word " * 4_001)
    note(page, "20,000 characters")
    pastes(page, html="".join(f"<p>{n}</p>" for n in range(6_000)))
    note(page, "5,000 paragraphs")
    pastes(page, plain="\n\n".join(str(n) for n in range(6_000)))
    note(page, "5,000 paragraphs")
    pastes(page, html=f"<p>{'x' * 19_000}</p>" * 30)
    note(page, "too much at once")
    puts_caret(page, 1)
    page.keyboard.press("Enter")
    pastes(page, html=f"<ul><li>x{deep}</li></ul>")
    expect(page.locator(f"{WRITTEN} li")).to_have_count(7)
    assert page.locator(f"{WRITTEN} ul ul ul ul ul ul").count() == 1
    assert page.locator(f"{WRITTEN} ul ul ul ul ul ul ul").count() == 0
    types(page, 1, " More.")
    assert agree(table, page) == ["One. More.", "xaaaaaa", "Two."]


@one_way
def test_a_full_paragraph_takes_no_more_and_can_be_shortened(house: House) -> None:
    text = {"type": "doc", "content": [p("x" * 19_999), p("Two.")]}
    table = a_table(house, Role.MEMBER, text=text)
    page = table.sits(table.people[0], viewport=PHONE)
    puts_caret(page, 2)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("End")

    page.keyboard.type("yz")

    expect(page.locator("#document-note")).to_contain_text("20,000 characters")
    page.keyboard.press("Backspace")
    page.keyboard.type("!")
    is_saved(page)
    assert words(children(table.content())[0]) == "x" * 19_999 + "!"


@one_way
def test_a_full_text_takes_no_more_paragraphs(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    table.becomes(a_text("One."))
    many = {"type": "doc", "content": [p(str(n)) for n in range(4_999)]}
    table.becomes(many)
    page = table.sits(table.people[0])
    puts_caret(page, 1)

    page.keyboard.press("Enter")
    expect(paragraph(page, 1)).to_contain_text("0")
    page.keyboard.press("Enter")

    note(page, "5,000 paragraphs")
    is_saved(page)


@one_way
def test_lists_and_tables_in_the_cells_of_a_pasted_table_become_paragraphs(house: House) -> None:
    table = a_table(house, Role.MEMBER, text={"type": "doc", "content": [p(t("One."))]})
    page = table.sits(table.people[0])
    puts_caret(page, 1)
    inner = "<table><tr><td>in</td><td>ner</td></tr></table>"
    cells = [
        "Bare <b>bold</b><ul><li>one<ol start=3><li>deep</li></ol></li><li><p>two</p></li></ul>",
        f"<h2>Head</h2>{inner}<blockquote><p>said</p></blockquote>",
        "",
    ]
    rows = "".join(f"<td>{one}</td>" for one in cells)

    pastes(page, html=f"<table><tr>{rows}</tr><tr><td>x</td><td>y</td><td>z</td></tr></table>")

    expect(page.locator(f"{WRITTEN} td")).to_have_count(6)
    agree(table, page)
    stored = [
        [words(one) for one in children(cell)] for cell in found(table.content(), "tableCell")
    ]
    assert stored[0] == ["Bare bold", "\u2013 one", "3. deep", "\u2013 two"]
    assert stored[1] == ["Head", "in", "ner", "said"]
    assert stored[2:] == [[""], ["x"], ["y"], ["z"]]
    assert not found(table.content(), "bulletList")

    page.locator(f"{WRITTEN} td").last.click()
    pastes(page, html="<ul><li>a</li><li>b</li></ul><table><tr><td>c</td></tr></table>")

    expect(page.locator(f"{WRITTEN} td").last).to_have_text("z\u2013 a\u2013 bc")
    expect(page.locator(f"{WRITTEN} td")).to_have_count(6)
    is_saved(page)
    assert len(found(table.content(), "table")) == 1
