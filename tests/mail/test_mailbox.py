"""The mailbox: in the demo, on this machine, and nowhere else."""

from dataclasses import replace
from datetime import datetime

import pytest

from panel.kernel.settings import Settings
from panel.mail.posting import mails, post_letter
from tests.conftest import Installation
from tests.identity.conftest import ENGLISH, letters
from tests.mail.letters import LETTERS, LINK, NAME
from tests.pages import read

TEMPLATE = "identity/mail/reset.html"


def posts(mesa: Installation, recipient: str, until: datetime | None = None) -> None:
    with mesa.app.app_context(), mesa.workshop.open_work() as work:
        post_letter(work, recipient, "en", TEMPLATE, until=until, **LETTERS[TEMPLATE])


class TestTheDemo:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, demo=True)

    def test_shows_its_letters_the_newest_first(self, mesa: Installation) -> None:
        empty = mesa.browser().get("/mailbox", headers=ENGLISH)
        assert "Nothing has been sent yet." in empty.text
        posts(mesa, "ana@mesa.example")
        posts(mesa, "")
        posts(mesa, "eva@mesa.example")

        page = read(mesa.browser().get("/mailbox"))

        assert ["eva@" in line.get_text() for line in page.select(".mailbox > li")] == [True, False]
        assert page.select(f".mailbox__text a[href='{LINK}']")
        assert NAME in page.select(".mailbox__text")[0].get_text()
        assert not page.select(".mailbox i")

    def test_opens_a_letter_as_a_mail_programme_does(self, mesa: Installation) -> None:
        posts(mesa, "ana@mesa.example")
        [link] = read(mesa.browser().get("/mailbox")).select("a[href^='/mailbox/']")

        page = mesa.browser().get(str(link["href"]))

        assert page.text == letters(mesa)[0].html
        policy = page.headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
        assert mesa.browser().get("/mailbox/never").status_code == 404

    def test_is_for_this_machine_alone(self, mesa: Installation) -> None:
        posts(mesa, "ana@mesa.example")
        elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
        name = letters(mesa)[0].public_id
        assert mesa.browser().get(f"/mailbox/{name}").status_code == 200

        assert mesa.browser().get("/mailbox", environ_base=elsewhere).status_code == 404
        assert mesa.browser().get(f"/mailbox/{name}", environ_base=elsewhere).status_code == 404


class TestElsewhere:
    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp="smtp://mail.example")

    def test_there_is_no_mailbox(self, mesa: Installation) -> None:
        posts(mesa, "ana@mesa.example")
        [letter] = letters(mesa)
        assert LINK in letter.text

        assert mesa.browser().get("/mailbox").status_code == 404
        assert mesa.browser().get(f"/mailbox/{letter.public_id}").status_code == 404


def test_where_no_mail_is_set_up_nothing_is_written(mesa: Installation) -> None:
    posts(mesa, "ana@mesa.example")

    with mesa.app.app_context():
        assert not mails()
    assert letters(mesa) == []
