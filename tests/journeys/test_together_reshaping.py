"""Somebody writes in a paragraph that somebody else makes another one of: no word goes with it."""

import re
from collections.abc import Callable, Sequence

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.documents.together.writing import a_text
from tests.journeys.acts import one_way, other_way
from tests.journeys.house import House, assert_sound
from tests.journeys.table import (
    DRAWN,
    EDITABLE,
    Table,
    a_table,
    agree,
    is_saved,
    paragraph,
    paragraphs,
    puts_caret,
    types,
)

pytestmark = pytest.mark.journey
STATE = "#document-state"
OFFLINE = re.compile("^Offline: kept on this device$")
BOX = ".unsent textarea"
MINE = " MIS PALABRAS"


def becomes_heading(page: Page) -> None:
    puts_caret(page, 2)
    page.get_by_label("Kind of paragraph").select_option("2")


def becomes_list(page: Page) -> None:
    puts_caret(page, 2)
    page.get_by_role("button", name="List", exact=True).click()


def becomes_quotation(page: Page) -> None:
    puts_caret(page, 2)
    page.get_by_role("button", name="Quotation").click()


def joins_the_one_before(page: Page) -> None:
    puts_caret(page, 2)
    page.keyboard.press("Home")
    page.keyboard.press("Backspace")


def goes(page: Page) -> None:
    paragraph(page, 2).click(click_count=3)
    for key in ("Delete", "Backspace"):
        page.evaluate(DRAWN)
        page.keyboard.press(key)
    expect(paragraph(page, 2)).to_have_count(0)


RESHAPED: dict[str, tuple[Callable[[Page], None], Sequence[str]]] = {
    "heading": (becomes_heading, ["The first paragraph.", f"The second.{MINE}"]),
    "list": (becomes_list, ["The first paragraph.", f"The second.{MINE}"]),
    "quotation": (becomes_quotation, ["The first paragraph.", f"The second.{MINE}"]),
    "joined": (joins_the_one_before, [f"The first paragraph.The second.{MINE}"]),
}


def seated(house: House) -> tuple[Table, Page, Page]:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    yolanda, hugo = (table.sits(who) for who in table.people)
    return table, yolanda, hugo


def writes_away(page: Page) -> None:
    """Write at the end of the second paragraph, without a line."""
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    types(page, 2, MINE)
    expect(page.locator(STATE)).to_have_text(OFFLINE)


@other_way
@pytest.mark.parametrize("becomes", RESHAPED)
def test_words_written_without_a_line_come_back_into_what_the_paragraph_has_become(
    house: House, becomes: str
) -> None:
    table, author, other = seated(house)
    reshape, expected = RESHAPED[becomes]
    writes_away(author)
    reshape(other)
    is_saved(other)

    author.context.set_offline(False)

    expect(other.locator(EDITABLE)).to_contain_text(MINE)
    assert agree(table, author, other) == expected
    author.keyboard.type(" And on.")
    assert agree(table, author, other)[-1] == f"{expected[-1]} And on."


def test_words_in_a_paragraph_that_was_taken_away_are_given_back_to_their_author(
    house: House,
) -> None:
    table, author, other = seated(house)
    writes_away(author)
    goes(other)
    is_saved(other)

    author.context.set_offline(False)

    expect(author.locator(BOX)).to_have_value(MINE.strip())
    expect(author.locator("#document-note")).to_contain_text("Somebody took away the paragraph")
    assert agree(table, author, other) == ["The first paragraph."]
    expect(other.locator(BOX)).to_have_count(0)
    assert_sound(author)


@one_way
def test_who_comes_back_with_a_heading_does_not_take_what_was_written_meanwhile(
    house: House,
) -> None:
    table, author, other = seated(house)
    other.context.set_offline(True)
    expect(other.locator("[data-offline]")).to_be_visible()
    becomes_heading(other)
    expect(other.locator(STATE)).to_have_text(OFFLINE)
    types(author, 2, MINE)
    is_saved(author)

    other.context.set_offline(False)

    expect(other.locator("#document h3")).to_contain_text(MINE)
    assert agree(table, author, other) == ["The first paragraph.", f"The second.{MINE}"]


@one_way
def test_words_of_a_page_that_was_closed_without_a_line_come_back_once_into_two_tabs(
    house: House,
) -> None:
    table, author, other = seated(house)
    writes_away(author)
    context = author.context
    author.close()
    becomes_list(other)
    is_saved(other)

    context.set_offline(False)
    pages = [context.new_page(), context.new_page()]
    for page in pages:
        page.goto(table.path, wait_until="commit")
    for page in pages:
        expect(page.locator(EDITABLE)).to_contain_text(MINE)

    assert agree(table, *pages, other) == ["The first paragraph.", f"The second.{MINE}"]


@one_way
def test_words_come_back_into_a_version_that_others_have_restored(house: House) -> None:
    table, author, other = seated(house)
    writes_away(author)
    table.becomes(
        {
            "type": "doc",
            "content": [
                {**a_text("An older beginning.")["content"][0]},
                {
                    "type": "heading",
                    "attrs": {"id": "ppppppppppab", "level": 1},
                    "content": [{"type": "text", "text": "The second."}],
                },
            ],
        }
    )

    author.context.set_offline(False)

    expect(other.locator(EDITABLE)).to_contain_text(MINE)
    assert agree(table, author, other) == ["An older beginning.", f"The second.{MINE}"]


def test_typing_goes_on_through_six_changes_of_the_paragraph(house: House) -> None:
    table, author, other = seated(house)
    puts_caret(author, 2)
    puts_caret(other, 2)
    said = [f"p{number:02}" for number in range(30)]

    for number, word in enumerate(said):
        author.keyboard.type(f" {word}", delay=25)
        if number % 5 == 2:
            other.get_by_label("Kind of paragraph").select_option(str(number // 5 % 3))

    expect(paragraph(author, 2)).to_contain_text(said[-1])
    stored = agree(table, author, other)
    assert stored == ["The first paragraph.", " ".join(["The second.", *said])]
    assert paragraphs(author) == paragraphs(other)
