"""Following a discussion: what is new comes by itself, is counted, and is marked as read."""

import re

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import has_arrived, is_live, meanwhile, path_of, post, row, says
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey
MANY = 210  # facts; past 200 the page is fetched anew
NO_WEBSOCKETS = """const Real = WebSocket;
window.WebSocket = class extends Real {
  constructor(url, ...rest) { super(url.replace(/:\\d+/, ':1'), ...rest); }
};"""


def reads_to_the_end(page: Page) -> None:
    """Go through the posts, one screen after the other, until the server has noted the end."""
    items = page.locator("#posts > li").all()
    newest = max(int(item.get_attribute("data-number") or 0) for item in items)
    with page.expect_response(
        lambda answer: (
            answer.url.endswith("/mark") and answer.request.post_data == f"number={newest}"
        )
    ):
        for item in items:
            item.scroll_into_view_if_needed()


def test_what_is_unread_is_counted_from_where_one_left(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        for n in range(4):
            a_post(work, ana, thread, f"Before, {n}")
        quiet = a_thread(work, panel, ana, title="Nothing happens here")
    lists = house.tab(beto, f"/p/{panel.slug}/threads")
    expect(row(lists, thread).locator(".row__new")).to_have_text("5 new")
    page = house.tab(beto, path_of(panel, thread))
    expect(page.locator("[data-unread]")).to_have_text("5 unread")
    expect(page.locator("#posts .post--new")).to_have_count(0)  # on a first visit all is new
    reads_to_the_end(page)
    lists.reload()
    expect(row(lists, thread).locator(".row--new")).to_have_count(0)
    expect(row(lists, quiet).locator(".row__new")).to_have_text("1 new")
    page.goto(f"/p/{panel.slug}")

    meanwhile(house, ana, thread, "After, 1")
    expect(row(lists, thread).locator(".row__new")).to_have_text("1 new")
    meanwhile(house, ana, thread, "After, 2", to=2)
    expect(row(lists, thread).locator(".row__new")).to_have_text("2 new")
    assert_equals_reload(lists)
    assert_sound(lists)
    page.get_by_role("button", name="There is something new").click()
    expect(page.locator(".matter .n").first).to_have_text("2 new posts")
    assert_sound(page)

    page.goto(path_of(panel, thread))
    expect(page.locator("[data-unread]")).to_have_text("2 unread")
    expect(page.locator("#posts .post--new")).to_have_count(2)
    expect(page.locator("#posts .since")).to_have_text("New since you were here")
    assert_sound(page)
    page.locator("[data-unread]").click()
    expect(page).to_have_url(re.compile(r"/posts/6#post-.*-6$"))
    expect(post(page, 6)).to_be_in_viewport()
    reads_to_the_end(page)

    phone = house.tab(beto, f"/p/{panel.slug}/threads?filter=unread", viewport=PHONE)
    expect(phone.locator("#rows > li")).to_have_count(1)
    expect(row(phone, quiet)).to_be_visible()
    assert_sound(phone)
    phone.goto(path_of(panel, thread))
    expect(phone.locator("[data-unread]")).to_have_count(0)
    expect(phone.locator("#posts .post--new")).to_have_count(0)


def test_who_follows_to_the_end_sees_posts_appended_without_pressing_anything(
    house: House,
) -> None:
    panel, [ana, rita] = house.panel(Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        for n in range(12):
            a_post(work, ana, thread, f"Before, {n}\n\n" + "and more of it. " * 20)
    writer = house.tab(ana, path_of(panel, thread))
    readers = [house.tab(rita, path_of(panel, thread), viewport=size) for size in (None, PHONE)]
    for reader in readers:
        is_live(reader, rita)
        reader.locator("#posts > li").last.scroll_into_view_if_needed()

    for words in ("The first one now", "And a second"):
        says(writer, words)
        has_arrived(writer, words)
        for reader in readers:
            expect(reader.locator("#posts > li").last).to_contain_text(words)
            expect(reader.locator("[data-pill]")).to_be_hidden()
    for reader in readers:
        reader.locator("#posts > li").last.scroll_into_view_if_needed()
        assert posts(reader)[-2:] == ["The first one now", "And a second"]
        assert_equals_reload(reader)
        assert_sound(reader)


def test_who_comes_back_after_a_long_time_is_brought_up_to_date(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        a_post(work, ana, thread, "Will be hidden")
    page = house.tab(beto, path_of(panel, thread))
    lists = page.context.new_page()
    lists.goto(f"/p/{panel.slug}/threads")
    is_live(page, beto)
    page.locator("#composer textarea").fill("Begun before the tunnel")
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()

    meanwhile(house, ana, thread, *(f"In the tunnel, {n}" for n in range(MANY)))
    page.context.set_offline(False)

    expect(page.locator("[id^=thread-count-]")).to_have_text("212 posts")
    expect(page.get_by_role("link", name="Later posts")).to_be_visible()
    expect(page.locator("[data-offline]")).to_be_hidden()
    expect(page.locator("#composer textarea")).to_have_value("Begun before the tunnel")
    assert_equals_reload(page)
    expect(row(lists, thread)).to_contain_text("212 posts")
    assert_equals_reload(lists)
    with page.expect_navigation():  # one's own post lies on a page further down
        page.locator("#composer button[type=submit]").click()
    expect(page.locator("#posts > li").last).to_contain_text("Begun before the tunnel")
    expect(page.locator("#posts > li").last).to_be_in_viewport()
    assert_equals_reload(page)


def test_where_websockets_are_blocked_all_goes_by_polling(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    context = house.context(beto)
    context.add_init_script(NO_WEBSOCKETS)
    page = context.new_page()
    with page.expect_request(lambda request: "transport=polling" in request.url):
        page.goto(path_of(panel, thread))
    other = house.tab(ana, path_of(panel, thread))
    is_live(other, beto)
    is_live(page, ana)

    other.locator("#composer textarea").press_sequentially("Can you hear me?")
    expect(page.locator("[data-typing]")).to_contain_text("Member 1 is typing")
    other.locator("#composer textarea").press("Control+Enter")
    expect(post(page, 2)).to_contain_text("Can you hear me?")
    says(page, "Slowly, but yes.")
    has_arrived(page, "Slowly, but yes.")
    expect(post(other, 3)).to_contain_text("Slowly, but yes.")
    expect(page.locator("[data-offline]")).to_be_hidden()
    assert_equals_reload(page)
