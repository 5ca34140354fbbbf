"""Handing a message to the mail server: either it has it, or we know what to think of that."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from panel.kernel.settings import Relay

PATIENCE = 20.0  # seconds that each answer of the server may take
PERMANENT = 500  # codes from here on say that the same would be refused again


class NotNowError(Exception):
    """The server is away, hangs, asks to come again, or cannot be trusted with the password."""


class AwayError(NotNowError):
    """It has nothing to do with the message: no letter would be taken just now."""


class RefusedError(Exception):
    """The server will not take this message, whenever it comes."""


def hand_over(
    relay: Relay, sender: str, recipient: str, message: EmailMessage, patience: float = PATIENCE
) -> None:
    """Have the server take a message for one address."""
    with _line(relay, patience) as line:
        try:
            line.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            raise _judged(*error.recipients[recipient]) from error
        except smtplib.SMTPResponseException as error:
            raise _judged(error.smtp_code, error.smtp_error) from error
        except smtplib.SMTPNotSupportedError as error:  # an address in other letters than ASCII
            raise RefusedError(str(error)) from error


def greet(relay: Relay, patience: float = PATIENCE) -> None:
    """Be let in, and go again; AwayError says why not."""
    with _line(relay, patience) as line:
        line.noop()


@contextmanager
def _line(relay: Relay, patience: float) -> Iterator[smtplib.SMTP]:
    """Open a line to the server; whatever goes wrong with that is no fault of the message."""
    line: smtplib.SMTP | None = None
    try:
        line = _connected(relay, patience)
        yield line
        with suppress(OSError, smtplib.SMTPException):  # it has the message; this is politeness
            line.quit()
    except (OSError, smtplib.SMTPException) as error:
        raise AwayError(f"{type(error).__name__}: {error}") from error
    finally:
        if line:
            line.close()


def _connected(relay: Relay, patience: float) -> smtplib.SMTP:
    context = _trust(relay)
    line: smtplib.SMTP
    if relay.tls:
        line = smtplib.SMTP_SSL(relay.host, relay.port, timeout=patience, context=context)
    else:
        line = smtplib.SMTP(relay.host, relay.port, timeout=patience)
    try:
        line.ehlo_or_helo_if_needed()
        secret = relay.tls or relay.near
        if not relay.tls and line.has_extn("starttls"):
            line.starttls(context=context)
            line.ehlo_or_helo_if_needed()
            secret = True
        if relay.user and not secret:
            raise AwayError("The server offers no encryption, so it is told no password.")
        if relay.user:
            line.login(relay.user, relay.password)
    except BaseException:
        line.close()
        raise
    return line


def _trust(relay: Relay) -> ssl.SSLContext:
    """Know the server by its certificate, but on this machine, where it rarely has a good one."""
    context = ssl.create_default_context()
    if relay.near:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def _judged(code: int, said: bytes | str) -> Exception:
    words = said.decode(errors="replace") if isinstance(said, bytes) else said
    answer = f"{code} {' '.join(words.split())}"
    return RefusedError(answer) if code >= PERMANENT else NotNowError(answer)
