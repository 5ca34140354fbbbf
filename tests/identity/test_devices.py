"""Where somebody is signed in: named in plain words, ended one by one, and new ones told."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from panel.identity.devices import told
from panel.identity.models import SESSION_DAYS, Device, Person, SignIn
from panel.kernel.settings import Settings
from tests.conftest import Installation
from tests.factories import PASSWORD, a_panel, a_person, a_seat, a_thread
from tests.identity.conftest import SMTP, letters
from tests.pages import read

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1"
)
ANDROID = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/139.0.0.0 Mobile Safari/537.36"
)
EDGE = (
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0"
)


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp=SMTP)


@pytest.fixture
def ana(mesa: Installation) -> Person:
    with mesa.workshop.open_work() as work:
        return a_person(work, "Ana")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, ("Firefox", "Windows")),
        (PHONE, ("Safari", "iPhone")),
        (ANDROID, ("Chrome", "Android")),
        (EDGE, ("Edge", "Mac")),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:1) Gecko/1 Firefox/1", ("Firefox", "Linux")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_browser_is_named_as_people_speak_of_it(agent: str, words: tuple[str, str]) -> None:
    assert told(agent) == words


def enters(
    mesa: Installation, ana: Person, agent: str, browser: FlaskClient | None = None
) -> FlaskClient:
    """Sign in from a browser; gives the browser."""
    tab = browser or mesa.browser()
    sent = tab.post(
        "/sign-in",
        data={"email": ana.email, "password": PASSWORD},
        headers={"User-Agent": agent},
    )
    assert sent.status_code == 303
    return tab


def test_the_first_browser_is_no_news_and_each_further_one_is_told_once(
    mesa: Installation, ana: Person
) -> None:
    first = enters(mesa, ana, FIREFOX)
    enters(mesa, ana, FIREFOX, first)
    assert letters(mesa) == []

    second = enters(mesa, ana, PHONE)
    enters(mesa, ana, PHONE, second)

    [letter] = letters(mesa)
    assert letter.recipient == ana.email
    assert "Safari on iPhone" in letter.text
    assert "/password/forgotten" in letter.text
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Device)).all()) == 2


def test_a_browser_is_known_for_each_person_apart(mesa: Installation, ana: Person) -> None:
    with mesa.workshop.open_work() as work:
        eva = a_person(work, "Eva")
    enters(mesa, eva, FIREFOX)
    shared = enters(mesa, ana, FIREFOX)

    enters(mesa, eva, FIREFOX, shared)

    [letter] = letters(mesa)
    assert letter.recipient == eva.email


def test_a_cookie_that_was_not_ours_is_replaced(mesa: Installation, ana: Person) -> None:
    browser = mesa.browser()
    browser.set_cookie("mesa_device", "x" * 500)

    enters(mesa, ana, FIREFOX, browser)

    cookie = browser.get_cookie("mesa_device")
    assert cookie
    assert len(cookie.value) == 43


def test_where_one_is_signed_in_is_listed_and_ended_one_by_one(
    mesa: Installation, ana: Person
) -> None:
    phone, there = enters(mesa, ana, PHONE), mesa.browser(ana)
    here = mesa.browser()
    enters(mesa, ana, FIREFOX, here)
    lines = read(here.get("/me")).select(".sign-ins > li")
    assert "Firefox on Windows" in lines[0].get_text()
    assert "This browser" in lines[0].get_text()
    assert not lines[0].find("form")
    [ending] = [
        str(form["action"])
        for line in lines
        if "Safari on iPhone" in line.get_text()
        for form in line.select("form")
    ]

    assert here.post(ending).status_code == 303

    assert phone.get("/me").status_code == 401
    assert there.get("/me").status_code == 200
    assert len(read(here.get("/me")).select(".sign-ins > li")) == 2
    assert here.post(ending).status_code == 404


def test_nobody_ends_anothers(mesa: Installation, ana: Person) -> None:
    with mesa.workshop.open_work() as work:
        eva = a_person(work, "Eva")
    hers = mesa.browser(ana)
    with mesa.workshop.open_reading() as reading:
        name = reading.session.scalars(select(SignIn.public_id)).one()

    assert mesa.browser(eva).post(f"/me/sign-ins/{name}/ending").status_code == 404
    assert mesa.browser().post(f"/me/sign-ins/{name}/ending").status_code == 401
    assert hers.get("/me").status_code == 200


def test_signing_out_the_others_keeps_this_one_and_cuts_open_tabs_off(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    url = f"/p/{panel.slug}/threads/{thread.public_id}"
    here, there = mesa.tab(ana, url), mesa.tab(ana, url)

    assert here.http.post("/sign-out/others").status_code == 303

    assert here.socket.is_connected()
    assert not there.socket.is_connected()
    assert here.http.get("/me").status_code == 200
    assert there.http.get("/me").status_code == 401
    assert mesa.browser().post("/sign-out/others").status_code == 401


def test_when_a_browser_was_last_used_is_noted_to_the_hour(mesa: Installation, ana: Person) -> None:
    browser = mesa.browser(ana)
    now = mesa.workshop.clock()

    def seen() -> list[float]:
        with mesa.workshop.open_reading() as reading:
            times = reading.session.scalars(select(SignIn.seen_at)).all()
        return [(now - time).total_seconds() / 60 for time in times]

    _last_seen(mesa, timedelta(minutes=50))
    browser.get("/me")
    assert [round(minutes) for minutes in seen()] == [50]

    _last_seen(mesa, timedelta(minutes=61))
    browser.get("/me")
    assert [round(minutes) for minutes in seen()] == [0]


def test_a_browser_whose_cookie_has_gone_is_forgotten_at_the_next_sign_in(
    mesa: Installation, ana: Person
) -> None:
    mesa.browser(ana)
    _last_seen(mesa, timedelta(days=SESSION_DAYS + 2))

    mesa.browser(ana)

    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(SignIn)).all()) == 1


def _last_seen(mesa: Installation, ago: timedelta) -> None:
    with mesa.workshop.open_work() as work:
        for one in work.session.scalars(select(SignIn)):
            one.seen_at = work.at - ago
