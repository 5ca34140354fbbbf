"""A picture is set, shown to those at one's tables, replaced and taken away again."""

from io import BytesIO

import pytest
from flask.testing import FlaskClient

from panel.identity.events import PictureRemoved, PictureSet
from panel.identity.pictures import BODY, BYTES
from panel.membership.models import Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_panel, a_person, a_seat, again, the_seat
from tests.identity.faces import SECRET, encoded, from_a_phone, plain, read, sends
from tests.pages import beside, typed
from tests.pages import read as read_page


def addresses(browser: FlaskClient, page: str) -> list[str]:
    return [str(one["src"]) for one in read_page(browser.get(page)).select("main img")]


def test_a_picture_is_seen_by_those_at_the_table_and_by_nobody_else(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, beto = a_seat(work, panel), a_seat(work, panel, Role.READER)
        guest, stranger = a_seat(work, panel, Role.AUTHORITY), a_seat(work, a_panel(work))
        nobody = a_person(work)
    people = f"/p/{panel.slug}/people"
    assert addresses(mesa.browser(beto), people) == []

    sent = sends(mesa, ana, from_a_phone())

    assert (sent.status_code, sent.location) == (303, "/me?saved=picture#picture")
    [small] = addresses(mesa.browser(beto), people)
    [large] = addresses(mesa.browser(beto), f"{people}/{ana.seat}")
    for address, size in ((small, 64), (large, 256)):
        shown = mesa.browser(beto).get(address)
        assert (shown.status_code, shown.mimetype) == (200, "image/webp")
        assert read(shown.data).size == (size, size)
        assert SECRET not in shown.data
        assert shown.headers["Cache-Control"] == "private, max-age=31536000, immutable"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in shown.headers["Content-Security-Policy"]
        known = {"If-None-Match": shown.headers["ETag"]}
        assert mesa.browser(beto).get(address, headers=known).status_code == 304
        for who in (guest, stranger, nobody, None):
            assert mesa.browser(who).get(address).status_code == 404
    [own] = addresses(mesa.browser(ana), "/me")
    assert mesa.browser(ana).get(own).status_code == 200
    for who in (beto, stranger):
        assert mesa.browser(who).get(own).status_code == 404
    assert mesa.browser(None).get(own, headers=SCRIPT).status_code == 401


def test_another_picture_has_another_address_and_one_taken_away_has_none(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, beto = a_seat(work, panel), a_seat(work, panel)
    page, browser = f"/p/{panel.slug}/people/{ana.seat}", mesa.browser(beto)
    sends(mesa, ana, encoded(plain()))
    [first] = addresses(browser, page)

    sends(mesa, ana, encoded(plain(500, 500), "PNG"))

    [second] = addresses(browser, page)
    answers = [browser.get(one).status_code for one in (first, second)]
    assert (first != second, answers) == (True, [404, 200])

    own = mesa.browser(ana)
    for _ in range(2):  # pressed twice
        removed = own.post("/me/picture?_method=DELETE")
        assert (removed.status_code, removed.location) == (303, "/me#picture")
    assert browser.get(second).status_code == 404
    assert addresses(browser, page) == addresses(own, "/me") == []
    assert "A</span>" in browser.get(page).text  # the letter is there again


def test_who_leaves_the_table_takes_the_picture_along(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    sends(mesa, ana, encoded(plain()))
    [address] = addresses(mesa.browser(mo), f"/p/{panel.slug}/people/{ana.seat}")
    assert mesa.browser(mo).get(address).status_code == 200

    mesa.browser(mo).post(f"/p/{panel.slug}/people/{ana.seat}/ending")

    assert mesa.browser(mo).get(address).status_code == 404
    assert mesa.browser(mo).get(f"/p/{panel.slug}/people/{ana.seat}").status_code == 404
    [own] = addresses(mesa.browser(ana), "/me")
    assert mesa.browser(ana).get(own).status_code == 200


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<svg onload=alert(1)>", "no picture that Mesa can read"),
        (b"\xff\xd8\xff", "no picture that Mesa can read"),
        (encoded(plain())[:400], "damaged"),
        (b"x" * (BYTES + 1), "larger than 8 MB"),
        (b"x" * (BODY + 1), "larger than 8 MB"),
    ],
    ids=["svg", "head", "cut", "heavy", "far too heavy"],
)
def test_a_file_that_is_none_is_told_beside_the_field_and_the_picture_stays(
    mesa: Installation, data: bytes, sentence: str
) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    sends(mesa, ana, encoded(plain()))
    before = addresses(mesa.browser(ana), "/me")

    sent = sends(mesa, ana, data)

    assert sent.status_code == 422
    assert sentence in beside(sent, "picture")
    assert typed(sent, "name") == "Ana"
    assert addresses(mesa.browser(ana), "/me") == before != []


def test_no_file_is_told_too(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)

    for data in ({}, {"picture": "words"}, {"picture": (BytesIO(), "")}):
        sent = mesa.browser(ana).post("/me/picture", data=data)

        assert sent.status_code == 422
        assert "choose a picture first" in beside(sent, "picture")


def test_only_the_acts_are_on_record(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    heard = list[object]()
    announce = mesa.workshop.announce
    mesa.app.extensions["workshop"] = _listening(mesa, heard)

    sends(mesa, ana, encoded(plain()))
    mesa.browser(ana).delete("/me/picture")

    mesa.app.extensions["workshop"] = mesa.workshop
    assert announce is mesa.workshop.announce
    facts = [one for one in heard if isinstance(one, PictureSet | PictureRemoved)]
    assert facts == [PictureSet(ana.public_id), PictureRemoved(ana.public_id)]


def _listening(mesa: Installation, heard: list[object]) -> object:
    from dataclasses import replace

    return replace(mesa.workshop, announce=lambda some: heard.extend(one.fact for one in some))


def test_what_somebody_does_is_read_at_her_tables(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, beto = a_seat(work, panel), a_seat(work, panel)
    words = "Counts <b>votes</b> & coffee."
    profile = {"name": "Ana", "language": "en", "time_zone": "UTC", "about": f" {words}\r\n Twice."}

    assert mesa.browser(ana).post("/me", data=profile).status_code == 303

    for page in ("people", f"people/{ana.seat}"):
        shown = mesa.browser(beto).get(f"/p/{panel.slug}/{page}")
        assert f"{words} Twice." in read_page(shown).text
        assert not read_page(shown).select("main b")
    long = mesa.browser(ana).post("/me", data=profile | {"about": "x" * 241})
    assert (long.status_code, bool(beside(long, "about"))) == (422, True)
    mesa.browser(ana).post("/language", data={"language": "es"})
    assert typed(mesa.browser(ana).get("/me"), "about") == f"{words} Twice."
    with mesa.workshop.open_work() as work:
        assert the_seat(work, again(work, ana)).until is None
