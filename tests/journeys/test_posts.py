"""What becomes of posts and threads, seen at once by everybody who looks at them."""

import pytest
from playwright.sync_api import expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import (
    chooses,
    has_arrived,
    is_live,
    moderates,
    path_of,
    post,
    row,
    says,
)
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound

pytestmark = pytest.mark.journey


def test_an_edit_stands_in_place_with_what_was_said_before(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="We are *three*.")
    page, other = (house.tab(who, path_of(panel, thread)) for who in (ana, beto))
    is_live(other, beto)
    expect(post(other, 1).locator(".own-only a")).to_be_hidden()

    post(page, 1).get_by_role("link", name="Edit").click()
    field = post(page, 1).get_by_label("Your words")
    expect(field).to_have_value("We are *three*.")
    expect(field).to_be_focused()
    assert_sound(page)
    field.fill("")
    post(page, 1).get_by_role("button", name="Save the change").click()
    expect(post(page, 1).locator(".wrong")).to_have_text("Please write something here.")
    assert_sound(page)
    field.fill("We are **four**.")
    field.press("Control+Enter")

    for seen in (page, other):
        expect(post(seen, 1).locator(".prose")).to_have_text("We are four.")
        expect(post(seen, 1).get_by_role("link", name="edited")).to_be_visible()
        assert_equals_reload(seen)
        assert_sound(seen)
    post(other, 1).get_by_role("link", name="edited").click()
    expect(other.locator(".revisions .prose")).to_have_text(["We are four.", "We are three."])
    assert_sound(other)


def test_of_two_windows_that_edit_one_post_the_second_is_told_and_keeps_its_words(
    house: House,
) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="As it was")
    first = house.tab(ana, path_of(panel, thread))
    second = first.context.new_page()
    second.goto(path_of(panel, thread))
    for page, words in ((first, "In the first window"), (second, "In the second window")):
        chooses(page, 1, "edit")
        post(page, 1).get_by_label("Your words").fill(words)

    post(first, 1).get_by_role("button", name="Save the change").click()
    expect(post(first, 1).locator(".prose")).to_have_text("In the first window")
    post(second, 1).get_by_role("button", name="Save the change").click()

    expect(post(second, 1).locator(".wrong")).to_contain_text("edited this post elsewhere")
    field = post(second, 1).get_by_label("Your words")
    expect(field).to_have_value("In the second window")
    assert_sound(second)
    post(second, 1).get_by_role("link", name="Cancel").click()
    expect(post(second, 1).locator(".prose")).to_have_text("In the first window")
    chooses(second, 1, "edit")
    expect(field).to_have_value("In the second window")  # brought back, on top of what stands now
    post(second, 1).get_by_role("button", name="Save the change").click()
    expect(post(first, 1).locator(".prose")).to_have_text("In the second window")
    assert_equals_reload(first)


def test_a_post_goes_while_nobody_has_answered_it(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.COMMENTER)
    with house.work() as work:
        thread = a_thread(work, panel)
        a_post(work, ana, thread, "Said too soon")
        a_post(work, ana, thread, "Answered in time")
    page, other = (house.tab(who, path_of(panel, thread)) for who in (ana, beto))
    is_live(page, ana)
    is_live(other, beto)

    chooses(page, 2, "delete")
    expect(page.locator("#dialog-delete")).to_be_visible()
    assert_sound(page)
    page.get_by_role("button", name="Delete the post").click()
    for seen in (page, other):
        expect(post(seen, 2)).to_have_count(0)
        expect(seen.locator("[id^=thread-count-]")).to_have_text("2 posts")
        assert_equals_reload(seen)

    chooses(page, 3, "delete")  # the answer comes while the dialog is open
    post(other, 3).locator(".act-answer").click()
    says(other, "I build on this")
    has_arrived(other, "I build on this")
    page.get_by_role("button", name="Delete the post").click()
    expect(page.locator("#dialog-delete .wrong:not([hidden])")).to_contain_text("Others build on")
    assert_sound(page)
    page.keyboard.press("Escape")
    post(page, 3).locator(".act-more").click()
    expect(page.locator("#post-menu [data-act=edit]")).to_be_visible()
    expect(page.locator("#post-menu [data-act=delete]")).to_be_hidden()
    page.keyboard.press("Escape")
    assert_equals_reload(page)


