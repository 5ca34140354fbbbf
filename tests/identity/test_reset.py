"""A new password by a letter: for whoever reads the mailbox, once, and without a word to others."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from panel.identity.actions.passwords import AT_ONCE, SERVES
from panel.identity.models import PasswordReset, Person
from panel.jobs.models import Job
from panel.kernel.settings import Settings
from panel.live.models import Entry
from tests.conftest import Installation
from tests.factories import PASSWORD, a_person
from tests.identity.conftest import ENGLISH, SMTP, letters, link
from tests.jobs.bench import Clock
from tests.pages import beside, read, typed

NEW = "another short sentence"
NOBODY = "nobody@mesa.example"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp=SMTP)


@pytest.fixture
def ana(mesa: Installation) -> Person:
    with mesa.workshop.open_work() as work:
        return a_person(work, "Ana <i>")


def asks(mesa: Installation, email: str) -> tuple[int, str, str]:
    """Ask for a link; gives the answer and the page it leads to."""
    browser = mesa.browser()
    sent = browser.post("/password/forgotten", data={"email": email}, headers=ENGLISH)
    page = re.sub(r"nonce[-\w=\" ]*", "", browser.get(sent.location, headers=ENGLISH).text)
    return sent.status_code, sent.location, page


def opened(mesa: Installation, ana: Person) -> FlaskClient:
    """Ask for a link, and open it."""
    asks(mesa, ana.email)
    browser = mesa.browser()
    assert browser.get(link(letters(mesa)[-1])).location == "/password/new"
    return browser


def signs_in(mesa: Installation, ana: Person, password: str) -> int:
    sent = mesa.browser().post("/sign-in", data={"email": ana.email, "password": password})
    return sent.status_code


def test_whoever_reads_the_letter_sets_a_new_password_once(mesa: Installation, ana: Person) -> None:
    there = mesa.browser(ana)
    browser = opened(mesa, ana)
    [letter] = letters(mesa)
    assert letter.recipient == ana.email
    assert "Ana <i>" in letter.text
    assert "Ana &lt;i&gt;" in letter.html
    assert ana.email in browser.get("/password/new").text

    sent = browser.post("/password/new", data={"password": NEW})

    assert (sent.status_code, sent.location) == (303, "/sign-in?news=password")
    assert "Your new password is set" in browser.get(sent.location, headers=ENGLISH).text
    assert there.get("/me").status_code == 401
    assert signs_in(mesa, ana, PASSWORD) == 422
    assert signs_in(mesa, ana, NEW) == 303
    assert "was changed" in letters(mesa)[-1].subject
    again = mesa.browser()
    again.get(link(letter))
    assert again.get("/password/new").status_code == 410
    late = again.post("/password/new", data={"password": "yet another sentence"})
    assert late.status_code == 410
    assert signs_in(mesa, ana, NEW) == 303


def test_the_same_is_said_and_done_whether_an_address_is_known_or_not(
    mesa: Installation, ana: Person
) -> None:
    known, unknown = asks(mesa, f" {ana.email.upper()}"), asks(mesa, NOBODY)

    assert known == unknown
    assert known[0] == 303
    assert NOBODY not in known[2]
    assert [letter.recipient for letter in letters(mesa)] == [ana.email, ""]
    with mesa.workshop.open_reading() as reading:
        for table in (PasswordReset, Job):
            assert reading.session.scalar(select(func.count()).select_from(table)) == 2


def test_nobodys_link_opens_nothing(mesa: Installation, ana: Person) -> None:
    asks(mesa, NOBODY)

    assert mesa.browser().get(link(letters(mesa)[0])).status_code == 404
    assert mesa.browser().get("/password/new/guessed").status_code == 404
    assert mesa.browser().get("/password/new").status_code == 404
    assert mesa.browser().post("/password/new", data={"password": NEW}).status_code == 404
    assert opened(mesa, ana).get("/password/new").status_code == 200


def test_no_mailbox_is_flooded_and_nobody_is_told(mesa: Installation, ana: Person) -> None:
    answers = [asks(mesa, ana.email) for _ in range(AT_ONCE + 2)]

    assert len(set(answers)) == 1
    sent = [letter for letter in letters(mesa) if letter.recipient]
    assert len(sent) == AT_ONCE
    assert len(letters(mesa)) == AT_ONCE + 2


def test_a_new_password_makes_other_links_worthless(mesa: Installation, ana: Person) -> None:
    asks(mesa, ana.email)
    browser = opened(mesa, ana)

    assert browser.post("/password/new", data={"password": NEW}).status_code == 303

    assert mesa.browser().get(link(letters(mesa)[0])).status_code == 404


def test_a_link_serves_for_an_hour(mesa: Installation, ana: Person, clock: Clock) -> None:
    browser = opened(mesa, ana)
    assert letters(mesa)[0].until == clock.now + SERVES
    clock.pass_(SERVES - timedelta(seconds=1))
    assert browser.get("/password/new").status_code == 200

    clock.pass_(timedelta(seconds=1))

    gone = browser.get("/password/new", headers=ENGLISH)
    assert gone.status_code == 410
    assert "serves for one hour" in gone.text
    assert browser.post("/password/new", data={"password": NEW}).status_code == 410
    assert signs_in(mesa, ana, PASSWORD) == 303


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_that_is_none_comes_back_and_the_link_stays_good(
    mesa: Installation, ana: Person, password: str
) -> None:
    browser = opened(mesa, ana)

    sent = browser.post("/password/new", data={"password": password}, headers=ENGLISH)

    assert sent.status_code == 422
    assert "at least ten characters" in beside(sent, "password")
    assert browser.post("/password/new", data={"password": NEW}).status_code == 303


@pytest.mark.parametrize("email", ["", "ana", "a@b", "a@b.example, c@d.example", "<a@b.example>"])
def test_what_is_no_address_comes_back(mesa: Installation, email: str) -> None:
    sent = mesa.browser().post("/password/forgotten", data={"email": email}, headers=ENGLISH)

    assert sent.status_code == 422
    assert beside(sent, "email")
    assert typed(sent, "email") == email
    assert letters(mesa) == []


def test_a_link_is_a_secret_that_is_kept_in_the_letter_alone(
    mesa: Installation, ana: Person
) -> None:
    asks(mesa, ana.email)
    token = link(letters(mesa)[0]).rpartition("/")[2]

    with mesa.workshop.open_reading() as reading:
        [reset] = reading.session.scalars(select(PasswordReset))
        facts = [str(fact) for fact in reading.session.scalars(select(Entry.fact))]

    assert len(token) >= 40
    assert token not in (reset.token_hash, *facts)
    assert not any(ana.email in fact for fact in facts)
    assert mesa.browser().get(f"/password/new/{reset.token_hash}").status_code == 404


class TestLimits:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp=SMTP, sign_ins="2 per hour")

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_who_asks_for_many_addresses_is_told_to_wait(self, mesa: Installation) -> None:
        codes = [
            mesa.browser().post("/password/forgotten", data={"email": NOBODY}).status_code
            for _ in range(3)
        ]
        guesses = [mesa.browser().get(f"/password/new/{n}").status_code for n in range(3)]

        assert codes == [303, 303, 429]
        assert guesses == [404, 404, 429]


class TestWithoutMail:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp="")

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_pages_say_so_and_whom_to_ask(self, mesa: Installation, ana: Person) -> None:
        page = mesa.browser().get("/password/forgotten", headers=ENGLISH)
        profile = mesa.browser(ana).get("/me")

        assert "This site sends no mail." in page.text
        assert not read(page).select("main form")
        assert "This site sends no mail" in profile.text
        assert not read(profile).select("[name=new_email]")
        refused = mesa.browser().post("/password/forgotten", data={"email": ana.email})
        assert refused.status_code == 403
        assert letters(mesa) == []
