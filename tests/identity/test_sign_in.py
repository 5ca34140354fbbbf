"""Coming in: by the password alone, into a session of one's own that nothing else gives away."""

import logging
from dataclasses import replace
from datetime import timedelta

import pytest

from panel.identity.models import SESSION_DAYS
from panel.kernel.settings import Settings
from panel.membership.models import Role
from tests.conftest import Installation
from tests.factories import PASSWORD, a_form, a_panel, a_person, a_seat, a_thread
from tests.identity.conftest import ENGLISH
from tests.jobs.bench import Clock
from tests.pages import beside, typed

WRONG = "The address and the password do not belong together."


def test_who_knows_the_password_comes_in(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    browser = mesa.browser()

    sent = browser.post("/sign-in", data={"email": f" {ana.email.upper()} ", "password": PASSWORD})

    assert (sent.status_code, sent.location) == (303, "/")
    assert "Good to see you, Ana" in browser.get("/").text
    assert browser.get("/sign-in").location == "/"


@pytest.mark.parametrize(
    ("email", "password", "field", "sentence"),
    [
        ("{}", "another sentence", "password", WRONG),
        ("{}", PASSWORD.upper(), "password", WRONG),
        ("nobody@mesa.example", PASSWORD, "password", WRONG),
        ("{}", "", "password", "Please type your password."),
        ("", PASSWORD, "email", "Please write something here."),
        ("ana", PASSWORD, "email", "This is not a complete e-mail address"),
        ("<b>@x", PASSWORD, "email", "This is not a complete e-mail address"),
        (f"{'a' * 250}@mesa.example", PASSWORD, "email", "This is too long"),
        ("{}\0", PASSWORD + "\0", "password", WRONG),
    ],
)
def test_who_does_not_is_told_no_more_than_that(
    mesa: Installation, email: str, password: str, field: str, sentence: str
) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    browser, address = mesa.browser(), email.format(ana.email)

    sent = browser.post("/sign-in", data={"email": address, "password": password}, headers=ENGLISH)

    assert sent.status_code == 422
    assert sentence in beside(sent, field)
    assert typed(sent, "email") == address.replace("\0", "\ufffd")  # as HTML reads it
    assert password == "" or password not in sent.text
    assert browser.get("/me").status_code == 401


def test_signing_in_leads_back_but_only_within_this_site(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    credentials = {"email": ana.email, "password": PASSWORD}

    for asked, then in [("/me", "/me"), ("//elsewhere.example", "/"), ("https://e.example", "/")]:
        door = mesa.browser().get("/sign-in", query_string={"next": asked})
        sent = mesa.browser().post("/sign-in", data=credentials | {"next": asked})

        assert typed(door, "next") == then
        assert sent.location == then


def test_a_session_is_not_taken_over_from_before_the_sign_in(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    browser = mesa.browser()
    with browser.session_transaction() as cookie:
        cookie["_user_id"], cookie["invitation"] = "planted", "planted"

    browser.post("/sign-in", data={"email": ana.email, "password": PASSWORD})

    with browser.session_transaction() as cookie:
        assert "invitation" not in cookie
        assert cookie["_user_id"] != "planted"
    assert browser.get("/me").status_code == 200


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)

    sent = mesa.browser().post("/sign-in", data={"email": ana.email, "password": PASSWORD})

    cookies = sent.headers.getlist("Set-Cookie")
    assert {cookie.partition("=")[0] for cookie in cookies} == {"mesa", "mesa_device"}
    for cookie in cookies:
        assert "; HttpOnly;" in cookie
        assert "; SameSite=Lax" in cookie
        assert "; Expires=" in cookie
        assert "Secure" not in cookie  # by plain http the browser would drop it
    assert SESSION_DAYS == 60


class TestByHttps:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, url="https://localhost")

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_the_cookie_insists_on_it(self, mesa: Installation) -> None:
        with mesa.workshop.open_work() as work:
            ana = a_person(work)

        sent = mesa.browser().post(
            "/sign-in",
            data={"email": ana.email, "password": PASSWORD},
            base_url="https://localhost",
        )

        cookies = sent.headers.getlist("Set-Cookie")
        assert len(cookies) == 2
        assert all("; Secure;" in cookie for cookie in cookies)


def test_no_token_of_a_session_comes_into_a_log(
    mesa: Installation, caplog: pytest.LogCaptureFixture
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        reader, thread = a_seat(work, panel, Role.READER), a_thread(work, panel)
    browser = mesa.browser(reader)
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]

    with caplog.at_level(logging.DEBUG):
        url = f"/p/{panel.slug}/threads/{thread.public_id}/posts"
        assert browser.post(url, data=a_form("secret words")).status_code == 403
        browser.post("/sign-in", data={"email": "a@b.example", "password": PASSWORD})

    assert "create_post" in caplog.text
    for secret in (token, "secret words", PASSWORD, "a@b.example"):
        assert secret not in "\n".join(
            record.getMessage() for record in caplog.records if record.name.startswith("panel")
        )


def test_the_cookie_is_given_a_new_life_once_a_day(mesa: Installation, clock: Clock) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    browser = mesa.browser()
    signed_in = browser.post("/sign-in", data={"email": ana.email, "password": PASSWORD})

    page = browser.get("/me")
    clock.pass_(timedelta(days=SESSION_DAYS - 1))
    later = browser.get("/me")

    assert "Expires=" in signed_in.headers["Set-Cookie"]
    assert "Set-Cookie" not in page.headers
    assert later.status_code == 200
    assert "Expires=" in later.headers["Set-Cookie"]
    assert "Set-Cookie" not in browser.get("/me").headers
