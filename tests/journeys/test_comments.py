"""Comments on the paragraphs of a paper: written, quoted, answered, hidden, left behind."""

import re

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.journeys.acts import one_way
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound
from tests.journeys.paperwork import WORDS, a_desk, block, card, comments_on, stands_level

pytestmark = pytest.mark.journey
SELECT = """([at, words]) => {
  const walker = document.createTreeWalker(
    document.querySelectorAll('#document [id^="b-"]')[at], NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const from = node.data.indexOf(words);
    if (from < 0) continue;
    getSelection().setBaseAndExtent(node, from, node, from + words.length);
    return;
  }
}"""


def says(page: Page, words: str) -> None:
    """Write a comment where the form is open, and send it."""
    page.locator("#remark-body").fill(words)
    page.locator("#remark-form button[type=submit]").click()


def has_come(page: Page, words: str) -> None:
    """Wait until a comment of one's own is the server's."""
    expect(card(page, words)).to_have_count(1)
    expect(page.locator(".remark[data-waiting]", has_text=words)).to_have_count(0)


def test_a_comment_is_written_beside_its_paragraph_and_everybody_sees_it_come(house: House) -> None:
    panel, [mo, ana, cleo, rita] = house.panel(
        Role.MODERATOR, Role.MEMBER, Role.COMMENTER, Role.READER
    )
    desk = a_desk(house, panel, ana)
    writes, reads, moderates = (house.tab(who, desk.path) for who in (cleo, rita, mo))
    phone = house.tab(ana, desk.path, viewport=PHONE)
    for page in (writes, reads, moderates, phone):
        expect(page.locator("[data-here] > li")).to_have_count(4)

    comments_on(writes, 4)
    assert_sound(writes)
    says(writes, "Ninety days are few in the harvest.")
    has_come(writes, "Ninety days")

    for page in (writes, reads, moderates):
        expect(card(page, "Ninety days")).to_contain_text("Observer")
        stands_level(card(page, "Ninety days"), block(page, 4))
        expect(page.locator("#comments-count")).to_have_text("One comment")
    expect(reads.get_by_role("button", name="Comment", exact=True)).to_be_hidden()
    block(reads, 0).hover()
    expect(reads.locator(".remark-add")).to_be_hidden()

    phone.locator(".remark-marks button").click()
    expect(phone.locator("#remarks-title")).to_be_focused()
    expect(card(phone, "Ninety days")).to_be_visible()
    assert_sound(phone)
    phone.keyboard.press("Escape")
    expect(card(phone, "Ninety days")).to_be_hidden()

    card(moderates, "Ninety days").get_by_role("link", name="Read and answer").click()
    expect(moderates.get_by_role("heading", level=1)).to_contain_text("Comment on ¶5")
    expect(moderates.locator(".about-what")).to_contain_text("First contribution")
    assert_sound(moderates)
    moderates.locator("#composer textarea").fill("How many would do?")
    moderates.locator("#composer button[type=submit]").click()
    for page in (writes, reads):
        expect(card(page, "Ninety days")).to_contain_text("1 answer")

    moderates.locator("#posts > li").first.locator(".act-more").click()
    moderates.locator("#post-menu [data-act=hide]").click()
    moderates.locator("#hide-reason").fill("It names a person.")
    moderates.locator("#dialog-hide button[type=submit]").click()
    for page in (writes, reads):
        expect(page.locator(".remark--trace")).to_contain_text("It names a person.")
        assert "Ninety days" not in page.locator("#remarks").inner_text()
        assert_equals_reload(page)
        assert_sound(page)


