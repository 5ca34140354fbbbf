"""Handing a message over: what the server says, or does not say, and what we make of it."""

from email.message import EmailMessage

import pytest

from panel.kernel.settings import Relay
from panel.sending.smtp import NotNowError, RefusedError, hand_over
from tests.services.mail import HOST, Post, post_office, silence
from tests.services.server import free_port

SENDER, ANA = "mesa@mesa.example", "ana@mesa.example"
PASSWORD = "a secret"  # noqa: S105  # of a server that runs for a test
SOON = 0.3  # seconds
FAR = "127.0.0.2"  # this machine, under a name that settings do not know as such


def a_message() -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = SENDER, ANA, "Mañana"
    message.set_content("¿Viene?\n.\nSí.\n")
    return message


def hands(post: Post, user: str = "", password: str = "") -> None:
    relay = Relay(post.host, post.port, tls=False, user=user, password=password)
    hand_over(relay, SENDER, ANA, a_message(), patience=5)


def test_a_message_is_taken_as_it_was_written() -> None:
    with post_office() as post:
        hands(post)

    [taken] = post.taken
    assert (taken["From"], taken["To"], taken["Subject"]) == (SENDER, ANA, "Mañana")
    assert taken.get_content().replace("\r\n", "\n") == "¿Viene?\n.\nSí.\n"
    assert post.recipients == [[ANA]]


@pytest.mark.parametrize("at", ["to_recipients", "to_messages"])
@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("550 5.1.1 No such mailbox", RefusedError),
        ("554 5.7.1 Spam", RefusedError),
        ("451 4.7.1 Greylisted, come back", NotNowError),
        ("421 4.3.2 Closing", NotNowError),
        ("452 4.2.2 Mailbox full", NotNowError),
    ],
)
def test_a_no_for_ever_is_told_from_a_no_for_now(
    at: str, answer: str, expected: type[Exception]
) -> None:
    with post_office() as post:
        setattr(post, at, [answer])
        with pytest.raises(expected, match=answer[:3]) as caught:
            hands(post)
        assert answer[4:] in str(caught.value)
        assert post.taken == []

        hands(post)

        assert len(post.taken) == 1


def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(NotNowError, match="ConnectionRefused"):
        hand_over(Relay(HOST, free_port(), tls=False), SENDER, ANA, a_message(), SOON)
    with pytest.raises(NotNowError):
        hand_over(Relay("nowhere.invalid", 25, tls=False), SENDER, ANA, a_message(), SOON)


@pytest.mark.parametrize("tls", [False, True])
def test_a_server_that_says_nothing_is_not_waited_for(*, tls: bool) -> None:
    with silence() as port, pytest.raises(NotNowError, match=r"[Tt]ime"):
        hand_over(Relay(HOST, port, tls), SENDER, ANA, a_message(), SOON)


def test_a_server_that_speaks_no_tls_is_not_trusted_with_it() -> None:
    with post_office() as post, pytest.raises(NotNowError, match="SSL"):
        hand_over(Relay(HOST, post.port, tls=True), SENDER, ANA, a_message(), 5)


def test_what_is_offered_encrypted_goes_encrypted() -> None:
    with post_office(tls=True, password=PASSWORD) as post:
        hands(post, "mesa", PASSWORD)

    assert post.encrypted == [True]


def test_a_wrong_password_is_the_operators_to_mend_so_the_letter_waits() -> None:
    with post_office(tls=True, password=PASSWORD) as post:
        with pytest.raises(NotNowError, match="535"):
            hands(post, "mesa", "wrong")
        hands(post, "mesa", PASSWORD)

    assert len(post.taken) == 1


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")  # what is tried here
def test_the_password_is_not_told_in_the_clear_to_another_machine() -> None:
    with post_office(host=FAR, password=PASSWORD) as post:
        with pytest.raises(NotNowError, match="no encryption"):
            hands(post, "mesa", PASSWORD)
        assert post.taken == []
    with post_office(password=PASSWORD) as near:
        hands(near, "mesa", PASSWORD)
    assert len(near.taken) == 1


def test_another_machine_has_to_prove_who_it_is() -> None:
    with post_office(tls=True, host=FAR) as post, pytest.raises(NotNowError, match="CERT"):
        hands(post)
    assert post.taken == []
