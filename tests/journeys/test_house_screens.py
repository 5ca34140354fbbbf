"""The screens of people, invitations, working groups and the log: sound in each size and light."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.identity.faces import from_a_phone
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


def test_people_and_organisations(gallery: Gallery, tmp_path: Path) -> None:
    photograph, wrong = tmp_path / "me.jpg", tmp_path / "me.svg"
    photograph.write_bytes(from_a_phone())
    wrong.write_text("<svg/>")
    for key in ("yurleidy", "maelle", "amparo"):
        own = gallery.opens(key, "/me")
        own.locator("#picture-file").set_input_files(photograph)
        own.locator("#picture form .btn").click()
        expect(own.locator("#picture img")).to_be_visible()
    gallery.hangs(own, "profile-picture")
    own.locator("#picture-file").set_input_files(wrong)
    own.locator("#picture form .btn").click()
    expect(own.locator("#picture-wrong")).to_be_visible()
    gallery.hangs(own, "profile-picture-wrong")

    page = gallery.opens("yurleidy", "people?q=quibdo")
    expect(page.locator(".persons > li")).to_have_count(1)
    gallery.hangs(page, "people-found")
    page.goto(f"/p/{SLUG}/people?q=nadie+en+ninguna+parte")
    gallery.hangs(page, "people-none")
    for key in ("maelle", "yurleidy"):
        page.goto(f"/p/{SLUG}/people/{gallery.actor(key).seat}")
        gallery.hangs(page, f"person-{key}")
    page.locator(".card__house a").click()
    gallery.hangs(page, "organisation")
    page.locator(".head__do a").click()
    page.locator("#web").fill("javascript:alert(1)")
    page.locator("main form .btn--main").click()
    expect(page.locator("#web-wrong")).to_be_visible()
    gallery.hangs(page, "organisation-edit-wrong")

    keeper = gallery.opens("amparo", "people")
    row = keeper.locator(f"#seat-{gallery.actor('ernesto').seat}")
    row.locator("summary").click()
    row.locator(".btn--danger").click()
    expect(keeper.locator("form.undo")).to_be_visible()
    gallery.hangs(keeper, "people-undo")
    keeper.locator("form.undo button").click()
    expect(row).to_have_count(1)


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
