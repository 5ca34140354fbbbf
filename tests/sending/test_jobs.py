"""What becomes of a letter: sent at least once under one name, not for ever, and then forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from panel.jobs.actions import LEASE
from panel.jobs.models import Job, State
from panel.mail.models import Letter
from panel.sending.jobs import DELAYS, KIND, NO_SERVER, REST, UNSENT, sending
from tests.sending.conftest import LINK, WORDS, Desk
from tests.services.mail import Post, silence

MOMENT = timedelta(seconds=1)
GREY = "451 4.7.1 Come back in some minutes"


def test_a_letter_is_sent_and_what_was_in_it_forgotten(desk: Desk, post: Post) -> None:
    desk.post()
    assert LINK in desk.letter.text

    assert desk.carry()

    [message] = post.taken
    assert (message["To"], message["Subject"]) == ("ana@mesa.example", "Una carta")
    assert (message["From"], message["Content-Language"]) == ("Mesa <mesa@localhost>", "es")
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Message-ID"] == desk.letter.message_id
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    assert plain
    assert html
    assert LINK in plain.get_content()
    assert LINK in html.get_content()
    letter = desk.letter
    assert (letter.taken_at, letter.text, letter.html) == (desk.clock.now, "", "")
    assert desk.job.state == State.DONE
    assert not desk.carry()


def test_no_secret_of_a_letter_stands_in_its_job(desk: Desk) -> None:
    name = desk.post()

    assert desk.job.args == {"letter": name}


def test_who_asks_to_come_again_is_come_to_again_and_not_before(desk: Desk, post: Post) -> None:
    desk.post()
    post.to_recipients = [GREY] * 3

    for delay in DELAYS[:3]:
        assert desk.carry()
        assert desk.job.state == State.WAITING
        desk.pass_(delay - MOMENT)
        assert not desk.carry()
        desk.pass_(MOMENT)
    assert GREY in desk.letter.failure
    assert desk.carry()

    assert len(post.taken) == 1
    assert (desk.letter.tries, desk.letter.failure, desk.letter.text) == (4, "", "")


def test_a_letter_is_given_up_after_some_days(desk: Desk, post: Post) -> None:
    desk.post()
    post.to_messages = [GREY] * 100

    for delay in DELAYS:
        assert desk.carry()
        desk.pass_(delay)
    assert desk.carry()

    letter, job = desk.letter, desk.job
    assert (job.state, job.failure) == (State.FAILED, UNSENT)
    assert letter.given_up_at == desk.clock.now
    assert GREY in letter.failure
    assert (letter.text, letter.html) == ("", "")
    assert sum(DELAYS, timedelta()) < timedelta(days=3)
    desk.pass_(timedelta(days=9))
    assert not desk.carry()
    assert post.taken == []


def test_a_letter_that_would_come_too_late_is_given_up_sooner(desk: Desk, post: Post) -> None:
    desk.post(until=desk.clock.now + DELAYS[0] + MOMENT)
    post.to_recipients = [GREY, GREY]

    assert desk.carry()
    assert desk.job.state == State.WAITING
    desk.pass_(DELAYS[0])
    assert desk.carry()

    assert desk.job.state == State.FAILED
    assert desk.letter.text == ""


def test_what_is_refused_for_good_is_not_tried_again(desk: Desk, post: Post) -> None:
    desk.post()
    post.to_recipients = ["550 5.1.1 No such mailbox"]

    assert desk.carry()

    assert (desk.job.state, desk.job.failure) == (State.FAILED, UNSENT)
    assert desk.letter.failure == "550 5.1.1 No such mailbox"
    assert desk.letter.given_up_at
    assert desk.letter.text == ""
    desk.pass_(timedelta(days=9))
    assert not desk.carry()


@pytest.mark.parametrize(
    "recipient",
    ["ana@mesa.example,eva@mesa.example", "ana", "ana@", "Ana <ana@mesa.example>", "a b@c.example"],
)
def test_what_is_no_address_gets_no_letter(desk: Desk, post: Post, recipient: str) -> None:
    desk.post(recipient)

    assert desk.carry()

    assert desk.job.state == State.FAILED
    assert "no address" in desk.letter.failure
    assert post.taken == []


def test_a_host_in_other_letters_is_written_in_ours(desk: Desk, post: Post) -> None:
    desk.post("ana@peñón.example")

    assert desk.carry()

    assert post.recipients == [["ana@xn--pen-9man.example"]] or post.recipients[0][0].isascii()


def test_a_server_that_hangs_holds_the_worker_no_longer_than_its_patience(desk: Desk) -> None:
    desk.post()
    with silence() as port:
        desk.settings = replace(desk.settings, smtp=f"smtp://127.0.0.1:{port}")
        desk.kind = sending(patience=0.2)

        assert desk.carry()

    assert desk.job.state == State.WAITING
    assert "imed out" in desk.letter.failure


def test_a_server_that_is_away_is_asked_once_a_while_however_many_letters_wait(
    desk: Desk, post: Post
) -> None:
    for n in range(4):
        desk.post(f"{n}@mesa.example")
    there = desk.settings
    with silence() as port:
        desk.settings = replace(there, smtp=f"smtp://127.0.0.1:{port}")
        desk.kind = sending(patience=0.2)

        while desk.carry():
            pass

    assert [letter.tries for letter in desk.letters] == [1, 0, 0, 0]
    desk.settings = there
    desk.pass_(REST)
    while desk.carry():
        pass
    assert sorted(to for [to] in post.recipients) == [f"{n}@mesa.example" for n in range(4)]


def test_a_worker_killed_after_the_servers_yes_sends_it_again_under_the_same_name(
    desk: Desk, post: Post
) -> None:
    desk.post()
    with desk.workshop.open_reading() as reading:
        before = reading.session.scalars(select(Letter)).one()
    assert desk.carry()
    _unwrite(desk, before)

    assert desk.carry()

    first, second = post.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes().split(b"\r\n\r\n")[0] != b""
    assert first["Date"] == second["Date"]


def test_a_worker_killed_after_it_wrote_that_it_was_sent_sends_it_no_more(
    desk: Desk, post: Post
) -> None:
    desk.post()
    assert desk.carry()
    with desk.workshop.open_work() as work:
        job = work.session.scalars(select(Job)).one()
        job.state, job.lease_until = State.RUNNING, work.at + LEASE
    desk.pass_(LEASE)

    assert desk.carry()

    assert desk.job.state == State.DONE
    assert len(post.taken) == 1


def test_a_letter_to_nobody_goes_nowhere_and_leaves_nothing(desk: Desk, post: Post) -> None:
    desk.post("")

    assert desk.carry()

    with desk.workshop.open_reading() as reading:
        assert reading.session.scalars(select(Letter)).all() == []
    assert desk.job.state == State.DONE
    assert post.taken == []


def test_the_demo_keeps_what_is_in_letters_and_needs_no_server(desk: Desk, post: Post) -> None:
    desk.settings = replace(desk.settings, smtp="", demo=True)
    desk.post()

    assert desk.carry()

    assert desk.letter.taken_at
    assert desk.letter.text == WORDS.text
    assert post.taken == []


def test_without_a_server_a_letter_says_so(desk: Desk) -> None:
    desk.settings = replace(desk.settings, smtp="")
    desk.post()

    assert desk.carry()

    assert (desk.job.state, desk.job.failure) == (State.FAILED, NO_SERVER)
    assert desk.letter.failure == NO_SERVER


def test_a_letter_that_waits_holds_no_other_up(desk: Desk, post: Post) -> None:
    desk.post("away@mesa.example")
    post.to_recipients = [GREY]
    assert desk.carry()
    desk.post("eva@mesa.example")

    assert desk.carry()

    assert post.recipients == [["eva@mesa.example"]]
    assert KIND == "mail.send"


def _unwrite(desk: Desk, before: Letter) -> None:
    """Have it as if the worker had been killed before its commit."""
    with desk.workshop.open_work() as work:
        letter = work.session.scalars(select(Letter)).one()
        letter.taken_at, letter.tries = None, 0
        letter.text, letter.html = before.text, before.html
        job = work.session.scalars(select(Job)).one()
        job.state, job.lease_until = State.RUNNING, work.at + LEASE
    desk.pass_(LEASE)
