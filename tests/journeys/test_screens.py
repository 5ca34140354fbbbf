"""Every screen and every state of it, as a picture: sound in each size and light."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from panel.membership.actions.invitations import Offer, invite
from panel.membership.actions.panels import Charter, Entry, open_panel, organisation
from panel.membership.actions.seats import take_seat
from panel.membership.models import Role
from panel.membership.queries import actor as actor_of
from panel.membership.queries import panel as panel_of
from tests.factories import a_person, a_post, a_thread, again
from tests.journeys.acts import is_live, moderates, post
from tests.journeys.conftest import SETTINGS
from tests.journeys.gallery import SLUG, Gallery
from tests.journeys.house import House, second_door
from tests.services.server import Server, server

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("screens")]
LONG = "Mancomunidadinterdepartamentaldesociedadesmutualesydeahorrosolidario" * 2
SUBMITS = """(action) => {
  const form = Object.assign(document.createElement('form'), {method: 'post', action});
  const role = Object.assign(document.createElement('input'), {name: 'role', value: 'member'});
  form.append(role);
  document.body.append(form);
  form.submit();
}"""
TRIES = {"PANEL_SIGN_INS": "20 per minute"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demo, as `make run` starts it."""
    var = tmp_path_factory.mktemp("demo")
    with server(
        "eventlet", f"sqlite:///{var / 'mesa.db'}", var, SETTINGS | TRIES | {"PANEL_DEMO": "1"}
    ) as running:
        yield running


@pytest.fixture
def gallery(demo: Server, browser: Browser, pictures: Path) -> Iterator[Gallery]:
    """The house of the demo; its browsers are closed with the test."""
    house = House(demo, browser, second_door(demo))
    yield Gallery(house, pictures)
    house.close()
    house.workshop.engine.dispose()


def test_the_door(gallery: Gallery) -> None:
    page = gallery.opens(None, "/")
    gallery.hangs(page, "door-welcome")
    page.goto("/sign-in")
    gallery.hangs(page, "door-sign-in")
    page.locator("#email").fill("amparo en mesa")
    page.locator("main .btn--main").click()
    expect(page.locator(".field--wrong")).to_have_count(2)
    gallery.hangs(page, "door-sign-in-wrong")
    page = gallery.opens("yurleidy", "/me")
    gallery.hangs(page, "door-profile")
    page.locator("#name").fill("")
    page.locator("main form .btn--main").first.click()
    expect(page.locator(".field--wrong")).to_have_count(1)
    gallery.hangs(page, "door-profile-wrong")


def test_a_forgotten_password(gallery: Gallery) -> None:
    page = gallery.opens(None, "/password/forgotten")
    gallery.hangs(page, "forgotten")
    page.locator("main .btn--main").click()
    expect(page.locator(".field--wrong")).to_have_count(1)
    gallery.hangs(page, "forgotten-wrong")
    page.locator("#email").fill(gallery.email("yurleidy"))
    page.locator("main .btn--main").click()
    expect(page).to_have_url(re.compile("sent=1"))
    gallery.hangs(page, "forgotten-sent")
    page.locator("main .btn--main").click()
    page.locator(".mailbox summary").first.click()
    gallery.hangs(page, "mailbox")
    page.locator(".mailbox a[href^='/mailbox/']").first.click()
    gallery.shows(page, "letter-reset")
    page.locator("a[href*='/password/new/']").first.click()
    gallery.hangs(page, "new-password")
    page.locator("main .btn--main").click()
    gallery.hangs(page, "new-password-wrong")
    page.locator("#password").fill("una mesa bien puesta")
    page.locator("main .btn--main").click()
    expect(page.locator(".notice")).to_be_visible()
    gallery.hangs(page, "door-sign-in-new-password")


def test_another_address(gallery: Gallery) -> None:
    page = gallery.opens(None, "/mailbox")
    mine = gallery.opens("ligia", "/me")
    mine.locator("#address summary").click()
    mine.locator("#new_email").fill("ligia en la mesa")
    mine.locator("#address form .btn").click()
    expect(mine.locator("#new_email-wrong")).to_be_visible()
    gallery.hangs(mine, "address-wrong", mine.locator("#address"))
    mine.locator("#new_email").fill("ligia.nueva@mutualser.example")
    mine.locator("#address form .btn").click()
    expect(mine.locator("#address .notice")).to_be_visible()
    gallery.hangs(mine, "address-asked")
    for n, name in enumerate(("old", "new")):
        page.goto("/mailbox")
        page.locator(".mailbox > li > p > a").nth(n).click()
        gallery.shows(page, f"letter-address-{name}")
        page.locator("a[href*='/address/']").first.click()
        gallery.hangs(page, f"address-{name}")
        page.locator("main .btn--main").click()
        gallery.hangs(page, f"address-{name}-confirmed")
        if name == "old":
            expect(page.locator(".notice")).to_be_visible()
            page.context.clear_cookies(name="mesa")
    page.goto("/mailbox")
    page.locator(".mailbox > li > p > a").first.click()
    gallery.shows(page, "letter-address-changed")
    page.locator("a[href*='/address/']").first.click()
    gallery.hangs(page, "address-back")
    page.locator("main .btn--danger").click()
    gallery.hangs(page, "address-stopped")


