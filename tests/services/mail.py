"""A real mail server on loopback, which refuses, hangs or asks to come again as it is told."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Event
from urllib.parse import quote

import aiosmtpd
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

CERTIFICATES = Path(aiosmtpd.__file__).parent / "tests" / "certs"  # signed by nobody
HOST = "127.0.0.1"


@dataclass
class Post:
    """The server: what it has taken, and what it says next to a recipient or to a message."""

    port: int = 0
    host: str = HOST
    taken: list[EmailMessage] = field(default_factory=list)
    recipients: list[list[str]] = field(default_factory=list)
    to_recipients: list[str] = field(default_factory=list)  # one answer each; then yes to all
    to_messages: list[str] = field(default_factory=list)
    password: str = ""  # without which nobody is served
    encrypted: list[bool] = field(default_factory=list)
    heard: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        """How it stands in the settings."""
        who = f"mesa:{quote(self.password)}@" if self.password else ""
        return f"smtp://{who}{self.host}:{self.port}"

    async def handle_RCPT(  # aiosmtpd's name, as below
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: object
    ) -> str:
        """Say whether there is such a mailbox."""
        if self.to_recipients:
            return self.to_recipients.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take a message."""
        if self.to_messages:
            return self.to_messages.pop(0)
        content = envelope.content
        assert isinstance(content, bytes)
        self.taken.append(message_from_bytes(content, policy=default))
        self.recipients.append(list(envelope.rcpt_tos))
        self.encrypted.append(session.ssl is not None)
        self.heard.set()
        return "250 OK"

    def admits(self, *asked: object) -> AuthResult:
        """Ask for the password."""
        who = asked[-1]
        right = isinstance(who, LoginPassword) and who.password == self.password.encode()
        return AuthResult(success=right, handled=right)


@contextmanager
def post_office(*, tls: bool = False, password: str = "", host: str = HOST) -> Iterator[Post]:
    """Open a server until the block ends; with `tls`, it offers STARTTLS."""
    post = Post(password=password, host=host)
    context = _certificate() if tls else None
    controller = Controller(
        post,
        hostname=host,
        port=_free(host),
        tls_context=context,
        require_starttls=tls,
        auth_required=bool(password),
        auth_require_tls=tls,
        authenticator=post.admits if password else None,
    )
    controller.start()
    post.port = controller.port
    try:
        yield post
    finally:
        controller.stop()


@contextmanager
def silence() -> Iterator[int]:
    """Open a port at which somebody listens and never says a word."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def _certificate() -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATES / "server.crt", CERTIFICATES / "server.key")
    return context


def _free(host: str) -> int:
    with socket.socket() as trial:
        trial.bind((host, 0))
        return int(trial.getsockname()[1])
