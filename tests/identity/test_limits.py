"""Who tries too often has to wait: at signing in, at writing, and at guessing links."""

from dataclasses import replace

import pytest

from panel.kernel.settings import Settings
from tests.conftest import SCRIPT, Installation
from tests.factories import PASSWORD, a_form, a_panel, a_person, a_seat, a_thread
from tests.identity.conftest import ENGLISH


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
