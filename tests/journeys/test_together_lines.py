"""Bad lines and dead servers while several write in one text: every word is there, once."""

import re
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.documents.together.writing import a_text
from tests.journeys.acts import one_way
from tests.journeys.house import House, assert_sound
from tests.journeys.table import (
    EDITABLE,
    Table,
    a_table,
    agree,
    is_saved,
    paragraph,
    puts_caret,
    types,
)
from tests.services.badline import Chance, bad_line

pytestmark = pytest.mark.journey
STATE = "#document-state"
OFFLINE = re.compile("^Offline: kept on this device$")


def once(stored: Sequence[str], *said: str) -> None:
    """Insist that each of these stands in the text, and no second time."""
    text = "\n".join(stored)
    counted = {one: text.count(one) for one in said}
    assert set(counted.values()) == {1}, counted


def goes_offline(page: Page) -> None:
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()


def test_long_typing_without_a_line_while_the_server_is_killed_three_times(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER, Role.READER)
    ana, beto, rosa = table.people
    away, there = table.sits(ana), table.sits(beto)
    watcher = table.opens(rosa)
    goes_offline(away)
    mine, yours = list[str](), list[str]()

    for death in range(3):
        for piece in range(6):
            mine.append(f"a{death}.{piece};")
            types(away, 1, f" {mine[-1]}")
        expect(away.locator(STATE)).to_have_text(OFFLINE)
        yours.append(f"b{death};")
        types(there, 2, f" {yours[-1]}")
        house.server.kill()
        yours.append(f"c{death};")
        there.keyboard.type(f" {yours[-1]}")
        house.server.start()
        is_saved(there)
        if not death:
            assert_sound(away)
    away.context.set_offline(False)

    stored = agree(table, away, there, watcher)
    once(stored, *mine, *yours)


def test_a_tab_that_is_closed_without_a_line_loses_nothing(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    ana, beto = table.people
    page, other = table.sits(ana), table.sits(beto)
    goes_offline(page)
    types(page, 1, " Written on a train.")
    paragraph(page, 2).click(click_count=3)
    page.keyboard.press("Delete")
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    page.close()
    types(other, 1, " Written at a desk.")
    is_saved(other)

    context = house.contexts[0]
    context.set_offline(False)
    again = context.new_page()
    again.goto(table.path)

    expect(paragraph(again, 1)).to_contain_text("Written on a train.")
    once(agree(table, again, other), "Written on a train.", "Written at a desk.")
    assert "The second." not in table.stored()


@one_way
def test_what_was_only_taken_away_without_a_line_is_gone_for_all(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    page = table.sits(table.people[0])
    goes_offline(page)
    paragraph(page, 2).click(click_count=3)
    page.keyboard.press("Delete")
    expect(page.locator(STATE)).to_have_text(OFFLINE)
    page.close()

    context = house.contexts[0]
    context.set_offline(False)
    again = context.new_page()
    again.goto(table.path)

    expect(again.locator(EDITABLE)).to_be_visible()
    assert "The second." not in agree(table, again)


@one_way
def test_two_tabs_of_one_person_write_without_a_line(house: House) -> None:
    table = a_table(house, Role.MEMBER)
    first = table.sits(table.people[0])
    second = first.context.new_page()
    second.goto(table.path)
    expect(second.locator(EDITABLE)).to_be_visible()
    goes_offline(first)
    types(first, 1, " From the first tab.")
    types(second, 2, " From the second tab.")
    expect(second.locator(STATE)).to_have_text(OFFLINE)

    first.context.set_offline(False)

    once(agree(table, first, second), "From the first tab.", "From the second tab.")


@one_way
def test_four_write_over_lines_that_lose_and_turn_round_what_is_said(house: House) -> None:
    table = a_table(house, *(Role.MEMBER for _ in range(4)), text=a_text("A", "B", "C", "D"))
    chance = Chance(seed=7)
    with bad_line(house.server.port, chance) as address:
        pages = [_over(house, table, address, n) for n in range(4)]
        chance.lost, chance.turned = 0.04, 0.08
        said = list[str]()
        for turn in range(5):
            for n, page in enumerate(pages):
                said.append(f"w{n}.{turn};")
                puts_caret(page, 1 + (n + turn) % 4)
                page.keyboard.insert_text(f" {said[-1]}")  # at once: nobody writes within it
        chance.heal()
        stored = agree(table, *pages)
    once(stored, *said)
    assert chance.happened["lost"], chance.happened
    assert chance.happened["turned"], chance.happened


def _over(house: House, table: Table, address: str, n: int) -> Page:
    """Open the paper over another line than the others'."""
    context = house.context(table.people[n])
    page = context.new_page()
    page.goto(house.server.url + "/health")
    cookies = context.cookies()
    context.add_cookies([{**cookies[0], "url": address, "domain": None, "path": None}])
    page.goto(address + table.path)
    expect(page.locator(EDITABLE)).to_be_visible()
    puts_caret(page, 1)
    return page
