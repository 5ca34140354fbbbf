"""Without JavaScript: reading, writing and keeping order all work by links and forms."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.factories import a_post, a_thread
from tests.journeys.acts import credentials, one_way, path_of, post, signs_in
from tests.journeys.house import PHONE, House, assert_sound

pytestmark = [pytest.mark.journey, one_way]
BRACKETS = "[" * 10_000


def plainly(
    house: House, who: Actor | None, path: str, **options: object
) -> tuple[Page, Callable[[], None]]:
    """Open a page as somebody whose browser runs no scripts; axe alone may, when it is called."""
    page = house.context(who, **options).new_page()  # type: ignore[arg-type]
    session = page.context.new_cdp_session(page)

    def switch(*, off: bool) -> None:
        session.send("Emulation.setScriptExecutionDisabled", {"value": off})

    def is_sound() -> None:
        switch(off=False)
        assert page.evaluate("!document.documentElement.matches('.js')")
        assert_sound(page)
        switch(off=True)

    switch(off=True)
    page.goto(path)
    return page, is_sound


def test_one_signs_in_reads_and_answers(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.COMMENTER)
    email = credentials(house, beto)
    with house.work() as work:
        thread = a_thread(work, panel, ana, title="A plain question")
        first = a_post(work, ana, thread, "One side of it")
        a_post(work, ana, thread, "The other side")
        a_post(work, ana, thread, "To the one side", first)
    page, is_sound = plainly(house, None, f"/sign-in?next=/p/{panel.slug}/threads", viewport=PHONE)
    signs_in(page, email, "not this one")
    expect(page.locator("#password-wrong")).to_be_visible()
    expect(page.locator("#email")).to_have_value(email)
    signs_in(page, email)
    expect(page.locator(".row__new")).to_have_text("4 new")
    is_sound()
    page.get_by_role("link", name="A plain question").click()
    said = page.locator("#posts .prose")
    opening = "What do you think?"
    expect(said).to_have_text([opening, "One side of it", "To the one side", "The other side"])
    is_sound()
    page.get_by_role("link", name="In order of time").click()
    expect(said).to_have_text([opening, "One side of it", "The other side", "To the one side"])
    expect(page.locator(":is(.act-more, .theme, [data-preview]):visible")).to_have_count(0)

    page.get_by_role("link", name="Answers under each post").click()
    post(page, 3).get_by_role("link", name="Answer").click()
    expect(page.locator(".composer__answering")).to_contain_text("In reply to Member 1")
    page.locator("#body").fill("")
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("#body-wrong")).to_contain_text("write something")
    expect(page.locator(".composer__answering")).to_contain_text("In reply to Member 1")
    is_sound()
    page.locator("#body").fill(BRACKETS)
    page.get_by_role("button", name="Post", exact=True).click()
    expect(page.locator("#body-wrong")).to_contain_text("too many brackets")
    assert page.locator("#body").input_value() == BRACKETS
    page.locator("#body").fill("I see it from **both** sides.")
    page.get_by_role("button", name="Post", exact=True).click()

    expect(page).to_have_url(re.compile(rf"{thread.public_id}/posts/5#post-"))
    expect(post(page, 5)).to_have_attribute("data-parent", "3")
    expect(post(page, 5).locator("strong")).to_have_text("both")
    is_sound()


def test_one_edits_and_takes_back_what_one_wrote(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
        a_post(work, ana, thread, "Almost right")
    page, is_sound = plainly(house, ana, path_of(panel, thread))

    post(page, 2).get_by_role("link", name="Edit").click()
    expect(page.get_by_label("Your words")).to_have_value("Almost right")
    is_sound()
    page.get_by_label("Your words").fill(BRACKETS)
    page.get_by_role("button", name="Save the change").click()
    expect(page.locator("#body-wrong")).to_contain_text("too many brackets")
    assert page.get_by_label("Your words").input_value() == BRACKETS
    is_sound()
    page.get_by_label("Your words").fill("Quite right")
    page.get_by_role("button", name="Save the change").click()
    expect(post(page, 2).locator(".prose")).to_have_text("Quite right")
    post(page, 2).get_by_role("link", name="edited").click()
    expect(page.locator(".revisions .prose")).to_have_text(["Quite right", "Almost right"])
    page.get_by_role("link", name="Back to the thread").click()
    expect(page.get_by_role("button", name="Delete it")).to_be_visible()
    is_sound()
    page.get_by_role("button", name="Delete it").click()

    expect(page.locator("#posts > li")).to_have_count(1)
    expect(page.locator("[id^=thread-count-]")).to_have_text("1 post")


def test_two_windows_and_an_old_form_lose_no_words(house: House) -> None:
    panel, [ana, mo] = house.panel(Role.MEMBER, Role.MODERATOR)
    with house.work() as work:
        thread = a_thread(work, panel, ana, body="As it was")
    first, first_is_sound = plainly(house, ana, f"{path_of(panel, thread)}/posts/1/edit")
    second, second_is_sound = plainly(house, ana, f"{path_of(panel, thread)}/posts/1/edit")
    first.get_by_label("Your words").fill("In the first window")
    first.get_by_role("button", name="Save the change").click()
    second.get_by_label("Your words").fill("In the second window")
    second.get_by_role("button", name="Save the change").click()
    expect(second.locator("main")).to_contain_text("edited this post elsewhere")
    expect(second.locator("textarea")).to_have_value("In the second window")
    second_is_sound()

    first.goto(path_of(panel, thread))
    first.locator("#body").fill("Written while it was being closed")
    page, _ = plainly(house, mo, path_of(panel, thread))
    page.locator("details.moderate > summary").click()
    page.get_by_role("button", name="Close the thread").click()
    first.get_by_role("button", name="Post", exact=True).click()
    expect(first.locator("main")).to_contain_text("This thread is closed.")
    expect(first.locator("textarea")).to_have_value("Written while it was being closed")
    first_is_sound()


def test_a_thread_is_opened_and_kept_in_order(house: House) -> None:
    panel, [mo] = house.panel(Role.MODERATOR)
    page, is_sound = plainly(house, mo, f"/p/{panel.slug}/threads")
    page.get_by_role("link", name="Open the first thread").click()
    page.get_by_label("What it is about").fill("To be settled")
    page.get_by_role("button", name="Open the thread").click()
    expect(page.locator("#body-wrong")).to_contain_text("write something")
    expect(page.get_by_label("What it is about")).to_have_value("To be settled")
    is_sound()
    page.get_by_label("The first post").fill("Who begins?")
    page.get_by_role("button", name="Open the thread").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("To be settled")
    thread = page.url

    page.locator("#body").fill("It names a person")
    page.get_by_role("button", name="Post", exact=True).click()
    about = page.locator(".about-post")
    expect(about).to_be_visible()
    is_sound()
    about.get_by_role("button", name="Hide the post").click()
    expect(page.locator("main")).to_contain_text("Please write something here.")
    page.go_back()
    about.get_by_label("Why it is hidden").fill("A name.")
    about.get_by_role("button", name="Hide the post").click()
    expect(post(page, 2)).to_contain_text("Only moderators see the text.")
    expect(post(page, 2).get_by_role("link", name="Edit")).to_have_count(0)
    is_sound()
    about.get_by_role("button", name="Show it again").click()
    expect(post(page, 2)).not_to_contain_text("A name.")

    for name, sign in (
        ("Pin it on top of the list", "Pinned"),
        ("Close the thread", "Closed"),
        ("Open it again", "Open"),
        ("Unpin it", "Open"),
    ):
        page.goto(thread)
        page.locator("details.moderate > summary").click()
        if name == "Close the thread":
            page.get_by_role("textbox", name="What the thread came to").fill("We **agree**.")
            is_sound()
        page.get_by_role("button", name=name).click()
        expect(page.locator(".thread-state")).to_contain_text(sign)
    expect(page.locator(".thread-state")).not_to_contain_text("Pinned")
    expect(page.locator(".synthesis strong")).to_have_text("agree")


def test_people_are_invited_and_change_their_roles(house: House) -> None:
    panel, [mo, ana] = house.panel(Role.MODERATOR, Role.MEMBER)
    page, is_sound = plainly(house, mo, f"/p/{panel.slug}/people", viewport=PHONE)
    page.get_by_role("link", name="Invite").click()
    page.get_by_label("Who it is for").fill("Nora Vega")
    page.get_by_role("button", name="Make the link").click()
    expect(page.locator("#organisation-wrong")).to_be_visible()
    expect(page.get_by_label("Who it is for")).to_have_value("Nora Vega")
    is_sound()
    page.locator("#organisation").select_option(label="House 2")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("#link").input_value()
    is_sound()
    page.get_by_role("button", name=re.compile("^Take it back")).click()
    expect(page.locator(".letters")).to_contain_text("taken back")
    guest, _ = plainly(house, None, link)
    expect(guest.locator("main")).to_contain_text("has been taken back")

    page.goto(f"/p/{panel.slug}/people")
    person = page.locator(".persons > li", has_text=ana.name)
    person.locator("summary").click()
    person.get_by_label("Takes part as").select_option("reader")
    person.get_by_role("button", name="Change the role").click()
    expect(person).to_contain_text("Observer who reads")
    person.locator("summary").click()
    is_sound()
    person.get_by_role("button", name="End this seat").click()
    expect(person).to_have_count(0)
    expect(page.locator("form.undo")).to_contain_text(f"You have ended the seat of {ana.name}.")
    is_sound()
    page.get_by_role("button", name="Undo").click()
    expect(person).to_contain_text("Observer who reads")
    expect(page.locator("form.undo")).to_have_count(0)
