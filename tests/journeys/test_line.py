"""Bad lines and dead servers: nothing that was typed or acknowledged is lost."""

import pytest
from playwright.sync_api import Page, expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.house import House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey


def says(page: Page, words: str) -> None:
    """Write something and press the button, whatever the line is like."""
    page.locator("#composer textarea").fill(words)
    page.locator("#composer button[type=submit]").click()


def has_arrived(page: Page, words: str) -> None:
    """Wait until the server has acknowledged a post of one's own."""
    expect(page.locator("#posts > li[data-number]", has_text=words)).to_have_count(1)
    expect(page.locator("#posts > li[data-waiting]", has_text=words)).to_have_count(0)


def test_a_dropped_line_loses_nothing_and_posts_once(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    path = f"/p/{panel.slug}/threads/{thread.public_id}"
    writer, other = house.tab(ana, path), house.tab(beto, path)
    expect(writer.locator("#here-thread\\:" + thread.public_id + " li")).to_have_count(2)

    writer.locator("#composer textarea").fill("Half a sen")
    writer.context.set_offline(True)
    expect(writer.locator("[data-offline]")).to_be_visible()
    assert_sound(writer)
    writer.locator("#composer textarea").fill("Half a sentence became a whole one.")
    writer.locator("#composer button[type=submit]").click()
    waiting = writer.locator("#posts > li[data-waiting]")
    expect(waiting).to_contain_text("Half a sentence became a whole one.")
    assert_sound(writer)
    says(other, "Said while the line was down.")
    has_arrived(other, "Said while the line was down.")
    writer.context.set_offline(False)

    has_arrived(writer, "Half a sentence became a whole one.")
    expect(other.locator("[id^=thread-count-]")).to_have_text("3 posts")
    expect(writer.locator("[id^=thread-count-]")).to_have_text("3 posts")
    for page in (writer, other):
        assert_equals_reload(page)
    assert posts(other).count("Half a sentence became a whole one.") == 1
    expect(writer.locator("[data-offline]")).to_be_hidden()


def test_what_was_typed_survives_a_closed_tab(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    path = f"/p/{panel.slug}/threads/{thread.public_id}"
    page = house.tab(ana, path)
    page.locator("#composer textarea").fill("Not finished yet")
    expect(page.locator("#composer .saved")).to_be_visible()

    page.close()
    again = house.contexts[-1].new_page()
    again.goto(path)

    expect(again.locator("#composer textarea")).to_have_value("Not finished yet")


def test_a_server_killed_in_mid_thread_loses_no_acknowledged_post(house: House) -> None:
    panel, people = house.panel(Role.MEMBER, Role.MEMBER, Role.READER)
    with house.work() as work:
        thread = a_thread(work, panel, people[0])
        for n in range(3):
            a_post(work, people[1], thread, f"before {n}")
    path = f"/p/{panel.slug}/threads/{thread.public_id}"
    ana, beto, rita = (house.tab(who, path) for who in people)
    for page in (ana, beto, rita):
        expect(page.locator("#here-thread\\:" + thread.public_id + " li")).to_have_count(3)
    says(ana, "acknowledged before")
    has_arrived(ana, "acknowledged before")

    house.server.kill()
    says(ana, "sent into the dead")
    says(beto, "me too")
    house.server.start()

    for page, words in ((ana, "sent into the dead"), (beto, "me too")):
        has_arrived(page, words)
    for page in (ana, beto, rita):
        expect(page.locator("[id^=thread-count-]")).to_have_text("7 posts")
        assert_equals_reload(page)
    said = posts(rita)
    for words in ("acknowledged before", "sent into the dead", "me too"):
        assert said.count(words) == 1
