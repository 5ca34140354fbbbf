"""Words that lie on this device: whatever the server takes or refuses, none of them are gone."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from panel.membership.models import Role
from panel.papers.models import Stage
from tests.documents.together.writing import EMPTY, a_text
from tests.journeys.acts import one_way, other_way
from tests.journeys.house import House, assert_sound
from tests.journeys.table import (
    DRAWN,
    EDITABLE,
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
from tests.journeys.test_together_rights import becomes

pytestmark = pytest.mark.journey
LOST = ".unsent textarea"
STATE = "#document-state"
OFFLINE = re.compile("^Offline: kept on this device$")
MUCH = "word " * 2_500  # twice as much as this is no paragraph any more
FLAGS = "Object.keys(localStorage).filter((one) => one.startsWith('mesa:unsent:'))"


def goes_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()


def second_tab(table: Table, context: BrowserContext) -> Page:
    """Open the paper once more, as the same person."""
    page = context.new_page()
    page.goto(table.path)
    expect(page.locator(WRITTEN)).to_be_visible()
    return page


def new_end(page: Page) -> None:
    """Begin one more paragraph behind all others."""
    for key in ("Control+End", "Enter"):
        page.keyboard.press(key)
        page.evaluate(DRAWN)


def both_fill(table: Table, page: Page) -> None:
    """Let a page without a line and the others fill one paragraph, which cannot hold both."""
    puts_caret(page, 1)
    page.keyboard.insert_text(f" Mine: {MUCH}")
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    table.becomes(a_text(f"The first paragraph. {MUCH}", "The second."))


def in_boxes(page: Page) -> str:
    """Read the words that are there to be copied."""
    expect(page.locator(LOST)).not_to_have_count(0)
    return "\n".join(one.input_value() for one in page.locator(LOST).all())


def test_a_tab_that_was_closed_loses_nothing_when_another_is_refused_something(
    house: House,
) -> None:
    table = a_table(house, Role.MEMBER)
    first = table.sits(table.people[0])
    second = second_tab(table, first.context)
    goes_offline(first)
    types(second, 2, " From the tab that is closed.")
    expect(second.locator(STATE)).to_have_text(OFFLINE)
    second.close()
    both_fill(table, first)

    first.context.set_offline(False)

    assert "Mine: word" in in_boxes(first)
    assert "From the tab" not in in_boxes(first)
    expect(paragraph(first, 2)).to_have_text("The second. From the tab that is closed.")
    first.wait_for_function(f"() => {FLAGS}.length === 0")
    assert table.stored()[1] == "The second. From the tab that is closed."
    assert_sound(first)


@one_way
def test_a_tab_that_is_open_still_sends_its_words_when_another_is_refused_something(
    house: House,
) -> None:
    table = a_table(house, Role.MEMBER)
    first = table.sits(table.people[0])
    second = second_tab(table, first.context)
    goes_offline(first)
    types(second, 2, " From the other tab.")
    both_fill(table, first)

    first.context.set_offline(False)

    assert "Mine: word" in in_boxes(first)
    is_saved(second)
    expect(paragraph(first, 2)).to_contain_text("The second. From the other tab.")
    assert table.stored()[1] == "The second. From the other tab."


@other_way
def test_what_one_tab_has_saved_says_nothing_of_the_words_of_another(house: House) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    first = table.sits(table.people[1])
    second = second_tab(table, first.context)
    goes_offline(first)
    types(second, 2, " Never sent.")
    expect(second.locator(STATE)).to_have_text(OFFLINE)
    second.close()
    first.context.set_offline(False)
    types(first, 1, " Sent.")
    is_saved(first)
    first.close()
    table.moves(table.people[0], Stage.CONSULTATION)

    third = second_tab(table, house.contexts[0])

    expect(third.locator(LOST)).to_have_value("The second. Never sent.")
    expect(third.locator("#document-note")).to_contain_text("not open for drafting")


@one_way
def test_who_signs_out_is_asked_for_the_words_of_every_tab(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    first = table.sits(table.people[0])
    second = second_tab(table, first.context)
    goes_offline(first)
    types(second, 2, " Never sent.")
    expect(second.locator(STATE)).to_have_text(OFFLINE)
    second.close()
    first.context.set_offline(False)
    types(first, 1, " Sent.")
    is_saved(first)
    first.goto("/me")

    first.locator("form[data-leaves] button:visible").first.click()

    expect(first.locator("#dialog-leave")).to_be_visible()
    first.locator("#dialog-leave [type=submit]").last.click()
    expect(first).not_to_have_url(re.compile("/me$"))
    assert first.evaluate(FLAGS) == []


@other_way
def test_words_to_be_copied_stay_until_their_author_has_them(house: House) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page = table.sits(table.people[1])
    for n in (1, 2):
        goes_offline(page)
        types(page, n, f" Words {n} on the way.")
        expect(page.locator(STATE)).to_have_text(OFFLINE)
        becomes(house, table, 1, Role.READER)
        page.context.set_offline(False)
        expect(page.locator(LOST)).to_have_count(n)
        page.reload()
        expect(page.locator(LOST)).to_have_count(n)
        page.goto("/me")
        page.go_back()
        expect(page.locator(LOST)).to_have_count(n)
        becomes(house, table, 1, Role.MEMBER)
        expect(page.locator(EDITABLE)).to_be_visible()
        expect(page.locator(LOST)).to_have_count(n)
    said = in_boxes(page)
    assert "The first paragraph. Words 1 on the way." in said
    assert "The second. Words 2 on the way." in said
    assert_sound(page)
    page.get_by_role("button", name="See your words").click()
    expect(page.locator(LOST).last).to_be_focused()

    page.get_by_role("button", name="I have copied them").first.click()
    expect(page.locator(LOST)).to_have_count(1)
    page.get_by_role("button", name="I have copied them").click()
    expect(page.locator(LOST)).to_have_count(0)
    expect(page.locator("#document-note")).to_be_hidden()
    page.reload()
    expect(page.locator(EDITABLE)).to_be_visible()
    expect(page.locator(LOST)).to_have_count(0)


@other_way
def test_much_that_was_pasted_without_a_line_arrives(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    goes_offline(page)
    puts_caret(page, 2)
    for n in range(3):
        new_end(page)
        pastes(page, plain="\n\n".join(f"{n}.{part} {'word ' * 1_900}" for part in range(20)))
    new_end(page)
    page.keyboard.type("And a sentence by hand.")
    expect(page.locator(STATE)).to_have_text(OFFLINE)

    page.context.set_offline(False)

    stored = agree(table, page)
    assert stored[-1] == "And a sentence by hand."
    assert [one.split()[0] for one in stored[2:-1]] == [
        f"{n}.{p}" for n in range(3) for p in range(20)
    ]
    assert page.locator(LOST).count() == 0


@other_way
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed"])
def test_what_was_written_before_something_that_is_refused_is_stored(
    house: House, closed: bool
) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    goes_offline(page)
    types(page, 2, " A good sentence.")
    page.keyboard.press("Enter")
    page.keyboard.type("A whole paragraph.")
    both_fill(table, page)
    if closed:
        page.close()
        page = house.contexts[0].new_page()

    house.contexts[0].set_offline(False)
    if closed:
        page.goto(table.path)

    said = in_boxes(page)
    assert "Mine: word" in said
    assert "A good sentence" not in said
    expect(paragraph(page, 3)).to_have_text("A whole paragraph.")
    assert table.stored()[1:] == ["The second. A good sentence.", "A whole paragraph."]
    expect(page.locator(STATE)).to_have_text("Not accepted")
    types(page, 3, " On.")
    assert agree(table, page)[2] == "A whole paragraph. On."


@one_way
def test_who_was_writing_when_something_was_refused_writes_on(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    goes_offline(page)
    both_fill(table, page)
    puts_caret(page, 2)

    page.context.set_offline(False)

    assert "Mine: word" in in_boxes(page)
    expect(page.locator(EDITABLE)).to_be_focused()
    page.keyboard.type(" jkrgcn? On.")
    is_saved(page)
    assert table.stored()[1] == "The second. jkrgcn? On."
    assert page.locator("dialog[open]").count() == 0


@one_way
def test_a_blank_text_is_not_said_to_be_saved_beside_words_that_were_refused(house: House) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER, text=EMPTY)
    page = table.sits(table.people[1])
    goes_offline(page)
    page.locator(EDITABLE).press_sequentially("On the way.")
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    becomes(house, table, 1, Role.READER)
    page.context.set_offline(False)
    expect(page.locator(LOST)).to_have_value("On the way.")

    becomes(house, table, 1, Role.MEMBER)

    expect(page.locator(EDITABLE)).to_be_visible()
    expect(page.locator(STATE)).to_have_text("Not accepted")
    page.locator(EDITABLE).press_sequentially("Anew.")
    is_saved(page)


@one_way
def test_long_typing_without_a_line_is_told_after_it(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    goes_offline(page)
    puts_caret(page, 2)
    said = "".join(f" {n:03}" for n in range(400))
    page.keyboard.type(said)
    page.keyboard.press("Control+Backspace")
    expect(page.locator(STATE)).to_have_text(OFFLINE)

    page.context.set_offline(False)

    assert agree(table, page)[1].rstrip() == f"The second.{said[:-4]}"
