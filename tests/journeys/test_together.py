"""Members write in one text at once, and observers see it grow."""

import pytest
from playwright.sync_api import expect

from panel.membership.models import Role
from tests.journeys.house import House, assert_sound
from tests.journeys.table import EDITABLE, WRITTEN, a_table, agree, paragraph, puts_caret, types

pytestmark = pytest.mark.journey
TYPES = """(words) => {
  let at = 0;
  const one = () => {
    window.done = at >= words.length;
    if (!window.done) document.execCommand('insertText', false, words[at++]);
    if (!window.done) setTimeout(one, 15);
  };
  one();
}"""
LETTERS = 2 * "abcdefghijklmnopqrstuvwxyz"


def test_two_write_at_once_and_two_observers_watch(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER, Role.READER, Role.COMMENTER)
    ana, beto, rosa, carla = table.people
    writer, other = table.sits(ana), table.sits(beto)
    reader, commenter = table.opens(rosa), table.opens(carla)

    types(writer, 1, " Ana was here.")
    types(other, 2, " Beto was here.")

    expect(paragraph(other, 1)).to_contain_text("The first paragraph. Ana was here.")
    expect(paragraph(writer, 2)).to_contain_text("The second. Beto was here.")
    for page in (writer, other):
        expect(page.locator(".caret__name")).to_have_attribute("data-name", "Member")
    for watcher in (reader, commenter):
        expect(paragraph(watcher, 1)).to_contain_text("Ana was here.")
        expect(paragraph(watcher, 2)).to_contain_text("Beto was here.")
        expect(watcher.locator(".caret__name")).to_have_count(2)
        expect(watcher.locator("#document-tools")).to_be_hidden()
        expect(watcher.locator(EDITABLE)).to_have_count(0)
        expect(watcher.locator("#document-state")).to_be_empty()
    assert agree(table, writer, other, reader, commenter) == [
        "The first paragraph. Ana was here.",
        "The second. Beto was here.",
    ]
    for page in (writer, reader):
        assert_sound(page)
    expect(writer.locator(WRITTEN)).to_have_attribute("role", "textbox")


def test_two_who_write_in_one_place_at_once_keep_their_words_whole(house: House) -> None:
    table = a_table(house, Role.MEMBER, Role.MEMBER)
    first, second = (table.sits(who) for who in table.people)
    puts_caret(first, 1)
    puts_caret(second, 1)

    first.evaluate(TYPES, LETTERS.upper())
    second.keyboard.type(LETTERS, delay=13)
    first.wait_for_function("window.done")

    said = agree(table, first, second)[0]
    assert LETTERS in said
    assert LETTERS.upper() in said
