"""A thread leaves as a document: asked for on its page, left alone, told of, fetched, and read."""

import json

import pytest
from playwright.sync_api import expect

from panel.discussion.actions import posts
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests.exports.floor import filled
from tests.exports.pdf_reading import Reading, faults
from tests.factories import a_post, a_thread
from tests.journeys.house import PHONE, House, assert_sound
from tests.journeys.test_exports import downloaded, kill_the_maker, kind
from tests.journeys.test_plain import plainly
from tests.services.waiting import until

pytestmark = pytest.mark.journey
TITLE = "Closing the gap"
POSTS = 1_500  # the PDF takes a second or more to make


def a_talk(house: House, panel: Panel, mo: Actor, claire: Actor, *, last: int = 0) -> str:
    """Have an observer answer, hide a post, and let many more follow; gives the page's address."""
    with house.work() as work:
        thread = a_thread(work, panel, mo, title=TITLE, body="What do we ask for?")
        a_post(work, claire, thread, "We saw the same abroad.")
        shy = a_post(work, mo, thread, "What nobody shall read.")
        a_post(work, mo, thread, "To be answered in June.")
        posts.hide(work, mo, thread, find_post(work, thread, shy.number), "It names somebody.")
        if last:
            filled(work, find(work, mo, thread.public_id, lock=True), mo, last)
        return f"/p/{panel.slug}/threads/{thread.public_id}"


def test_a_moderator_takes_a_thread_away_and_is_told_on_another_page(house: House) -> None:
    panel, [mo, claire] = house.panel(Role.MODERATOR, Role.COMMENTER)
    talk = a_talk(house, panel, mo, claire, last=POSTS)
    assert house.tab(claire, talk).get_by_role("link", name="Export…").is_visible() is False
    page = house.tab(mo, talk)
    page.locator("details.moderate > summary").click()
    page.get_by_role("link", name="Export…").click()
    assert_sound(page)
    kind(page, "pdf").get_by_role("button").click()
    expect(kind(page, "pdf").locator("progress")).to_be_visible()
    assert_sound(page)

    page.goto(f"/p/{panel.slug}/people")
    told = page.locator(".ready")
    expect(told).to_contain_text(f"“{TITLE}” is ready as PDF.")
    assert faults(Reading(downloaded(page, told.get_by_role("link")))) == []

    page.goto(f"{talk}/exports")
    expect(kind(page, "pdf").get_by_role("link", name="Download")).to_be_visible()


def test_a_failure_says_why_and_observers_are_in_when_they_are_asked_for(house: House) -> None:
    panel, [mo, claire] = house.panel(Role.MODERATOR, Role.COMMENTER)
    page = house.tab(mo, f"{a_talk(house, panel, mo, claire, last=POSTS)}/exports", viewport=PHONE)
    page.get_by_role("link", name="With the posts of observers").click()
    kind(page, "pdf").get_by_role("button").click()
    kill_the_maker(house)
    expect(kind(page, "pdf")).to_contain_text("The file could not be made.")
    assert_sound(page)
    kind(page, "pdf").get_by_role("button", name="Try again").click()
    expect(kind(page, "pdf").get_by_role("link", name="Download")).to_be_visible()

    kind(page, "json").get_by_role("button").click()
    link = kind(page, "json").get_by_role("link", name="Download")
    expect(link).to_be_visible()

    told = json.loads(downloaded(page, link).read_text("utf-8"))
    by_number = {one["number"]: one for one in told["posts"]}
    assert [by_number[n]["state"] for n in (1, 2, 3, 4)] == ["said", "said", "hidden", "said"]
    assert by_number[2]["author"]["role"] == "observer"


def test_it_works_without_a_script(house: House) -> None:
    panel, [mo, claire] = house.panel(Role.MODERATOR, Role.COMMENTER)
    page, is_sound = plainly(house, mo, a_talk(house, panel, mo, claire))
    page.locator("details.moderate > summary").click()
    page.get_by_role("link", name="Export…").click()
    expect(kind(page, "md")).to_be_visible()
    is_sound()
    kind(page, "md").get_by_role("button").click()
    link = kind(page, "md").get_by_role("link", name="Download")
    again = page.get_by_role("link", name="Look again")

    def ready() -> bool:
        expect(link.or_(again)).to_be_visible()
        if link.is_visible():
            return True
        again.click()
        return False

    until(ready, "the file", within=30)
    text = downloaded(page, link).read_text("utf-8")
    assert "To be answered in June." in text
    assert "We saw the same abroad." not in text
    assert "What nobody shall read." not in text
    assert "It names somebody." in text
