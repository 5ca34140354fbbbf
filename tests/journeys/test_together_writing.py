"""What one can write in a text: pasted, cited, undone; by keyboard and on a phone."""

import json

import pytest
from playwright.sync_api import expect

from panel.documents.text.shape import Node, attributes, children, kind
from panel.membership.models import Role
from panel.papers.models import Stage
from tests.exports.papers import cite, h, item, note, p, ul
from tests.factories import a_post, a_thread, again
from tests.journeys.acts import one_way
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.table import (
    DRAWN,
    EDITABLE,
    WRITTEN,
    a_table,
    agree,
    is_saved,
    paragraph,
    pastes,
    puts_caret,
    saying,
    types,
)

pytestmark = [pytest.mark.journey]

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style>p.MsoNormal{color:red}</style><meta name=Generator content="Microsoft Word 15"></head>
<body lang=ES><!--StartFragment--><h2>Del ministerio<o:p></o:p></h2>
<p class=MsoNormal style='margin:0cm;font-family:"Calibri"'><b>Importante:</b>
<span style='color:blue'>léase</span> <i>hoy</i>.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>uno</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o&nbsp;</span>dos</p>
<table class=MsoTableGrid><tr><td width=10><p class=MsoNormal>A1</p></td><td><p>B1</p></td></tr>
</table><p><a href="javascript:alert(1)">malo</a> <a href="https://example.org/">bueno</a>
<img src="file:///c:/x.png"></p><!--EndFragment--></body></html>"""


def kinds_of(node: Node) -> list[str]:
    """List the kinds of all nodes but text, in their order."""
    found = [kind(one) for one in children(node)]
    return [
        one
        for name, part in zip(found, children(node), strict=True)
        for one in (name, *kinds_of(part))
        if one != "text"
    ]


@one_way
def test_what_is_pasted_from_word_keeps_its_structure_and_loses_the_rest(house: House) -> None:
    table = a_table(house, Role.MEMBER, text={"type": "doc", "content": [p("Before.")]})
    page = table.sits(table.people[0])
    puts_caret(page, 1)
    page.keyboard.press("Enter")

    pastes(page, html=WORD, plain="…")

    expect(page.locator(f"{WRITTEN} h3")).to_have_text("Del ministerio")
    stored = agree(table, page)
    assert stored[:3] == ["Before.", "Del ministerio", "Importante: léase hoy."]
    kinds = kinds_of(table.content())
    assert kinds[:4] == ["paragraph", "heading", "paragraph", "bulletList"]
    assert kinds[4:9] == ["listItem", "paragraph", "bulletList", "listItem", "paragraph"]
    assert "table" in kinds
    text = json.dumps(table.content())
    assert "example.org" in text
    for rubbish in ("javascript", "Mso", "Calibri", "file:", "color"):
        assert rubbish not in text
    assert_sound(page)


@one_way
def test_undo_takes_back_what_oneself_has_written_and_nothing_else(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    page, other = (table.sits(who) for who in table.people)
    types(page, 1, " Mine.")
    expect(paragraph(other, 1)).to_contain_text("Mine.")
    types(other, 1, " Theirs.")
    expect(paragraph(page, 1)).to_contain_text("Theirs.")

    page.get_by_role("button", name="Undo").click()

    expect(paragraph(page, 1)).to_have_text(saying("The first paragraph. Theirs."))
    page.keyboard.press("Control+Shift+z")
    expect(paragraph(page, 1)).to_contain_text("Mine.")
    for _ in range(3):
        other.keyboard.press("Control+z")
    expect(paragraph(page, 1)).to_have_text(saying("The first paragraph. Mine."))
    agree(table, page, other)


@one_way
def test_a_post_is_cited_by_pasting_its_address_and_from_its_own_page(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    ana = table.people[0]
    with house.work() as work:
        thread = a_thread(work, table.panel, again(work, ana))
        a_post(work, again(work, ana), thread, "This is what I think.")
        name = thread.public_id
    page = table.sits(ana)
    puts_caret(page, 1)

    pastes(page, plain=f"{house.server.url}/p/{table.panel.slug}/threads/{name}/posts/1")

    expect(page.locator(f"{WRITTEN} .citation")).to_have_text("[Member 1, post 1]")
    is_saved(page)
    pastes(page, plain=f"{house.server.url}/p/{table.panel.slug}/threads/{name}/posts/99")
    expect(page.locator("#document-note")).to_contain_text("There is no such post")
    assert_sound(page)
    page.goto(f"{table.path}?cite={name}:1")
    expect(page.locator(f"{WRITTEN} .citation")).to_have_count(2)
    assert "cite" not in page.url
    is_saved(page)
    last = children(children(table.content())[-1])
    assert [attributes(one)["number"] for one in last if kind(one) == "citation"] == [1]
    page.reload()
    expect(page.locator(f"{WRITTEN} .citation")).to_have_count(2)


@one_way
def test_everything_is_reached_and_left_by_keyboard(house: House) -> None:
    table = a_table(house, Role.MEMBER, text={"type": "doc", "content": [p("One."), p("Two.")]})
    page = table.sits(table.people[0])
    puts_caret(page, 1)

    page.keyboard.press("Alt+F10")
    expect(page.get_by_label("Kind of paragraph")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(EDITABLE)).to_be_focused()
    expect(page.get_by_role("button", name="Bold")).to_have_attribute("aria-pressed", "true")
    page.keyboard.type(" Strong.")
    page.keyboard.press("Control+b")
    page.get_by_role("button", name="Footnote").click()
    page.keyboard.type("A note.")
    page.keyboard.press("Enter")
    page.keyboard.type(" On.")
    puts_caret(page, 2)
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Table", exact=True).click()
    page.keyboard.type("Head")
    page.keyboard.press("Tab")
    page.keyboard.type("Second")
    page.keyboard.press("Tab")
    page.keyboard.type("Third")
    page.get_by_role("button", name="Row below").click()
    expect(page.locator(f"{WRITTEN} tr")).to_have_count(4)
    assert_sound(page)
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.locator(EDITABLE)).not_to_be_focused()

    stored = agree(table, page)
    assert stored == ["One. Strong.A note. On.", "Two.", "HeadSecondThird", ""][: len(stored)]
    first = children(children(table.content())[0])
    assert [kind(one) for one in first] == ["text", "text", "footnote", "text"]


@one_way
def test_one_writes_on_a_phone(house: House) -> None:
    text = {
        "type": "doc",
        "content": [
            h(1, "Title"),
            p("Words ", note("A note."), cite("Ana, 12"), "."),
            ul(item(p("One"))),
        ],
    }
    table = a_table(house, Role.MEMBER, Role.READER, text=text)
    page = table.sits(table.people[0], viewport=PHONE, has_touch=True)
    tools = page.locator("#document-tools")
    expect(tools.get_by_role("button", name="Bold")).to_be_hidden()

    paragraph(page, 2).tap(position={"x": 10, "y": 10})

    expect(tools.get_by_role("button", name="Bold")).to_be_visible()
    box = tools.bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    expect(page.locator("nav.bar")).to_be_hidden()
    page.keyboard.type("Written. ")
    is_saved(page)
    assert_sound(page)
    reader = table.opens(table.people[1], viewport=PHONE)
    expect(reader.locator(".footnotes li")).to_contain_text("A note.")
    assert_sound(reader)


@one_way
def test_the_outline_and_the_numbers_follow_the_text(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.READER)
    page, reader = (table.sits(table.people[0]), table.opens(table.people[1]))
    puts_caret(page, 1)
    page.keyboard.press("Enter")
    page.keyboard.type("A heading")
    page.get_by_label("Kind of paragraph").select_option("Heading 2")

    for one in (page, reader):
        expect(one.locator("#outline a")).to_have_text(["A heading"])
        expect(paragraph(one, 2)).to_contain_text("A heading")
        expect(paragraph(one, 3)).to_have_text("The second.")
    reader.locator("#outline a").click()
    assert reader.url.split("#")[1] == reader.locator(f"{WRITTEN} h3").get_attribute("id")


@one_way
def test_what_was_seen_is_told_once_it_was_in_sight(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.READER)
    reader = table.house.context(table.people[1]).new_page()
    with reader.expect_request("**/look") as asked:
        reader.goto(table.path)
    assert asked.value.post_data == "number=2"
    expect(reader.locator(WRITTEN)).to_be_visible()
    reader.close()
    writer = table.sits(table.people[0])
    types(writer, 1, " More.")
    is_saved(writer)
    again_ = house.contexts[0].new_page()
    again_.goto(table.path)
    expect(again_.locator(".since-look")).to_contain_text("has changed since you looked")


@one_way
def test_who_signs_out_leaves_no_text_on_the_device(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    types(page, 1, " On this device.")
    is_saved(page)
    names = "async () => (await indexedDB.databases()).map(({name}) => name)"
    assert page.evaluate(names)

    page.goto("/me")
    page.get_by_role("button", name="Sign out").first.click()

    page.wait_for_url("**/sign-in*")
    page.wait_for_function("async () => (await indexedDB.databases()).length === 0")
    kept = page.evaluate("Object.keys(localStorage).filter((one) => one.startsWith('mesa:text'))")
    assert kept == []


@one_way
def test_a_closed_text_is_shown_as_it_is_read_and_opens_with_its_stage(house: House) -> None:
    table = a_table(house, Role.MODERATOR)
    table.moves(table.people[0], Stage.CONSULTATION)
    page = house.context(table.people[0]).new_page()
    with page.expect_request("**/look") as asked:
        page.goto(table.path)
    assert asked.value.post_data == "number=2"
    expect(page.locator("#document .block")).to_have_count(2)
    expect(page.locator(WRITTEN)).to_have_count(0)

    table.moves(table.people[0], Stage.DRAFT)

    expect(page.locator(EDITABLE)).to_be_visible()
    types(page, 1, " Once more.")
    agree(table, page)


@one_way
def test_a_link_is_set_and_taken_away_by_keyboard(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    puts_caret(page, 2)
    page.keyboard.press("Control+Shift+ArrowLeft")
    page.evaluate(DRAWN)

    page.keyboard.press("Control+k")
    field = page.get_by_role("textbox", name="Where the link leads")
    expect(field).to_be_focused()
    assert_sound(page)
    field.fill("javascript:alert(1)")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("nowhere else")
    field.fill("https://example.org/")
    page.keyboard.press("Enter")

    link = page.locator(f"{WRITTEN} a[href='https://example.org/']")
    expect(link).to_have_count(1)
    page.keyboard.press("Control+k")
    page.get_by_role("button", name="Take the link away").click()
    expect(link).to_have_count(0)
    expect(page.locator(EDITABLE)).to_be_focused()
    agree(table, page)
