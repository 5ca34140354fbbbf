import logging
from dataclasses import replace

import pytest
from sqlalchemy import select

from panel.app import SESSION_DAYS
from panel.discussion.models import Post
from panel.identity.models import Person, SignIn
from panel.kernel.settings import Settings
from panel.membership.models import Role
from tests.conftest import SCRIPT, Installation
from tests.factories import PASSWORD, a_form, a_panel, a_person, a_seat, a_thread
from tests.pages import beside, read, typed

ENGLISH = {"Accept-Language": "en"}
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
    assert typed(sent, "email") == address
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

    [cookie] = sent.headers.getlist("Set-Cookie")
    assert cookie.startswith("mesa=")
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

        [cookie] = sent.headers.getlist("Set-Cookie")
        assert "; Secure;" in cookie


def test_signing_out_here_leaves_the_other_browsers(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    here, there = mesa.browser(ana), mesa.browser(ana)

    left = here.post("/sign-out")

    assert (left.status_code, left.location) == (303, "/sign-in")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert here.get("/me").status_code == 401
    assert there.get("/me").status_code == 200


def test_signing_out_everywhere_leaves_none(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana, eva = a_person(work), a_person(work)
    browsers, evas = [mesa.browser(ana) for _ in range(3)], mesa.browser(eva)
    assert "on 3 devices" in browsers[0].get("/me").text

    assert browsers[0].post("/sign-out/everywhere").status_code == 303

    assert [browser.get("/me").status_code for browser in browsers] == [401, 401, 401]
    assert evas.get("/me").status_code == 200
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(SignIn)).all()) == 1


@pytest.mark.parametrize(("path", "others"), [("/sign-out", True), ("/sign-out/everywhere", False)])
def test_who_signs_out_is_cut_off_in_open_tabs_too(
    mesa: Installation, path: str, others: bool
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
        eva = a_seat(work, panel)
    url = f"/p/{panel.slug}/threads/{thread.public_id}"
    here, there, evas = mesa.tab(ana, url), mesa.tab(ana, url), mesa.tab(eva, url)

    here.http.post(path)

    assert not here.socket.is_connected()
    assert there.socket.is_connected() == others
    assert evas.socket.is_connected()


def test_signing_out_takes_somebody_who_is_signed_in(mesa: Installation) -> None:
    for path in ("/sign-out", "/sign-out/everywhere"):
        assert mesa.browser().post(path).status_code == 401


def test_a_session_that_has_ended_asks_to_sign_in_and_keeps_the_words(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}"
    mesa.browser(ana).post("/sign-out/everywhere")

    page = browser.post(f"{url}/posts", data=a_form("<b>not lost"))
    script = browser.post(f"{url}/posts", data=a_form("not lost"), headers=SCRIPT)

    assert page.status_code == script.status_code == 401
    assert "&lt;b&gt;not lost</textarea>" in page.text
    assert 'href="/sign-in"' in page.text
    assert set(script.get_json()) == {"message", "fields"}
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Post)).all()) == 1

    asked = browser.get("/me")
    assert asked.status_code == 401
    assert "/sign-in?next=/me" in asked.text