@one_way
def test_selected_words_are_quoted_and_what_is_typed_is_kept(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    desk = a_desk(house, panel, ana)
    page = house.tab(ana, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)

    page.evaluate(SELECT, [4, "guarantee fund"])
    page.get_by_role("button", name="Comment on these words").click()
    expect(page.locator("[data-quotation]")).to_have_text("guarantee fund")
    page.locator("#remark-body").fill("Whose?")
    expect(page.locator("#remark-form .saved")).to_have_text("Saved on this device")

    page.reload()
    expect(page.locator("#remark-body")).to_have_value("Whose?")
    expect(page.locator("[data-quotation]")).to_have_text("guarantee fund")
    expect(page.locator("#remark-block")).to_have_value(desk.blocks()[4])
    stands_level(page.locator("#remark-form"), block(page, 4))
    assert_sound(page)

    page.context.set_offline(offline=True)
    page.locator("#remark-form button[type=submit]").click()
    waiting = page.locator(".remark[data-waiting]")
    expect(waiting).to_contain_text("Kept on this device")
    expect(page.locator("#remark-form")).to_be_hidden()
    assert_sound(page)
    page.context.set_offline(offline=False)

    has_come(page, "Whose?")
    expect(card(page, "Whose?").locator(".remark__cited")).to_have_text("guarantee fund")
    assert_equals_reload(page)


@one_way
def test_words_for_one_paragraph_wait_while_one_writes_on_another(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    desk = a_desk(house, panel, ana)
    page = house.tab(ana, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)

    comments_on(page, 0)
    page.locator("#remark-body").fill("Begun and left")
    comments_on(page, 2)
    expect(page.locator("#remark-body")).to_have_value("")
    expect(page.locator(".drafts")).to_contain_text("Begun and left")
    says(page, "On the third")
    has_come(page, "On the third")

    comments_on(page, 0)
    expect(page.locator("#remark-body")).to_have_value("Begun and left")
    page.locator("#remark-block").select_option(desk.blocks()[1])
    page.locator("#remark-form button[type=submit]").click()
    has_come(page, "Begun and left")
    expect(card(page, "Begun and left").locator("[data-paragraph]")).to_have_text("2")
    assert_equals_reload(page)


@one_way
def test_by_keyboard_alone(house: House) -> None:
    panel, [ana, cleo] = house.panel(Role.MEMBER, Role.COMMENTER)
    desk = a_desk(house, panel, ana)
    page = house.tab(cleo, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)

    page.get_by_role("button", name="Comment", exact=True).press("Enter")
    expect(page.locator("#remark-body")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#remark-form")).to_be_hidden()
    page.get_by_role("button", name="Comment", exact=True).press("Enter")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#remark-wrong")).to_have_text("Write something first.")
    page.keyboard.type("By keys")
    page.keyboard.press("Control+Enter")
    has_come(page, "By keys")
    expect(card(page, "By keys")).to_be_focused()


@one_way
def test_a_comment_whose_paragraph_is_deleted_lands_among_those_without_one(house: House) -> None:
    panel, [ana, rita] = house.panel(Role.MEMBER, Role.READER)
    desk = a_desk(house, panel, ana)
    desk.commented(ana, 2, "On the last", "publishes")
    desk.commented(ana, 0, "On the first")
    page = house.tab(rita, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)
    expect(page.locator("#comments > .remark")).to_have_count(2)
    expect(page.locator(".remarks__gone")).to_be_hidden()

    desk.becomes("A new beginning.", WORDS[0])

    expect(page.locator("#comments-gone > .remark")).to_contain_text("On the last")
    expect(page.locator("#comments-gone .remark__where")).to_be_hidden()
    expect(page.locator(".remarks__gone")).to_be_visible()
    expect(page.locator("#comments > .remark")).to_have_count(1)
    assert_equals_reload(page)
    assert_sound(page)


@one_way
def test_many_comments_on_one_paragraph_fold(house: House) -> None:
    panel, [ana, rita] = house.panel(Role.MEMBER, Role.READER)
    desk = a_desk(house, panel, ana)
    comments = [desk.commented(ana, 0, f"Number {number}") for number in range(5)]
    page = house.tab(rita, desk.path)
    expect(page.locator(".remarks__more")).to_have_text("3 more on this paragraph")
    expect(card(page, "Number 4")).to_be_hidden()
    assert_sound(page)

    page.locator(".remarks__more button").click()
    expect(card(page, "Number 4")).to_be_visible()
    expect(page.locator(".remarks__more")).to_have_count(0)

    page.goto(f"{desk.path}#comment-{comments[4].public_id}")
    page.reload()
    expect(card(page, "Number 4")).to_be_visible()
    expect(card(page, "Number 4")).to_be_in_viewport()


@one_way
def test_who_loses_the_right_keeps_the_words(house: House) -> None:
    panel, [mo, cleo] = house.panel(Role.MODERATOR, Role.COMMENTER)
    desk = a_desk(house, panel, mo)
    page = house.tab(cleo, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)
    comments_on(page, 0)
    page.locator("#remark-body").fill("Not sent yet")

    people = house.tab(mo, f"/p/{panel.slug}/people")
    row = people.locator("li", has_text=cleo.name).last
    row.locator("summary").click()
    row.locator("select[name=role]").select_option("reader")
    row.locator("form", has=people.locator("select[name=role]")).locator("button").click()

    expect(page.locator("#remark-form")).to_be_hidden()
    expect(page.locator("#remarks textarea[readonly]")).to_have_value("Not sent yet")
    expect(page.locator("#remarks .notice")).to_contain_text(re.compile("role here has changed"))
    assert_sound(page)


@one_way
def test_what_is_refused_comes_back_beside_its_paragraph_with_the_reason(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    desk = a_desk(house, panel, ana)
    page = house.tab(ana, desk.path)
    expect(page.locator("[data-here] > li")).to_have_count(1)

    comments_on(page, 4)
    says(page, "[" * 10_000)

    expect(page.locator("#remark-wrong")).to_contain_text("too many brackets")
    expect(page.locator("#remark-body")).to_have_value("[" * 10_000)
    expect(page.locator("#remark-block")).to_have_value(desk.blocks()[4])
    assert_sound(page)
    says(page, "In a few words.")
    has_come(page, "In a few words.")
    expect(page.locator(".remark")).to_have_count(1)
    assert_equals_reload(page)
