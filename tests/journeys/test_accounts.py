"""Coming in, being oneself, and going: sign-in, profile, signing out here and everywhere."""

import re

import pytest
from playwright.sync_api import expect

from panel.membership.models import Role
from tests.factories import a_thread
from tests.journeys.acts import (
    PASSWORD,
    credentials,
    has_arrived,
    is_live,
    meanwhile,
    one_way,
    path_of,
    says,
    signs_in,
)
from tests.journeys.house import PHONE, House, assert_equals_reload, assert_sound, posts

pytestmark = pytest.mark.journey
POSTS_AS_A_SCRIPT = """async (url) => {
  const answer = await fetch(url, {method: 'POST', headers: {Accept: 'application/json'}});
  return [answer.status, (await answer.json()).message];
}"""
KEPT_HERE = "Object.keys(localStorage).filter((name) => /^mesa:(draft|form|outbox):/.test(name))"


def test_a_wrong_sign_in_says_so_beside_the_field_and_a_right_one_leads_on(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    email = credentials(house, ana)
    page = house.tab(None, f"/sign-in?next=/p/{panel.slug}/threads", viewport=PHONE)
    assert_sound(page)

    signs_in(page, "ana at mesa", PASSWORD)
    expect(page.locator("#email-wrong")).to_contain_text("not a complete e-mail address")
    expect(page.locator("#email")).to_have_value("ana at mesa")
    expect(page.locator("#email")).to_have_attribute("aria-invalid", "true")
    assert_sound(page)
    signs_in(page, email, "something else")
    expect(page.locator("#password-wrong")).to_contain_text("do not belong together")
    expect(page.locator("#email")).to_have_value(email)
    expect(page.locator("#password")).to_have_value("")
    assert_sound(page)
    signs_in(page, email, "")
    expect(page.locator("#password-wrong")).to_contain_text("type your password")
    signs_in(page, email.upper())

    expect(page).to_have_url(f"{house.server.url}/p/{panel.slug}/threads")
    expect(page.get_by_role("heading", level=1)).to_have_text("Threads")


def test_who_is_not_signed_in_is_asked_to_and_comes_back_to_where_she_wanted(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    email = credentials(house, ana)
    page = house.tab(None, f"/p/{panel.slug}/threads/new")
    assert_sound(page)

    page.locator("main").get_by_role("link", name="Sign in").click()
    signs_in(page, email)

    expect(page).to_have_url(f"{house.server.url}/p/{panel.slug}/threads/new")


def test_name_language_and_zone_show_at_once(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    page = house.tab(ana, path_of(panel, thread))
    hour = page.locator("#posts time").first.get_attribute("title") or ""
    assert hour.endswith("UTC")
    page.goto("/me")
    assert_sound(page)

    page.get_by_label("Your name").fill("  ")
    page.locator("main .btn--main").click()
    expect(page.locator("#name-wrong")).to_contain_text("Please write something")
    assert_sound(page)
    page.get_by_label("Your name").fill("Ana María Ruiz <b>de</b> León")
    page.locator("#language").select_option("es")
    page.locator("#time_zone").select_option("America/Bogota")
    page.locator("main .btn--main").click()

    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator(".notice")).to_have_text("Sus cambios quedaron guardados.")
    expect(page.locator("#name")).to_have_value("Ana María Ruiz <b>de</b> León")
    assert_sound(page)
    page.goto(path_of(panel, thread))
    expect(page.locator(".me")).to_contain_text("Ana María Ruiz <b>de</b> León")
    expect(page.locator("#posts .who")).to_have_text("Ana María Ruiz <b>de</b> León")
    expect(page.get_by_role("heading", name="Intervenciones")).to_be_attached()
    expect(page.locator("#posts time").first).to_have_attribute("title", re.compile("GMT-5$"))
    other = house.tab(beto, path_of(panel, thread))
    expect(other.locator("#posts .who")).to_have_text("Ana María Ruiz <b>de</b> León")
    expect(other.locator("html")).to_have_attribute("lang", "en")
    assert_sound(page)


def test_signing_out_everywhere_ends_an_open_tab_and_keeps_its_words(house: House) -> None:
    panel, [ana, beto] = house.panel(Role.MEMBER, Role.MEMBER)
    email = credentials(house, ana)
    with house.work() as work:
        thread = a_thread(work, panel, beto)
    path = path_of(panel, thread)
    library, home = house.tab(ana, path), house.tab(ana, "/me")
    is_live(library, ana)
    library.locator("#composer textarea").fill("Left open in the library")
    expect(library.locator("#composer .saved")).to_be_visible()

    home.get_by_role("button", name="Sign out everywhere").click()

    expect(home.get_by_role("heading", name="Sign in")).to_be_visible()
    bar = library.locator("[data-offline]")
    expect(bar).to_contain_text("You are signed out. What you wrote is kept.")
    assert_sound(library)
    library.locator("#composer button[type=submit]").click()
    waiting = library.locator("#posts > li[data-waiting]")
    expect(waiting).to_contain_text("It goes out when you have signed in again.")
    meanwhile(house, beto, thread, "Only for those who are signed in")
    refused = library.evaluate(POSTS_AS_A_SCRIPT, f"{path}/posts")
    assert refused == [401, "Please sign in to go on. What you have written is kept."]
    assert "Only for those" not in library.content()
    assert_sound(library)

    bar.get_by_role("link", name="Sign in").click()
    signs_in(library, email)
    has_arrived(library, "Left open in the library")
    assert posts(library).count("Left open in the library") == 1
    assert_equals_reload(library)


@one_way
def test_who_signs_out_is_asked_about_words_that_were_not_sent(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    writing = house.tab(ana, path_of(panel, thread))
    writing.locator("#composer textarea").fill("Not for whoever comes after me")
    expect(writing.locator("#composer .saved")).to_be_visible()
    home = writing.context.new_page()
    home.goto("/me")
    question = home.get_by_role("dialog", name="Sign out and delete what was not sent?")

    home.get_by_role("button", name="Sign out here").click()
    expect(question).to_be_visible()
    assert_sound(home)
    question.get_by_role("button", name="Stay signed in").click()
    expect(question).to_be_hidden()
    assert len(home.evaluate(KEPT_HERE)) == 1
    home.get_by_role("button", name="Sign out here").click()
    question.get_by_role("button", name="Sign out and delete them").click()

    expect(home.get_by_role("heading", name="Sign in")).to_be_visible()
    assert home.evaluate(KEPT_HERE) == []
    expect(writing.locator("[data-offline]")).to_contain_text("You are signed out.")
    writing.locator("#composer textarea").press_sequentially(", even from this tab")
    expect(writing.locator("#composer")).to_contain_text("could not be kept on this device")
    assert home.evaluate(KEPT_HERE) == []


def test_signing_out_here_leaves_other_browsers_alone(house: House) -> None:
    panel, [ana] = house.panel(Role.MEMBER)
    with house.work() as work:
        thread = a_thread(work, panel, ana)
    here, there = house.tab(ana, "/me"), house.tab(ana, path_of(panel, thread))

    here.get_by_role("button", name="Sign out here").click()

    expect(here.get_by_role("heading", name="Sign in")).to_be_visible()
    assert here.request.get(path_of(panel, thread)).status == 404
    says(there, "Still here")
    has_arrived(there, "Still here")
