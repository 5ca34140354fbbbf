"""Invitations, from the moderator's form to the guest's seat."""

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
from panel.membership.models import Invitation, Organisation, Panel, Role, Seat
from tests.conftest import SCRIPT, Installation
from tests.factories import PASSWORD, a_panel, a_person, a_seat, again, the_seat
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


@pytest.fixture
def mo(mesa: Installation) -> Actor:
    with mesa.workshop.open_work() as work:
        return a_seat(work, a_panel(work), Role.MODERATOR, name="Mo")


def test_a_guest_comes_by_the_link_that_a_moderator_was_shown(
    mesa: Installation, mo: Actor
) -> None:
    form = {
        "for_name": "Rosa, of the Guests",
        "role": "commenter",
        "organisation": "new",
        "new_organisation": "Guests",
        "kind": "network",
        "days": "7",
    }
    moderator, guest = mesa.browser(mo), mesa.browser()
    listing = f"/p/{mo.panel.slug}/invitations"

    made = moderator.post(listing, data=form)
    assert made.status_code == 201
    link = typed_link(made)
    assert link.startswith("http://localhost/invitations/")
    assert link not in moderator.get(listing).text

    door = guest.get(link.removeprefix("http://localhost"))
    assert (door.status_code, door.location) == (302, "/invitation")
    page = guest.get("/invitation", headers={"Accept-Language": "en"})
    assert "Mo invites you to take part for Guests." in page.text
    assert typed(page, "name") == "Rosa, of the Guests"
    came = guest.post("/invitation", data=GUEST)

    assert (came.status_code, came.location) == (303, f"/p/{mo.panel.slug}")
    home = guest.get(came.location)
    assert read(home).body is not None
    assert read(home).select('body[data-role="commenter"]')
    with mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(
            select(Organisation.kind).filter_by(name="Guests")
        ).one() == ("network")
        person = reading.session.scalars(select(Person).filter_by(email=GUEST["email"])).one()
        assert (person.name, person.language) == ("Rosa", "es")
        assert reading.session.scalars(select(Invitation.token_hash)).one() not in link
    assert "Rosa" in moderator.get(listing).text
    elsewhere = mesa.browser()
    signed_in = elsewhere.post("/sign-in", data=GUEST)
    assert signed_in.status_code == 303
    assert read(elsewhere.get(f"/p/{mo.panel.slug}")).select('body[data-role="commenter"]')


def typed_link(answer: TestResponse) -> str:
    [link] = read(answer).select("#link")
    return str(link["value"])


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


def test_a_form_sent_twice_at_the_same_moment_makes_one_account(
    mesa: Installation, mo: Actor
) -> None:
    token, together, guests = an_invitation(mesa, mo), Barrier(2), [mesa.browser(), mesa.browser()]
    for guest in guests:
        assert followed(guest, token).status_code == 200

    def come(n: int) -> int:
        together.wait()
        return guests[n].post("/invitation", data=GUEST).status_code

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(come, range(2)))

    assert statuses == [303, 410]
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Person)).all()) == 2
        assert len(reading.session.scalars(select(Seat)).all()) == 2


def test_an_invitation_that_was_taken_back_is_worth_nothing(mesa: Installation, mo: Actor) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    assert followed(guest, token).status_code == 200
    listing = f"/p/{mo.panel.slug}/invitations"
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()

    for _ in range(2):  # twice is once
        revoked = mesa.browser(mo).post(f"{listing}/{name}/revocation")
        assert (revoked.status_code, revoked.location) == (303, listing)

    assert guest.get("/invitation").status_code == 410
    assert guest.post("/invitation", data=GUEST).status_code == 410
    assert followed(mesa.browser(), token).status_code == 410


def test_an_invitation_that_was_used_cannot_be_taken_back(mesa: Installation, mo: Actor) -> None:
    token, guest = an_invitation(mesa, mo), mesa.browser()
    followed(guest, token)
    guest.post("/invitation", data=GUEST)
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()

    sent = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/{name}/revocation")

    assert sent.status_code == 409


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
    assert browser.get("/invitation").status_code == 404  # the cookie has forgotten it


def test_who_has_a_seat_already_leaves_the_link_unused(mesa: Installation, mo: Actor) -> None:
    token, browser = an_invitation(mesa, mo, Role.READER), mesa.browser(mo)
    followed(browser, token)

    sent = browser.post("/invitation")

    assert sent.status_code == 409
    with mesa.workshop.open_work() as work:
        assert again(work, mo).role is Role.MODERATOR
        assert work.session.scalars(select(Invitation.used_at)).one() is None
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


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"for_name": " "}, "for_name"),
        ({"for_name": "x" * 121}, "for_name"),
        ({"role": "visitor"}, "role"),
        ({"role": "operator"}, "role"),
        ({"organisation": ""}, "organisation"),
        ({"organisation": "nowhere"}, "organisation"),
        ({"organisation": "new", "new_organisation": "x" * 161}, "new_organisation"),
        ({"organisation": "new", "new_organisation": "New", "kind": "club"}, "kind"),
        ({"days": "365"}, "days"),
    ],
)
def test_an_invitation_that_is_wrong_comes_back_as_it_was_typed(
    mesa: Installation, mo: Actor, wrong: dict[str, str], field: str
) -> None:
    with mesa.workshop.open_reading() as reading:
        house = reading.session.scalars(select(Organisation.public_id)).one()
    url, browser = f"/p/{mo.panel.slug}/invitations", mesa.browser(mo)
    right = {"for_name": "Rosa <i>", "role": "member", "organisation": house, "days": "7"}

    sent = browser.post(url, data=right | wrong)

    assert sent.status_code == 422
    assert beside(sent, field), field
    if field != "for_name":
        assert typed(sent, "for_name") == "Rosa <i>"
    with mesa.workshop.open_reading() as reading:
        assert not reading.session.scalars(select(Invitation)).all()
        assert len(reading.session.scalars(select(Organisation)).all()) == 1
    assert browser.post(url, data=right).status_code == 201


def test_a_link_is_made_with_our_own_address_whatever_the_request_says(
    mesa: Installation, mo: Actor
) -> None:
    with mesa.workshop.open_reading() as reading:
        house = reading.session.scalars(select(Organisation.public_id)).one()
    form = {"for_name": "Rosa", "role": "member", "organisation": house, "days": "7"}

    made = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations", data=form)

    assert typed_link(made).startswith("http://localhost/invitations/")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.MODERATOR])
def test_only_moderators_know_of_invitations(mesa: Installation, mo: Actor, role: Role) -> None:
    with mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, mo.panel_id)
        visitor = role is Role.VISITOR
        who = a_person(work) if visitor else a_seat(work, panel, role)
        stranger = a_seat(work, a_panel(work), Role.MODERATOR)
    an_invitation(mesa, mo)
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(Invitation.public_id)).one()
    url = f"/p/{mo.panel.slug}/invitations"
    assert mesa.browser(mo).get(url).status_code == 200

    for browser in (mesa.browser(who), mesa.browser(stranger)):
        assert browser.get(url).status_code == 404
        assert browser.post(url, data={}).status_code in {403, 404}
        refused = browser.post(f"{url}/{name}/revocation", headers=SCRIPT)
        assert refused.status_code in {403, 404}
    assert mesa.browser().get(url).status_code == 401
    foreign = f"/p/{stranger.panel.slug}/invitations/{name}/revocation"
    assert mesa.browser(stranger).post(foreign).status_code == 404
    with mesa.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Invitation.revoked_at)).one() is None
