"""An organisation is invited as a whole: its people take seats until these are used up."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.membership.actions.invitations import Offer, invite
from panel.membership.actions.panels import Entry
from panel.membership.actors import Actor
from panel.membership.models import Invitation, InvitationSeat, Role, Seat
from tests.conftest import Installation
from tests.membership.test_invitations import GUEST, followed
from tests.membership.test_inviting import typed_link
from tests.pages import beside, read, typed

FORM = {
    "organisation": "new",
    "new_organisation": "The Network",
    "kind": "network",
    "role": "reader",
    "seats": "2",
    "days": "30",
}


def a_whole(mesa: Installation, mo: Actor, seats: int = 2) -> str:
    """Invite an organisation; give the token of its link."""
    with mesa.workshop.open_work() as work:
        return invite(work, mo, Offer("", Role.READER, Entry("Network"), 7, seats=seats))


def comes(mesa: Installation, token: str, n: int) -> tuple[FlaskClient, TestResponse]:
    """Come by a link, as somebody new."""
    browser = mesa.browser()
    followed(browser, token)
    form = GUEST | {"name": f"Guest {n}", "email": f"guest{n}@mesa.example"}
    return browser, browser.post("/invitation", data=form)


def name_of(mesa: Installation) -> str:
    with mesa.workshop.open_reading() as reading:
        return reading.session.scalars(select(Invitation.public_id)).one()


def taken(mesa: Installation) -> int:
    with mesa.workshop.open_reading() as reading:
        return len(reading.session.scalars(select(InvitationSeat)).all())


def test_its_people_come_until_the_seats_are_used_up(mesa: Installation, mo: Actor) -> None:
    moderator, base = mesa.browser(mo), f"/p/{mo.panel.slug}/invitations"
    made = moderator.post(f"{base}/organisation", data=FORM)
    assert made.status_code == 201
    token = typed_link(made).rpartition("/")[2]

    page = followed(mesa.browser(), token)
    assert typed(page, "name") == ""
    first, came = comes(mesa, token, 1)
    assert came.status_code == 303
    assert read(first.get(came.location)).select('body[data-role="reader"]')
    assert "1 of 2 seats taken" in moderator.get(base).text
    assert comes(mesa, token, 2)[1].status_code == 303
    third, refused = comes(mesa, token, 3)

    assert refused.status_code == 410
    assert third.get("/me").status_code == 401
    full = third.get("/invitation", headers={"Accept-Language": "en"})
    assert "All the seats that this invitation offered are taken." in full.text
    listing = moderator.get(base).text
    assert "Guest 1" in listing
    assert "Guest 2" in listing
    assert "Guest 3" not in listing


def test_two_at_once_on_the_last_seat_are_one(mesa: Installation, mo: Actor) -> None:
    token, together = a_whole(mesa, mo, 2), Barrier(2)
    assert comes(mesa, token, 0)[1].status_code == 303
    guests = [mesa.browser(), mesa.browser()]
    for guest in guests:
        assert followed(guest, token).status_code == 200

    def come(n: int) -> int:
        together.wait()
        return guests[n].post("/invitation", data=GUEST | {"email": f"{n}@mesa.test"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(come, range(2)))

    assert statuses == [303, 410]
    assert taken(mesa) == 2


def test_who_comes_twice_has_one_seat_and_uses_one(mesa: Installation, mo: Actor) -> None:
    token = a_whole(mesa, mo, 2)
    browser, came = comes(mesa, token, 1)
    assert came.status_code == 303

    again = followed(browser, token)
    twice = browser.post("/invitation")

    assert again.request.path == twice.location == f"/p/{mo.panel.slug}"
    assert taken(mesa) == 1
    assert comes(mesa, token, 2)[1].status_code == 303


def test_who_was_seen_out_does_not_come_back_by_it(mesa: Installation, mo: Actor) -> None:
    token = a_whole(mesa, mo, 3)
    browser, _came = comes(mesa, token, 1)
    with mesa.workshop.open_reading() as reading:
        seat = reading.session.scalars(select(Seat.public_id).order_by(Seat.id.desc())).first()
    assert mesa.browser(mo).post(f"/p/{mo.panel.slug}/people/{seat}/ending").status_code == 303

    followed(browser, token)
    back = browser.post("/invitation")

    assert back.status_code == 410
    assert browser.get(f"/p/{mo.panel.slug}").status_code == 404
    assert comes(mesa, token, 2)[1].status_code == 303


def test_taken_back_it_leaves_those_who_came(mesa: Installation, mo: Actor) -> None:
    token, base = a_whole(mesa, mo, 3), f"/p/{mo.panel.slug}/invitations"
    browser, came = comes(mesa, token, 1)

    revoked = mesa.browser(mo).post(f"{base}/{name_of(mesa)}/revocation")

    assert revoked.status_code == 303
    assert browser.get(came.location).status_code == 200
    assert comes(mesa, token, 2)[1].status_code == 410
    assert "Guest 1" in mesa.browser(mo).get(f"{base}?show=revoked").text


def test_the_number_can_be_changed_but_not_below_who_came(mesa: Installation, mo: Actor) -> None:
    token = a_whole(mesa, mo, 2)
    for n in (1, 2):
        comes(mesa, token, n)
    url, browser = f"/p/{mo.panel.slug}/invitations/{name_of(mesa)}/seats", mesa.browser(mo)
    assert typed(browser.get(url), "seats") == "2"

    few = browser.post(url, data={"seats": "1"})
    more = browser.post(url, data={"seats": "3"})

    assert (few.status_code, more.status_code) == (422, 303)
    assert beside(few, "seats")
    assert typed(few, "seats") == "1"
    assert comes(mesa, token, 3)[1].status_code == 303
    assert comes(mesa, token, 4)[1].status_code == 410


@pytest.mark.parametrize("seats", ["", "0", "201", "-1", "many", "9" * 12])
def test_seats_are_a_number_from_1_to_200(mesa: Installation, mo: Actor, seats: str) -> None:
    base, browser = f"/p/{mo.panel.slug}/invitations", mesa.browser(mo)

    wrong = browser.post(f"{base}/organisation", data=FORM | {"seats": seats})

    assert wrong.status_code == 422
    assert beside(wrong, "seats")
    assert typed(wrong, "new_organisation") == "The Network"
    assert browser.post(f"{base}/organisation", data=FORM | {"seats": "200"}).status_code == 201
    changed = browser.post(f"{base}/{name_of(mesa)}/seats", data={"seats": seats})
    assert changed.status_code == 422


def test_nobody_becomes_a_moderator_by_it(mesa: Installation, mo: Actor) -> None:
    base, browser = f"/p/{mo.panel.slug}/invitations", mesa.browser(mo)
    assert not read(browser.get(f"{base}/organisation")).select('[value="moderator"]')

    wrong = browser.post(f"{base}/organisation", data=FORM | {"role": "moderator"})

    assert wrong.status_code == 422
    assert beside(wrong, "role")


def test_an_invitation_for_one_has_no_seats_to_change(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        invite(work, mo, Offer("Rosa", Role.READER, Entry("Guests"), 7))
    url, browser = f"/p/{mo.panel.slug}/invitations/{name_of(mesa)}/seats", mesa.browser(mo)

    assert browser.get(url).status_code == 404
    assert browser.post(url, data={"seats": "3"}).status_code == 409
