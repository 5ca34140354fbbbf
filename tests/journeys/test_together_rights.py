"""Rights that go and come while somebody writes: nobody's words are lost to them."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from panel.membership.actions.seats import change_role, end_seat
from panel.membership.models import Role
from panel.papers.models import Stage
from tests.factories import again, the_seat
from tests.journeys.acts import one_way
from tests.journeys.house import House, assert_sound
from tests.journeys.table import (
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

pytestmark = pytest.mark.journey
LOST = ".unsent textarea"


def becomes(house: House, table: Table, who: int, role: Role) -> None:
    """Let the moderator, who is the first of the people, give somebody another role."""
    with house.work() as work:
        change_role(work, again(work, table.people[0]), the_seat(work, table.people[who]), role)


def goes_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()


def test_a_role_that_is_taken_in_mid_sentence_closes_the_text_and_one_that_is_given_opens_it(
    house: House,
) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page = table.sits(table.people[1])
    types(page, 1, " Half a sen")
    is_saved(page)

    becomes(house, table, 1, Role.READER)

    expect(page.locator(EDITABLE)).to_have_count(0)
    expect(page.locator("#document-tools")).to_be_hidden()
    expect(page.locator(LOST)).to_have_count(0)
    assert_sound(page)
    becomes(house, table, 1, Role.MEMBER)
    expect(page.locator(EDITABLE)).to_be_visible()
    types(page, 1, "tence.")
    assert agree(table, page)[0] == "The first paragraph. Half a sentence."


def test_words_that_were_not_sent_before_a_role_was_lost_are_there_to_be_copied(
    house: House,
) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page = table.sits(table.people[1])
    goes_offline(page)
    types(page, 1, " Words on the way.")

    becomes(house, table, 1, Role.READER)
    page.context.set_offline(False)

    expect(page.locator(LOST)).to_have_value("The first paragraph. Words on the way.")
    expect(paragraph(page, 1)).to_have_text("The first paragraph.")
    expect(page.locator(EDITABLE)).to_have_count(0)
    assert_sound(page)
    assert agree(table, page) == ["The first paragraph.", "The second."]
    page.reload()
    expect(page.locator(WRITTEN)).to_be_visible()
    expect(page.locator(LOST)).to_have_value("The first paragraph. Words on the way.")
    page.get_by_role("button", name="I have copied them").click()
    expect(page.locator(LOST)).to_have_count(0)


def test_a_stage_that_closes_the_text_keeps_the_words_of_a_tab_that_was_closed_meanwhile(
    house: House,
) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page, other = table.sits(table.people[1]), table.sits(table.people[0])
    goes_offline(page)
    types(page, 2, " Never sent.")
    expect(page.locator("#document-state")).to_contain_text("kept on this device")
    page.close()

    table.moves(table.people[0], Stage.CONSULTATION)

    expect(other.locator(EDITABLE)).to_have_count(0)
    context = house.contexts[0]
    context.set_offline(False)
    back = context.new_page()
    back.goto(table.path)
    expect(back.locator(LOST)).to_have_value("The second. Never sent.")
    expect(back.locator(".unsent .notice")).to_contain_text("not open for drafting")
    assert table.stored() == ["The first paragraph.", "The second."]
    table.moves(table.people[0], Stage.DRAFT)
    for one in (other, back):
        expect(one.locator(EDITABLE)).to_be_visible()
    types(back, 2, " Written anew.")
    agree(table, other, back)


def test_whose_seat_ends_sees_their_own_unsent_words_and_nothing_else(house: House) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page = table.sits(table.people[1])
    goes_offline(page)
    types(page, 1, " Mine alone.")

    with house.work() as work:
        end_seat(work, again(work, table.people[0]), the_seat(work, table.people[1]))
    page.context.set_offline(False)

    expect(page.get_by_role("heading", name="You can no longer read this.")).to_be_visible()
    expect(page.locator(LOST)).to_have_value("The first paragraph. Mine alone.")
    expect(page.locator("main")).not_to_contain_text("The second.")
    kept = page.evaluate("Object.keys(localStorage).filter((one) => /mesa:(unsent):/.test(one))")
    assert kept == []


@one_way
def test_what_is_too_much_at_once_is_not_let_in_and_one_writes_on(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    puts_caret(page, 1)

    pastes(page, plain="\n\n".join(f"{n} " + "word " * 3_000 for n in range(40)))

    expect(page.locator("#document-note")).to_contain_text("This is too much at once.")
    expect(page.locator(LOST)).to_have_count(0)
    assert_sound(page)
    types(page, 2, " On.")
    assert agree(table, page) == ["The first paragraph.", "The second. On."]


@one_way
def test_a_page_of_an_older_schema_can_be_read_and_asks_to_be_loaded_anew(house: House) -> None:
    table = a_table(house, Role.MODERATOR, Role.MEMBER)
    page = house.context(table.people[1]).new_page()
    page.route("**/editor-*.js", _grown_old)
    page.goto(table.path)

    expect(page.locator("#document-note")).to_contain_text("Mesa has been renewed")
    expect(page.locator(EDITABLE)).to_have_count(0)
    expect(page.locator("#document")).to_contain_text("The first paragraph.")
    assert_sound(page)
    page.unroute_all()
    page.get_by_role("button", name="Load the page anew").click()
    expect(page.locator(EDITABLE)).to_be_visible()
    expect(page.locator("#document-note")).to_be_hidden()


def _grown_old(route: Route) -> None:
    """Give the script as it was before the last change of the schema."""
    script, count = re.subn(r"schema:\w+,vector", "schema:0,vector", route.fetch().text())
    assert count == 1
    route.fulfill(body=script, content_type="text/javascript")