def test_on_a_phone_the_menu_of_a_post_lies_in_place_of_the_bar(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    with house.work() as work:
        thread = a_thread(work, panel, mo)
        a_post(work, mo, thread)
    page = house.tab(mo, path_of(panel, thread), viewport=PHONE)
    is_live(page, mo)
    expect(page.locator(".bar")).to_be_visible()

    post(page, 2).locator(".act-more").click()
    expect(page.locator("#post-menu [role=menuitem]:visible")).to_have_count(6)
    expect(page.locator(".bar")).to_be_hidden()
    assert_sound(page)

    page.keyboard.press("Escape")
    expect(page.locator(".bar")).to_be_visible()


def test_what_is_hidden_and_shown_again_is_so_for_all_at_once(house: House) -> None:
    panel, [mo, ana, rita] = house.panel(Role.MODERATOR, Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        a_post(work, ana, thread, "A name that should not be here")
    with_it = house.tab(mo, path_of(panel, thread))
    author, reader = house.tab(ana, path_of(panel, thread)), house.tab(rita, path_of(panel, thread))
    for seen, who in ((with_it, mo), (author, ana), (reader, rita)):
        is_live(seen, who)

    chooses(with_it, 2, "hide")
    with_it.get_by_role("button", name="Hide the post").click()
    expect(with_it.locator("#dialog-hide .wrong:not([hidden])")).to_contain_text("write something")
    assert_sound(with_it)
    with_it.locator("#hide-reason").fill("It names <b>somebody</b>.")
    with_it.get_by_role("button", name="Hide the post").click()
    for seen in (author, reader):
        expect(post(seen, 2).locator(".trace")).to_contain_text("It names <b>somebody</b>.")
        assert "should not be here" not in seen.content()
        assert_equals_reload(seen)
        assert_sound(seen)
    expect(post(with_it, 2)).to_contain_text("Only moderators see the text.")
    expect(post(with_it, 2).locator(".act-answer, .own-only a")).to_have_count(0)
    assert_equals_reload(with_it)
    assert_sound(with_it)

    chooses(with_it, 2, "unhide")
    for seen in (with_it, author, reader):
        expect(post(seen, 2).locator(".prose")).to_have_text("A name that should not be here")
        expect(seen.locator("[id^=thread-count-]")).to_have_text("2 posts")
        assert_equals_reload(seen)


def test_pinned_closed_and_opened_again_shows_in_thread_and_list(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana, title="The older one")
    with house.work() as work:
        a_thread(work, panel, ana, title="The newer one")
    page = house.tab(mo, path_of(panel, thread))
    reading = house.tab(ana, path_of(panel, thread), viewport=PHONE)
    lists = house.tab(ana, f"/p/{panel.slug}/threads", viewport=PHONE)
    is_live(reading, ana)

    moderates(page, "Pin it on top of the list")
    expect(reading.locator(".thread-state .pinned")).to_be_visible()
    expect(row(lists, thread)).to_contain_text("Pinned")
    assert_sound(lists)
    expect(lists.locator("[data-pill]")).to_be_visible()  # the order waits until it is asked for
    expect(lists.locator("#rows h2").first).to_have_text("The newer one")
    lists.locator("[data-pill]").click()
    expect(lists.locator("#rows h2").first).to_have_text("The older one")
    expect(row(lists, thread).get_by_role("link")).to_be_focused()

    moderates(page, "Close the thread…")
    page.locator("#close-conclusion").fill("We **agree**, " + "in a long sentence, " * 40)
    page.locator("#dialog-close button[type=submit]").click()
    for seen in (page, reading):
        expect(seen.locator(".thread-state")).to_contain_text("Closed")
        expect(seen.locator(".synthesis strong")).to_have_text("agree")
        assert_equals_reload(seen)
        assert_sound(seen)
    expect(reading.locator("#composer")).to_be_hidden()
    expect(reading.locator(".standing--closed")).to_be_visible()
    expect(row(lists, thread).locator(".concluded")).to_contain_text("We agree, in a long")
    says(page, "A moderator still answers")
    has_arrived(page, "A moderator still answers")
    reading.locator(".fold > summary").click()
    assert_sound(reading)

    moderates(page, "Open it again")
    expect(reading.locator("#composer")).to_be_visible()
    expect(reading.locator(".coverage")).to_contain_text("takes into account the one post")
    expect(reading.locator(".coverage")).to_contain_text("opened again afterwards")
    moderates(page, "Unpin it")
    expect(reading.locator(".thread-state .pinned")).to_have_count(0)
    for seen in (page, reading, lists):
        assert_equals_reload(seen)
        assert_sound(seen)
