"""What differs from one installation to the next: read once, from the environment."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Self
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parents[2]
HIGHEST = 65_535  # of a port
THREADS = 256  # in threading mode; each open tab holds one
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsError(Exception):
    """A setting that cannot work, in a sentence for the operator."""


SMTP_PORTS = {"smtp": 587, "smtps": 465}  # RFC 8314


@dataclass(frozen=True)
class Relay:
    """The mail server that takes our letters; `tls` from the first byte, else when it offers it."""

    host: str
    port: int
    tls: bool
    user: str = ""
    password: str = ""

    @property
    def near(self) -> bool:
        """Whether it is on this machine, so that nobody else can listen on the way."""
        return self.host in LOOPBACK


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. Each has a default that works on one machine."""

    var: Path  # data, keys and sockets
    secret_key: str
    url: str  # links in pushes and mails are made without a request
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    mode: str = "eventlet"  # or "threading", under gunicorn
    redis: str = ""  # redis://[:password@]host[:port][/number]; "": one process serves alone
    workers: int = 1  # that `serve` keeps beside the server; 0: they run elsewhere
    demo: bool = False
    translations: str = str(ROOT / "translations")
    static: Path = ROOT / "static" / "dist"
    sign_ins: str = "10 per minute; 100 per hour"  # for each address they come from
    posts: str = "30 per minute; 600 per hour"  # for each account
    invitations: int = 250  # letters by which a panel may invite within 24 hours
    smtp: str = ""  # smtp://[user:password@]host[:port], or smtps://; "": no mail is sent
    mail_from: str = ""  # "Name <address>"; else mesa@ and the host in `url`
    lines: int = 0  # of open tabs that one process holds; 0: as many as its server is good for
    straight: bool = True  # write pushes to sockets that take them at once (docs/adr/0024)
    proxies: int = 0  # how many reverse proxies stand in front and set X-Forwarded-*

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Take PORT and what begins with PANEL_; SettingsError says what cannot be."""
        var = Path(environment.get("PANEL_VAR", ROOT / "var")).resolve()
        var.mkdir(parents=True, exist_ok=True)
        host, port = environment.get("PANEL_HOST", cls.host), _number(environment, "PORT", cls.port)
        settings = cls(
            var=var,
            secret_key=environment.get("PANEL_SECRET_KEY") or _kept_key(var / "secret_key"),
            url=environment.get("PANEL_URL", f"http://{host}:{port}").rstrip("/"),
            database_url=environment.get("PANEL_DATABASE_URL", f"sqlite:///{var / 'mesa.db'}"),
            host=host,
            port=port,
            mode=environment.get("PANEL_MODE", cls.mode),
            redis=environment.get("PANEL_REDIS", cls.redis),
            workers=_number(environment, "PANEL_WORKERS", cls.workers),
            demo=environment.get("PANEL_DEMO", "") == "1",
            sign_ins=environment.get("PANEL_SIGN_INS", cls.sign_ins),
            posts=environment.get("PANEL_POSTS", cls.posts),
            invitations=_number(environment, "PANEL_INVITATIONS", cls.invitations),
            smtp=environment.get("PANEL_SMTP", cls.smtp),
            mail_from=environment.get("PANEL_MAIL_FROM", cls.mail_from),
            lines=_number(environment, "PANEL_LINES", cls.lines),
            straight=environment.get("PANEL_STRAIGHT", "") != "0",
            proxies=_number(environment, "PANEL_PROXIES", cls.proxies),
        )
        return settings.checked()

    def checked(self) -> Self:
        """Refuse what cannot work or would be unsafe."""
        for sentence, wrong in self._faults().items():
            if wrong:
                raise SettingsError(sentence)
        return self

    def _faults(self) -> Mapping[str, bool]:
        """Say what could be wrong, and whether it is."""
        unclear = bool(self.smtp) and not (self.relay and self.relay.host)
        nobody = bool(self.mail_from) and "@" not in parseaddr(self.mail_from)[1]
        return {
            f"PANEL_MODE is eventlet or threading, not {self.mode!r}": (
                self.mode not in {"eventlet", "threading"}
            ),
            f"PANEL_LINES must leave some of the {THREADS} threads to pages": (
                self.mode == "threading" and self.lines >= THREADS
            ),
            "The demo listens on this machine only: leave PANEL_HOST out.": (
                self.demo and self.host not in LOOPBACK
            ),
            f"PANEL_URL begins with http:// or https://, not {self.url!r}": (
                urlsplit(self.url).scheme not in {"http", "https"}
            ),
            "PANEL_REDIS is like redis://:password@host:6379/0, or rediss://…": (
                bool(self.redis) and not _names_redis(self.redis)
            ),
            "PANEL_SMTP is like smtp://user:password@host:587, or smtps://…": unclear,
            f"PANEL_MAIL_FROM is like Mesa <a@b.example>: {self.mail_from!r}": nobody,
        }

    @property
    def relay(self) -> Relay | None:
        """Where letters are handed over; None: nowhere, or the setting cannot be understood."""
        parts = urlsplit(self.smtp)
        try:
            port = parts.port or SMTP_PORTS[parts.scheme]
        except (ValueError, KeyError):
            return None
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return Relay(parts.hostname or "", port, parts.scheme == "smtps", user, password)

    @property
    def mails(self) -> bool:
        """Whether letters reach anybody: through a mail server or, in the demo, in its mailbox."""
        return bool(self.smtp) or self.demo

    @property
    def sender(self) -> tuple[str, str]:
        """Give the name and the address that letters come from."""
        name, address = parseaddr(self.mail_from)
        return name or "Mesa", address or f"mesa@{urlsplit(self.url).hostname}"

    @property
    def secure(self) -> bool:
        """Whether people reach us by https, so that cookies may insist on it."""
        return self.url.startswith("https://")

    @property
    def server_name(self) -> str:
        """Host and port as in links."""
        return urlsplit(self.url).netloc


def _names_redis(url: str) -> bool:
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        return False
    if parts.scheme == "unix":
        return bool(parts.path)
    number = parts.path.strip("/") or "0"
    known = parts.scheme in {"redis", "rediss"} and number.isascii() and number.isdecimal()
    return known and bool(parts.hostname) and port != 0


def _number(environment: Mapping[str, str], name: str, otherwise: int) -> int:
    given = environment.get(name, str(otherwise))
    if not (given.isascii() and given.isdecimal() and int(given[:6]) <= HIGHEST):
        raise SettingsError(f"{name} must be a number from 0 to {HIGHEST}, not {given!r}")
    return int(given)


def _kept_key(path: Path) -> str:
    try:
        return path.read_text().strip()
    except FileNotFoundError:
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
        return path.read_text().strip()
