"""A guest comes by the link of an invitation, once and in time, and takes the seat it gives."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.identity.models import Person
from panel.membership.actions.invitations import Offer, invite
from panel.membership.actions.panels import Entry
from panel.membership.actions.seats import end_seat
from panel.membership.actors import Actor
from panel.membership.models import InvitationSeat, Panel, Role, Seat
from tests.conftest import Installation
from tests.factories import PASSWORD, a_person, a_seat, again, the_seat
from tests.pages import beside, read, typed

GUEST = {"name": "Rosa", "email": "rosa@mesa.example", "password": PASSWORD}


def an_invitation(
    mesa: Installation, moderator: Actor, role: Role = Role.MEMBER, *, days_ago: int = 0
) -> str:
    """Invite somebody; give the token of the link."""
    then = mesa.workshop.clock() - timedelta(days=days_ago)
    with replace(mesa.workshop, clock=lambda: then).open_work() as work:
        return invite(work, moderator, Offer("Rosa", role, Entry("Guests"), 7))


def followed(browser: FlaskClient, token: str) -> TestResponse:
    """Follow a link as browsers do."""
    return browser.get(f"/invitations/{token}", follow_redirects=True)


def test_the_token_leaves_the_address_for_the_cookie_and_is_a_digest_there(
    mesa: Installation, mo: Actor
) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()

    page = followed(guest, token)

    assert page.request.path == "/invitation"
    assert token not in page.text
    with guest.session_transaction() as cookie:
        assert token not in str(dict(cookie))


def test_a_link_serves_once(mesa: Installation, mo: Actor) -> None:
    token = an_invitation(mesa, mo)
    first, second = mesa.browser(), mesa.browser()
    for guest in (first, second):
        assert followed(guest, token).status_code == 200
    assert first.post("/invitation", data=GUEST).status_code == 303

    late = second.post("/invitation", data=GUEST | {"email": "eva@mesa.example"})
    again_ = followed(mesa.browser(), token)

    assert late.status_code == again_.status_code == 410
    assert second.get("/me").status_code == 401
    with mesa.workshop.open_reading() as reading:
        assert not reading.session.scalar(select(Person).filter_by(email="eva@mesa.example"))
        assert len(reading.session.scalars(select(Seat)).all()) == 2


def test_a_link_used_by_two_at_the_same_moment_serves_one(mesa: Installation, mo: Actor) -> None:
    token, together = an_invitation(mesa, mo), Barrier(2)
    guests = [mesa.browser(), mesa.browser()]
    for guest in guests:
        assert followed(guest, token).status_code == 200

    def come(n: int) -> int:
        together.wait()
        return guests[n].post("/invitation", data=GUEST | {"email": f"{n}@mesa.test"}).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(come, range(2)))

    assert statuses == [303, 410]
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Seat)).all()) == 2
        assert len(reading.session.scalars(select(Person)).all()) == 2


def test_an_invitation_expires(mesa: Installation, mo: Actor) -> None:
    good, late = an_invitation(mesa, mo, days_ago=6), an_invitation(mesa, mo, days_ago=7)
    assert followed(mesa.browser(), good).status_code == 200

    guest = mesa.browser()
    page = followed(guest, late)

    assert page.status_code == 410
    assert guest.post("/invitation", data=GUEST).status_code == 410
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Person)).all()) == 1


@pytest.mark.parametrize("token", ["x", "0" * 43, "../me", "%00", "é", "x" * 2000])
def test_a_link_that_never_was_opens_nothing(mesa: Installation, mo: Actor, token: str) -> None:
    assert followed(mesa.browser(), an_invitation(mesa, mo)).status_code == 200

    assert mesa.browser().get(f"/invitations/{token}").status_code in {404, 401}


def test_the_door_without_a_link_opens_nothing(mesa: Installation, mo: Actor) -> None:
    for browser in (mesa.browser(), mesa.browser(mo)):
        assert browser.get("/invitation").status_code == 404
        assert browser.post("/invitation", data=GUEST).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "rosa"}, "email"),
        ({"email": ""}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 201}, "password"),
    ],
)
def test_a_guest_who_mistypes_keeps_what_was_typed(
    mesa: Installation, mo: Actor, wrong: dict[str, str], field: str
) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    followed(guest, token)

    sent = guest.post("/invitation", data=GUEST | wrong)

    assert sent.status_code == 422
    assert beside(sent, field)
    kept = GUEST | wrong
    assert (typed(sent, "name"), typed(sent, "email")) == (kept["name"], kept["email"])
    assert typed(sent, "password") == ""
    assert guest.post("/invitation", data=GUEST).status_code == 303


def test_who_has_an_account_comes_by_its_password(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    token, guest = an_invitation(mesa, mo), mesa.browser()
    followed(guest, token)
    form = GUEST | {"email": ana.email.upper(), "name": "Somebody else"}

    wrong = guest.post("/invitation", data=form | {"password": "a wrong sentence"})

    assert wrong.status_code == 422
    assert beside(wrong, "password")
    assert typed(wrong, "email") == ana.email.upper()
    assert guest.get("/me").status_code == 401
    assert guest.post("/invitation", data=form).status_code == 303
    with mesa.workshop.open_reading() as reading:
        seat = reading.session.scalars(select(Seat).filter_by(person_id=ana.id)).one()
        assert seat.role == Role.MEMBER
        assert reading.session.get_one(Person, ana.id).name == "Ana"  # nobody renames her


def test_who_is_signed_in_takes_the_seat_under_that_name(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    token, browser = an_invitation(mesa, mo), mesa.browser(ana)

    page = followed(browser, token)
    assert "You are signed in as Ana." in page.text
    assert not read(page).select("main [name=password]")
    came = browser.post("/invitation")

    assert (came.status_code, came.location) == (303, f"/p/{mo.panel.slug}")
    assert browser.get(came.location).status_code == 200


def test_who_has_a_seat_already_leaves_the_link_unused(mesa: Installation, mo: Actor) -> None:
    token, browser = an_invitation(mesa, mo, Role.READER), mesa.browser(mo)
    followed(browser, token)

    sent = browser.post("/invitation")

    assert sent.status_code == 409
    with mesa.workshop.open_work() as work:
        assert again(work, mo).role is Role.MODERATOR
        assert not work.session.scalars(select(InvitationSeat)).all()
    guest = mesa.browser()
    followed(guest, token)
    assert guest.post("/invitation", data=GUEST).status_code == 303


def test_who_has_left_comes_back_by_an_invitation(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        panel_of_mo = the_seat(work, mo).panel_id
        ana = a_seat(work, work.session.get_one(Panel, panel_of_mo), name="Ana")
        end_seat(work, ana, the_seat(work, ana))
    browser = mesa.browser(ana)
    assert browser.get(f"/p/{mo.panel.slug}").status_code == 404

    followed(browser, an_invitation(mesa, mo, Role.COMMENTER))
    assert browser.post("/invitation").status_code == 303

    page = browser.get(f"/p/{mo.panel.slug}")
    assert read(page).select(f'body[data-role="commenter"][data-seat="{ana.seat}"]')