def test_invitations(gallery: Gallery) -> None:
    moderator = gallery.actor("amparo")
    page = gallery.opens("amparo", "invitations")
    expect(page.locator(".letters > li")).to_have_count(5)
    gallery.hangs(page, "invitations")
    page.locator("main form .btn--main").click()
    expect(page.locator(".notice--wrong")).to_be_visible()
    gallery.hangs(page, "invitations-wrong")
    page.locator("#for_name").fill("Luz Dary Ocampo")
    page.locator("#organisation").select_option(index=2)
    page.locator("main form .btn--main").click()
    expect(page.locator("#link")).to_be_visible()
    gallery.hangs(page, "invitations-link")
    with gallery.house.work() as work:
        offer = Offer("Óscar Iván Yepes", Role.COMMENTER, Entry("Red Andina de Mutuales"), 30)
        token = invite(work, again(work, moderator), offer)
    page.goto(f"/p/{SLUG}/invitations")
    gallery.hangs(page, "invitations-filled")

    guest = gallery.opens(None, f"/invitations/{token}")
    gallery.hangs(guest, "invitation")
    guest.locator("main .btn--main").click()
    expect(guest.locator(".field--wrong").first).to_be_visible()
    gallery.hangs(guest, "invitation-wrong")
    page.locator("button.danger", has_text="Óscar").click()
    guest.goto(f"/invitations/{token}")
    gallery.hangs(guest, "invitation-gone")


def test_home_and_the_list_of_threads(gallery: Gallery) -> None:
    page = gallery.opens("yurleidy", "")
    gallery.hangs(page, "home")
    page.goto(f"/p/{SLUG}/threads")
    gallery.hangs(page, "threads")
    page.goto(f"/p/{SLUG}/threads?filter=unread")
    gallery.hangs(page, "threads-unread")
    page.goto(f"/p/{SLUG}/threads/new")
    gallery.hangs(page, "new-thread")
    page.locator("main form .btn--main").click()
    expect(page.locator(".field--wrong")).to_have_count(2)
    gallery.hangs(page, "new-thread-wrong")
    visitor = gallery.opens(None, "threads")
    gallery.hangs(visitor, "threads-visitor")


def test_an_empty_panel(gallery: Gallery) -> None:
    with gallery.house.work() as work:
        charter = Charter("vacia", "Mesa recién puesta", "Ecuador", "es", "America/Guayaquil")
        panel = open_panel(work, charter)
        person = a_person(work, "Rosa Elena Guamán", language="es")
        house = organisation(work, panel, Entry("Mutual del Páramo"), by="operator")
        take_seat(work, panel, person, house, Role.MODERATOR, by="operator")
        who = actor_of(work, person.id, panel.slug)
    for name in ("home", "threads", "people", "invitations"):
        page = gallery.house.tab(who, f"/p/vacia/{name}".removesuffix("/home"))
        gallery.hangs(page, f"empty-{name}")


def test_people(gallery: Gallery) -> None:
    gallery.hangs(gallery.opens("maelle", "people"), "people-observer")
    page = gallery.opens("amparo", "people")
    gallery.hangs(page, "people-moderator")
    page.locator(".persons summary").nth(1).click()
    page.locator(".desk summary").last.click()
    gallery.hangs(page, "people-change")


def test_a_thread_as_each_sees_it(gallery: Gallery) -> None:
    path = gallery.path("primera-cotizacion")
    page = gallery.opens("yurleidy", path)
    is_live(page, gallery.actor("yurleidy"))
    gallery.hangs(page, "thread")
    page.goto(gallery.path("primera-cotizacion", order="time"))
    gallery.hangs(page, "thread-time")
    number = gallery.deepest(gallery.thread("primera-cotizacion"))
    page.goto(gallery.path("primera-cotizacion", number=number))
    gallery.hangs(page, "permalink-deep", post(page, number))
    gallery.hangs(gallery.opens("nelly", path), "thread-reader")
    gallery.hangs(gallery.opens("nelly", gallery.path("cambio-de-ciudad")), "thread-closed")
    gallery.hangs(gallery.opens("maelle", gallery.path("leccion-tres")), "thread-group")
    visitor = gallery.opens(None, gallery.path("que-es-esta-mesa"))
    expect(visitor.locator(".acts :is(a, button):visible")).to_have_count(0)
    gallery.hangs(visitor, "thread-visitor")
    edited = page.locator("a[href$='/history']").first
    edited.click()
    gallery.hangs(page, "history")


