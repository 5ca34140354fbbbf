"""Another address to sign in with: confirmed at both ends, told, and undone for some days."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from panel.identity.actions.addresses import CONFIRMS, UNDOES
from panel.identity.models import Person
from panel.kernel.settings import Settings
from panel.mail.models import Letter
from tests.conftest import Installation
from tests.factories import PASSWORD, a_person
from tests.identity.conftest import SMTP, letters, link
from tests.jobs.bench import Clock
from tests.pages import beside, typed

NEW = "new@mesa.example"
MOMENT = timedelta(seconds=1)
CONFIRM, STOP = "/address/confirmation", "/address/stop"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp=SMTP)


@dataclass
class Change:
    """Somebody who wants to sign in with another address."""

    mesa: Installation
    ana: Person
    clock: Clock
    browser: FlaskClient

    def ask(self, new: str = NEW) -> int:
        return self.browser.post("/me/address", data={"new_email": new}).status_code

    def to(self, recipient: str) -> Letter:
        """The last letter to an address."""
        return next(one for one in reversed(letters(self.mesa)) if one.recipient == recipient)

    def opens(self, recipient: str) -> FlaskClient:
        """Open the link of the last letter to an address, in some other browser."""
        browser = self.mesa.browser()
        assert browser.get(link(self.to(recipient))).location == "/address"
        return browser

    def confirms(self, recipient: str) -> int:
        return self.opens(recipient).post(CONFIRM).status_code

    @property
    def address(self) -> str:
        """What she signs in with."""
        with self.mesa.workshop.open_reading() as reading:
            return reading.session.get_one(Person, self.ana.id).email


@pytest.fixture
def change(mesa: Installation, clock: Clock) -> Change:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    return Change(mesa, ana, clock, mesa.browser(ana))


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_is_made_when_both_ends_have_confirmed(change: Change, order: tuple[int, int]) -> None:
    old = change.address
    assert change.ask(" New@Mesa.Example ") == 303
    first, second = ((old, NEW)[n] for n in order)

    assert change.confirms(first) == 303
    assert change.address == old
    assert change.confirms(first) == 303  # twice at one end is not both
    assert change.address == old
    assert NEW in change.browser.get("/me").text
    assert change.confirms(second) == 303

    assert change.address == NEW
    assert change.browser.get("/me").status_code == 200
    told = change.to(old)
    assert "was changed" in told.subject
    assert NEW in told.text
    right = {"email": NEW, "password": PASSWORD}
    assert change.mesa.browser().post("/sign-in", data=right).status_code == 303
    assert change.mesa.browser().post("/sign-in", data=right | {"email": old}).status_code == 422


def test_looking_at_a_link_does_nothing(change: Change) -> None:
    old = change.address
    change.ask()

    for recipient in (old, NEW, old, NEW):
        assert change.opens(recipient).get("/address").status_code == 200

    assert change.address == old


def test_the_old_address_undoes_it_within_some_days(change: Change) -> None:
    old = change.address
    change.ask()
    change.confirms(old)
    change.confirms(NEW)
    back = change.opens(old)
    change.clock.pass_(UNDOES - MOMENT)
    assert "Undo the change" in back.get("/address", headers={"Accept-Language": "en"}).text

    assert back.post(STOP).status_code == 303

    assert change.address == old
    assert change.browser.get("/me").status_code == 401
    assert back.post(STOP).status_code == 303  # once more does no more
    assert change.address == old


def test_after_these_days_it_stays(change: Change) -> None:
    old = change.address
    change.ask()
    change.confirms(old)
    change.confirms(NEW)
    back = change.opens(old)

    change.clock.pass_(UNDOES)

    assert back.post(STOP).status_code == 410
    assert change.address == NEW


@pytest.mark.parametrize("end", ["old", "new"])
def test_each_end_can_call_it_off(change: Change, end: str) -> None:
    old = change.address
    change.ask()
    stopping = change.opens(old if end == "old" else NEW)

    assert stopping.post(STOP).status_code == 303

    assert change.confirms(old) == change.confirms(NEW) == 410
    assert change.address == old


def test_links_that_confirmed_do_not_undo(change: Change) -> None:
    old = change.address
    change.ask()
    ends = [change.opens(old), change.opens(NEW)]
    for end in ends:
        assert end.post(CONFIRM).status_code == 303

    assert [end.post(STOP).status_code for end in ends] == [410, 410]
    assert change.address == NEW


def test_what_is_not_confirmed_in_time_is_not_made(change: Change) -> None:
    old = change.address
    change.ask()
    change.confirms(old)
    late = change.opens(NEW)

    change.clock.pass_(CONFIRMS)

    assert late.post(CONFIRM).status_code == 410
    assert change.address == old
    assert late.get("/address").status_code == 200


def test_a_second_wish_calls_the_first_off(change: Change) -> None:
    old = change.address
    change.ask("first@mesa.example")
    first = change.opens("first@mesa.example")
    change.ask()

    assert first.post(CONFIRM).status_code == 410
    assert (change.confirms(old), change.confirms(NEW)) == (303, 303)
    assert change.address == NEW


def test_whoever_asks_is_not_told_that_an_address_has_an_account(change: Change) -> None:
    with change.mesa.workshop.open_work() as work:
        eva = a_person(work, "Eva", language="es")
    free = change.browser.post("/me/address", data={"new_email": NEW})
    page = change.browser.get("/me").text.replace(NEW, "…")

    taken = change.browser.post("/me/address", data={"new_email": eva.email})

    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    shown = change.browser.get("/me").text.replace(eva.email, "…")
    assert len(shown) == len(page)
    assert "ya tiene una cuenta" in change.to(eva.email).subject  # she reads it, not who asked
    assert "/address/" not in change.to(eva.email).text
    assert change.confirms(change.address) == 303
    assert change.address == change.ana.email


def test_an_address_that_got_an_account_meanwhile_is_not_taken_from_it(change: Change) -> None:
    change.ask()
    change.confirms(change.address)
    with change.mesa.workshop.open_work() as work:
        a_person(work, "Eva").email = NEW

    assert change.confirms(NEW) == 410
    assert change.address == change.ana.email


@pytest.mark.parametrize("wrong", ["", "ana", "a@b.example, c@d.example", "own"])
def test_what_cannot_be_an_address_comes_back(change: Change, wrong: str) -> None:
    new = change.address if wrong == "own" else wrong

    sent = change.browser.post("/me/address", data={"new_email": new})

    assert sent.status_code == 422
    assert beside(sent, "new_email")
    assert typed(sent, "new_email") == new
    assert typed(sent, "name") == "Ana"
    assert letters(change.mesa) == []


def test_guesses_open_nothing(change: Change) -> None:
    browser = change.mesa.browser()

    assert browser.get("/address/guessed").status_code == 404
    assert browser.get("/address").status_code == 404
    assert browser.post(CONFIRM).status_code == browser.post(STOP).status_code == 404
    assert browser.post("/me/address", data={"new_email": NEW}).status_code == 401
