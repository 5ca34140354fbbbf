"""Working groups, invitations and the log, as pictures: sound in each size and light."""

import pytest
from playwright.sync_api import expect

from tests.journeys.gallery import SLUG, Gallery
from tests.journeys.test_screens import demo, gallery

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("screens")]
__all__ = ["demo", "gallery"]  # the demo's panel, and its house


def test_working_groups(gallery: Gallery) -> None:
    module = next(one for one in gallery.actor("maelle").groups if "mutuales" in one.name)
    path = f"/p/{SLUG}/groups/{module.id}"
    member = gallery.opens("maelle", path)
    expect(member.locator(".goal")).to_have_count(4)
    gallery.hangs(member, "group")
    gallery.hangs(gallery.opens("hernando", "groups"), "groups-none")
    page = gallery.opens("amparo", "groups")
    gallery.hangs(page, "groups")
    page.goto(f"{path}/keeping")
    page.locator("#name").fill("")
    page.locator("form[action$='/name'] button").click()
    expect(page.locator("#name-wrong")).to_be_visible()
    gallery.hangs(page, "group-keeping-wrong")
    page.goto(path)
    page.locator(".goal").last.locator("a").click()
    gallery.hangs(page, "milestone")
    page.locator(".btn--danger").click()
    expect(page.locator(".removed")).to_be_visible()
    gallery.hangs(page, "group-moderator")
    page.goto(f"{path}/calendar")
    page.locator("main form button").first.click()
    expect(page.locator("#link")).to_be_visible()
    gallery.hangs(page, "group-calendar")


def test_the_log(gallery: Gallery) -> None:
    page = gallery.opens("yurleidy", "")
    page.locator("main .all a").first.click()
    expect(page.locator(".log li").first).to_be_visible()
    gallery.hangs(page, "log")
    page.locator("main a[rel=next]").click()
    expect(page.locator(".log + .section .btn").first).to_be_visible()
    gallery.hangs(page, "log-older")


LIST = """Nombre;Correo;Organización;Rol
Luz Dary Ocampo;luz.ocampo@faro.example;Mutual Faro del Pacífico;miembro
Jairo Benavides;jairo@;;
Inés Zuluaga;ines.zuluaga@nueva.example;Cooperativa La Esperanza;comentarista
Luz Dary Ocampo;LUZ.OCAMPO@faro.example;;
Nubia Cárdenas Plata;nubia.cardenas@morichal.example;Mutual Morichal;miembro
"""


def test_inviting_many(gallery: Gallery) -> None:
    page = gallery.opens("amparo", "invitations/many")
    page.locator("#list").fill(LIST)
    page.locator("main form .btn--main").click()
    expect(page.locator(".checked > li")).to_have_count(5)
    gallery.hangs(page, "invitations-many")
    page.locator("form[action$='/sending'] button").click()
    expect(page.locator("#sent-title")).to_be_visible()
    gallery.hangs(page, "invitations-many-sent")
    page.goto("/mailbox")
    page.locator(".mailbox > li > p > a").first.click()
    gallery.shows(page, "letter-invitation")


def test_inviting_an_organisation(gallery: Gallery) -> None:
    page = gallery.opens("amparo", "invitations/organisation")
    page.locator("#seats").fill("0")
    page.locator("main form .btn--main").click()
    expect(page.locator("#seats-wrong")).to_be_visible()
    gallery.hangs(page, "invitations-organisation-wrong")
    page.goto(f"/p/{SLUG}/invitations?show=came")
    page.locator(".letters a[href$='/seats']").first.click()
    page.locator(".came > summary").click()
    gallery.hangs(page, "invitation-seats")
