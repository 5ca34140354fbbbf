"""How somebody is called and spoken to: the profile, and the language of the pages."""

import pytest

from panel.identity.models import Person
from tests.conftest import Installation
from tests.factories import PASSWORD, a_panel, a_person, a_seat
from tests.pages import beside, read, typed


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
