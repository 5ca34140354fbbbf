"""Inviting by mail: one letter, in one language, once; the list says what became of it."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.kernel.settings import Settings
from panel.mail import actions as mail
from panel.mail.models import Letter
from panel.membership.actors import Actor
from panel.membership.models import Invitation
from tests.conftest import SCRIPT, Installation
from tests.factories import a_person
from tests.identity.conftest import SMTP, letters
from tests.membership.test_invitations import GUEST, followed
from tests.pages import beside, read, typed

FORM = {
    "for_name": "Rosa",
    "address": "Rosa@Mesa.example",
    "language": "en",
    "role": "commenter",
    "organisation": "new",
    "new_organisation": "Guests",
    "kind": "network",
    "days": "7",
}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp=SMTP, invitations=3)


def invited(mesa: Installation, mo: Actor, **others: str) -> TestResponse:
    """Invite somebody by mail."""
    return mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations", data=FORM | others)


def later(mesa: Installation, minutes: int) -> None:
    """Let time pass for all that has been sent."""
    with mesa.workshop.open_work() as work:
        for letter in work.session.scalars(select(Letter)):
            letter.at -= timedelta(minutes=minutes)
        for one in work.session.scalars(select(Invitation)):
            one.sent_at -= timedelta(minutes=minutes)
            one.expires_at -= timedelta(minutes=minutes)


def token(letter: Letter) -> str:
    """Find the secret in a letter."""
    [found] = set(re.findall(r"/invitations/([\w-]+)", letter.text))
    return str(found)


def act(mesa: Installation, mo: Actor, what: str, **form: str) -> TestResponse:
    """Do something with the newest invitation."""
    with mesa.workshop.open_reading() as reading:
        newest = select(Invitation.public_id).order_by(Invitation.id.desc())
        name = reading.session.scalars(newest).first()
    url = f"/p/{mo.panel.slug}/invitations/{name}/{what}"
    return mesa.browser(mo).post(url, data=form)


def test_a_guest_comes_by_the_letter(mesa: Installation, mo: Actor) -> None:
    sent = invited(mesa, mo)

    assert sent.status_code == 303
    page = mesa.browser(mo).get(sent.location)
    assert "The invitation for Rosa is on its way to rosa@mesa.example." in page.text
    assert not read(page).select("#link")
    [letter] = letters(mesa)
    assert (letter.recipient, letter.language) == ("rosa@mesa.example", "en")
    for words in ("Mo invites you", "Guests", "Observer who comments", f"{mo.panel.name}"):
        assert words in " ".join(letter.text.split())
    guest = mesa.browser()
    page = followed(guest, token(letter))
    assert (typed(page, "name"), typed(page, "email")) == ("Rosa", "rosa@mesa.example")
    assert guest.post("/invitation", data=GUEST).status_code == 303


def test_the_letter_is_in_the_language_that_was_chosen(mesa: Installation, mo: Actor) -> None:
    invited(mesa, mo, language="es")

    assert letters(mesa)[0].language == "es"


def test_without_an_address_there_is_a_link_and_no_letter(mesa: Installation, mo: Actor) -> None:
    made = invited(mesa, mo, address="")

    assert made.status_code == 201
    assert read(made).select("#link")
    assert not letters(mesa)


def test_an_address_that_cannot_be_is_told_and_nothing_is_sent(
    mesa: Installation, mo: Actor
) -> None:
    sent = invited(mesa, mo, address="rosa")

    assert sent.status_code == 422
    assert beside(sent, "address")
    assert typed(sent, "for_name") == "Rosa"
    assert not letters(mesa)


def test_whether_an_address_has_an_account_changes_nothing(mesa: Installation, mo: Actor) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")

    known, unknown = invited(mesa, mo, address=ana.email), invited(mesa, mo)

    assert known.status_code == unknown.status_code == 303
    assert [one.recipient for one in letters(mesa)] == [ana.email, "rosa@mesa.example"]


def test_who_sits_there_already_is_led_to_the_panel(mesa: Installation, mo: Actor) -> None:
    invited(mesa, mo)

    page = followed(mesa.browser(mo), token(letters(mesa)[0]))

    assert page.request.path == f"/p/{mo.panel.slug}"


def test_an_open_invitation_is_not_doubled_but_offered_to_be_sent_again(
    mesa: Installation, mo: Actor
) -> None:
    invited(mesa, mo)
    later(mesa, 10)

    twice = invited(mesa, mo, for_name="Somebody")

    assert twice.status_code == 422
    assert "an open invitation" in beside(twice, "address")
    [offered] = read(twice).select("#doubled form")
    assert len(letters(mesa)) == 1
    sent = mesa.browser(mo).post(str(offered["action"]))
    assert sent.status_code == 303
    assert len(letters(mesa)) == 2


def test_sent_again_it_has_another_link_and_its_days_anew(mesa: Installation, mo: Actor) -> None:
    invited(mesa, mo)
    later(mesa, 8 * 24 * 60)
    assert followed(mesa.browser(), token(letters(mesa)[0])).status_code == 410

    assert act(mesa, mo, "resending").status_code == 303

    old, new = letters(mesa)
    assert followed(mesa.browser(), token(old)).status_code == 404
    assert followed(mesa.browser(), token(new)).status_code == 200
    with mesa.workshop.open_reading() as reading:
        one = reading.session.scalars(select(Invitation)).one()
        assert one.expires_at - one.sent_at == timedelta(days=7)
        assert one.expires_at > mesa.workshop.clock() + timedelta(days=6)


def test_an_address_is_left_in_peace_for_some_minutes(mesa: Installation, mo: Actor) -> None:
    invited(mesa, mo)

    soon = act(mesa, mo, "resending")
    assert act(mesa, mo, "revocation").status_code == 303
    anew = invited(mesa, mo)

    assert (soon.status_code, anew.status_code) == (429, 422)
    assert "wait some minutes" in beside(anew, "address")
    assert len(letters(mesa)) == 1
    later(mesa, 6)
    assert invited(mesa, mo).status_code == 303


def test_a_panel_sends_so_many_letters_in_a_day_and_no_more(mesa: Installation, mo: Actor) -> None:
    for n in range(3):
        assert invited(mesa, mo, address=f"{n}@mesa.example").status_code == 303

    over = invited(mesa, mo, address="4@mesa.example")

    assert over.status_code == 429
    assert "at most 3 letters" in over.text
    assert typed(over, "address") == "4@mesa.example"
    assert len(letters(mesa)) == 3
    later(mesa, 24 * 60)
    assert invited(mesa, mo, address="4@mesa.example").status_code == 303


def test_a_letter_that_nobody_got_is_told_until_there_is_another_link(
    mesa: Installation, mo: Actor
) -> None:
    invited(mesa, mo)
    with mesa.workshop.open_work() as work:
        letter = work.session.scalars(select(Letter)).one()
        mail.give_up(work, letter, "550 no such mailbox")
    listing, browser = f"/p/{mo.panel.slug}/invitations", mesa.browser(mo)

    page = browser.get(f"{listing}?show=failed")
    assert "The letter could not be delivered" in page.text
    assert "no such mailbox" not in page.text
    assert "Rosa" not in browser.get(f"{listing}?show=waiting").text.split("made-title")[-1]
    made = act(mesa, mo, "resending", by="link")

    assert made.status_code == 201
    assert read(made).select("#link")
    assert "could not be delivered" not in browser.get(listing).text


@pytest.mark.parametrize("state", ["used", "revoked"])
def test_what_is_over_is_not_sent_again(mesa: Installation, mo: Actor, state: str) -> None:
    invited(mesa, mo)
    if state == "used":
        guest = mesa.browser()
        followed(guest, token(letters(mesa)[0]))
        guest.post("/invitation", data=GUEST)
    else:
        act(mesa, mo, "revocation")
    later(mesa, 10)

    assert act(mesa, mo, "resending").status_code == 409
    assert len(letters(mesa)) == 1


def test_a_script_is_told_that_it_was_sent(mesa: Installation, mo: Actor) -> None:
    url = f"/p/{mo.panel.slug}/invitations"

    assert mesa.browser(mo).post(url, data=FORM, headers=SCRIPT).status_code == 204