def test_writing_in_a_thread(gallery: Gallery) -> None:
    page = gallery.opens("yurleidy", gallery.path("servicio-compartido", order="time"))
    is_live(page, gallery.actor("yurleidy"))
    post(page, 1).locator(".act-answer").click()
    page.locator("#body").fill("Propongo **dos pasos**:\n\n- uno\n- otro\n" + "x" * 20_000)
    page.locator("#composer button[type=submit]").click()
    gallery.hangs(page, "composer-wrong", page.locator("#body-wrong"))
    page.locator("#body").fill("Propongo **dos pasos**:\n\n- uno\n- otro")
    page.locator("[data-preview]").click()
    expect(page.locator(".composer__preview li")).to_have_count(2)
    gallery.hangs(page, "composer-preview", page.locator(".composer__preview"))
    page.context.set_offline(True)
    expect(page.locator("[data-offline]")).to_be_visible()
    page.locator("#composer button[type=submit]").click()
    expect(page.locator("[data-waiting].post-item")).to_be_visible()
    gallery.hangs(page, "offline", page.locator("[data-waiting].post-item"))
    page.context.set_offline(False)
    expect(page.locator("#posts > li[data-waiting]")).to_have_count(0)
    mine = page.locator("#posts > li", has_text="Propongo dos pasos")
    mine.locator(".own-only a").click()
    expect(mine.locator("textarea")).to_be_visible()
    gallery.hangs(page, "edit-in-place", mine)
    page.goto(mine.locator(".own-only a").get_attribute("href") or "")
    gallery.hangs(page, "edit")


def test_moderating_a_thread(gallery: Gallery) -> None:
    moderator = gallery.actor("amparo")
    with gallery.house.work() as work:
        starter, said = again(work, moderator), "Un título sin espacios, para probar."
        thread = a_thread(work, panel_of(work, SLUG), starter, title=LONG[:160], body=said)
        a_post(work, again(work, moderator), thread, f"Una dirección: <https://{LONG}.example>")
    path = f"/p/{SLUG}/threads/{thread.public_id}"
    page, member = gallery.opens("amparo", path), gallery.opens("ligia", path)
    is_live(page, moderator)
    gallery.hangs(page, "thread-long-words")
    post(page, 2).locator(".act-more").click()
    expect(page.locator("#post-menu")).to_be_visible()
    gallery.hangs(page, "menu", post(page, 2))
    page.locator("#post-menu [data-act=hide]").click()
    page.locator("#dialog-hide button[type=submit]").click()
    expect(page.locator("#dialog-hide .wrong:not([hidden])")).to_be_visible()
    gallery.hangs(page, "dialog-hide", page.locator("#dialog-hide"))
    page.locator("#hide-reason").fill("Nombra a una persona que no está en la Mesa.")
    page.locator("#dialog-hide button[type=submit]").click()
    expect(member.locator(".trace")).to_be_visible()
    gallery.hangs(member, "hidden-member")
    gallery.hangs(page, "hidden-moderator")
    moderates(page, "Cerrar el hilo…")
    gallery.hangs(page, "dialog-close", page.locator("#dialog-close"))
    page.keyboard.press("Escape")
    gallery.hangs(page, "moderate-open")
    page.keyboard.press("Control+/")
    gallery.hangs(page, "keys", page.locator("dialog[open]"))


def test_what_goes_wrong(gallery: Gallery) -> None:
    page = gallery.opens("nelly", "threads/never-was")
    gallery.hangs(page, "failure-404")
    seat = gallery.actor("nelly").seat
    page.goto(f"/p/{SLUG}/people")
    page.evaluate(SUBMITS, f"/p/{SLUG}/people/{seat}/role")
    expect(page.locator("main")).to_contain_text("403")
    gallery.hangs(page, "failure-403")
    gallery.renames("post_revision", "away")
    page.goto(gallery.path("primera-cotizacion", number=1) + "/history")
    expect(page.locator("main")).to_contain_text("500")
    gallery.hangs(page, "failure-500")
    gallery.renames("away", "post_revision")
    stranger = gallery.opens(None, "threads/new")
    expect(stranger.locator("main")).to_contain_text("401")
    gallery.hangs(stranger, "failure-401")
    stranger.goto("/sign-in")
    while "429" not in stranger.locator("main").inner_text():
        stranger.locator("main form .btn--main").click()
        expect(stranger.locator(".field--wrong, .door__main--one").first).to_be_visible()
    gallery.hangs(stranger, "failure-429")
