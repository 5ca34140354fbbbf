"""A branch is moved while somebody answers it: no word is lost, and all see the same."""

import re

import pytest
from playwright.sync_api import expect

from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import chooses, is_live, path_of, post
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey


def test_a_branch_is_moved_while_somebody_answers_it(house: House) -> None:
    panel, [ana, beto, mo] = house.panel(Role.MEMBER, Role.READER, Role.MODERATOR)
    with house.work() as work:
        old = a_thread(work, panel, ana, title="The tax", body="What about the tax?")
        a_thread(work, panel, ana, title="The law", body="What about the law?")
        branch = a_post(work, ana, old, "This is about the law.")
        a_post(work, ana, old, "And its article four.", branch)
    writing, reading, moving = (house.tab(who, path_of(panel, old)) for who in (ana, beto, mo))
    for page, who in ((writing, ana), (reading, beto), (moving, mo)):
        is_live(page, who)
    post(writing, 2).get_by_role("link", name="Answer").click()
    field = writing.locator("#body")
    field.fill("My answer, half written")

    chooses(moving, 2, "move")
    assert_sound(moving)
    moving.get_by_label("Find a thread by its title").fill("law")
    moving.get_by_role("button", name="Find").click()
    moving.get_by_label("The law").check()
    moving.get_by_role("button", name="Move the branch").click()
    expect(moving.locator(".undo")).to_contain_text("You have moved a branch.")
    assert_sound(moving)

    for page in (reading, writing):
        expect(page.locator("#posts > li")).to_have_count(1)
        expect(page.locator("#asides .moved")).to_contain_text(
            "A branch of 2 posts was moved to “The law”."
        )
        assert_equals_reload(page)
        assert_sound(page)
    expect(field).to_have_value("My answer, half written")
    field.press_sequentially(" and whole.")
    writing.get_by_role("button", name="Post", exact=True).click()

    expect(writing.get_by_role("heading", level=1)).to_have_text("The law")
    expect(post(writing, 4).locator(".prose")).to_have_text("My answer, half written and whole.")
    expect(post(moving, 4).locator(".prose")).to_have_text("My answer, half written and whole.")
    for page in (writing, moving):
        assert_equals_reload(page)
    reading.locator("#asides .moved a").click()
    expect(reading.get_by_role("heading", level=1)).to_have_text("The law")
    assert "My answer, half written and whole." in posts(reading)

    moving.get_by_role("button", name="Undo").click()
    expect(moving.get_by_role("heading", level=1)).to_have_text("The tax")
    expect(moving.locator("#posts > li")).to_have_count(4)
    for page in (reading, writing):  # they came by links to moved posts, which lead back now
        expect(page.locator("#posts > li")).to_have_count(1)
        page.reload()
        expect(page.get_by_role("heading", level=1)).to_have_text("The tax")
        assert_equals_reload(page)


def test_what_was_done_is_undone_from_the_notice(house: House) -> None:
    panel, [ana, mo] = house.panel(Role.MEMBER, Role.MODERATOR)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="A question")
        a_post(work, ana, thread, "Unwise words")
    reading = house.tab(ana, path_of(panel, thread))
    page = house.tab(mo, path_of(panel, thread), viewport=PHONE)
    for tab, who in ((reading, ana), (page, mo)):
        is_live(tab, who)

    chooses(page, 2, "hide")
    page.locator("#hide-reason").fill("It names a person.")
    page.get_by_role("button", name="Hide the post").click()
    expect(post(reading, 2)).to_contain_text("It names a person.")
    expect(page.locator(".undo")).to_contain_text("You have hidden a post.")
    assert_sound(page)
    page.get_by_role("button", name="Undo").click()

    expect(post(reading, 2).locator(".prose")).to_have_text("Unwise words")
    expect(page.locator(".undo")).to_have_count(0)
    expect(page).to_have_url(re.compile(path_of(panel, thread)))
    for tab in (page, reading):
        assert_equals_reload(tab)