class TestLimits:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, sign_ins="3 per hour", posts="2 per hour")

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_who_tries_too_often_is_told_to_wait(self, mesa: Installation) -> None:
        with mesa.workshop.open_work() as work:
            ana = a_person(work)
        credentials = {"email": ana.email, "password": "no"}
        elsewhere = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
        tries = [mesa.browser().post("/sign-in", data=credentials) for _ in range(3)]

        refused = mesa.browser().post(
            "/sign-in", data=credentials | {"password": PASSWORD}, headers=ENGLISH
        )

        assert [one.status_code for one in tries] == [422, 422, 422]
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
        assert "Please wait a moment and try again." in refused.text
        forged = {"X-Forwarded-For": "192.0.2.7", "Forwarded": "for=192.0.2.7"}
        again = mesa.browser().post("/sign-in", data=credentials, headers=forged)
        assert again.status_code == 429  # without a proxy of ours, nobody says where she comes from
        right = credentials | {"password": PASSWORD}
        assert mesa.browser().post("/sign-in", data=right, **elsewhere).status_code == 303

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_posts_are_limited_by_account_wherever_it_is_signed_in(
        self, mesa: Installation
    ) -> None:
        with mesa.workshop.open_work() as work:
            panel = a_panel(work)
            ana, eva = a_seat(work, panel), a_seat(work, panel)
            thread = a_thread(work, panel)
        url = f"/p/{panel.slug}/threads/{thread.public_id}/posts"
        for _ in range(2):
            assert mesa.browser(ana).post(url, data=a_form()).status_code == 303

        page = mesa.browser(ana).post(url, data=a_form("too much"))
        script = mesa.browser(ana).post(url, data=a_form("too much"), headers=SCRIPT)

        assert page.status_code == script.status_code == 429
        assert "too much</textarea>" in page.text
        assert "wait" in script.get_json()["message"]
        assert int(script.headers["Retry-After"]) > 0
        assert mesa.browser(eva).post(url, data=a_form()).status_code == 303

    @pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
    def test_links_of_invitations_cannot_be_guessed_for_long(self, mesa: Installation) -> None:
        guesses = [mesa.browser().get(f"/invitations/{guess}") for guess in range(4)]

        assert [one.status_code for one in guesses] == [404, 404, 404, 429]


def test_a_profile_is_changed(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel, name="Ana")
    browser = mesa.browser(ana)
    assert typed(browser.get("/me"), "name") == "Ana"

    sent = browser.post(
        "/me", data={"name": " Ana  María ", "language": "es", "time_zone": "Europe/Paris"}
    )

    assert (sent.status_code, sent.location) == (303, "/me?saved=1")
    page = browser.get(sent.location)
    shown = [typed(page, name) for name in ("name", "language", "time_zone")]
    assert shown == ["Ana María", "es", "Europe/Paris"]
    assert read(page).select('html[lang="es"]')
    assert "Ana María" in browser.get(f"/p/{panel.slug}/people").text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"language": "xx"}, "language"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"time_zone": ""}, "time_zone"),
    ],
)
def test_a_profile_that_is_wrong_comes_back_as_it_was_typed(
    mesa: Installation, wrong: dict[str, str], field: str
) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, "Ana")
    browser = mesa.browser(ana)
    right = {"name": "Ana <i>", "language": "en", "time_zone": "Europe/Paris"}

    sent = browser.post("/me", data=right | wrong)

    assert sent.status_code == 422
    assert beside(sent, field)
    for name in right.keys() - {field}:
        assert typed(sent, name) == right[name]
        assert not beside(sent, name)
    with mesa.workshop.open_reading() as reading:
        assert reading.session.get_one(Person, ana.id).name == "Ana"
    assert browser.post("/me", data=right).status_code == 303


def test_the_language_is_the_browsers_then_the_chosen_one_then_the_persons_own(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work, language="es")
    browser = mesa.browser()

    def speaks(**headers: str) -> str:
        return str(read(browser.get("/", headers=headers)).select("html")[0]["lang"])

    assert speaks() == "es"
    assert speaks(**{"Accept-Language": "fr,en;q=0.8,es;q=0.2"}) == "en"
    chosen = browser.post("/language", data={"language": "en", "next": "/sign-in"})
    assert chosen.location == "/sign-in"
    assert speaks(**{"Accept-Language": "es"}) == "en"
    browser.post("/language", data={"language": "xx"})
    assert speaks() == "en"

    browser.post("/sign-in", data={"email": ana.email, "password": PASSWORD})
    assert speaks(**{"Accept-Language": "en"}) == "es"
    browser.post("/language", data={"language": "en", "next": "//elsewhere.example"})
    assert speaks() == "en"
    with mesa.workshop.open_reading() as reading:
        assert reading.session.get_one(Person, ana.id).language == "en"


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
