"""Settings that contradict each other, or leave a door open."""

import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from panel.cli.doctor.findings import Finding, House, note, well, wrong
from panel.kernel.settings import LOOPBACK, Settings

SHORTEST = 32  # characters of a secret key
OTHERS, GROUP_AND_OTHERS = 0o007, 0o077


def check(house: House) -> Iterator[Finding]:
    """Look at the address, the proxies, the secret key and the folder of all data."""
    settings = house.settings
    yield from _address(settings) or [well(f"People come by {settings.url}.")]
    yield from _proxies(settings)
    yield from _secret(settings)
    yield from _folder(settings.var)
    if settings.demo:
        yield note("This is a demo: it signs in people whose passwords it has printed.")


def _address(settings: Settings) -> list[Finding]:
    """Find what is wrong with the address that stands in links and mails."""
    url = urlsplit(settings.url)
    local, found = url.hostname in LOOPBACK, list[Finding]()
    if url.path or url.query:
        found.append(
            wrong(
                f"PANEL_URL has something behind its host: {settings.url}",
                f"Mesa wants a host of its own: PANEL_URL={url.scheme}://{url.netloc}",
            )
        )
    if local and settings.host not in LOOPBACK:
        found.append(
            wrong(
                f"Mesa listens on {settings.host}, but links lead to {settings.url}.",
                "Set PANEL_URL to the address by which people come.",
            )
        )
    if not local and not settings.secure:
        found.append(
            wrong(
                f"People sign in over {settings.url}, where anybody on the way can listen.",
                "Put a proxy with https in front, and set PANEL_URL=https://… and PANEL_PROXIES=1.",
            )
        )
    return found


def _proxies(settings: Settings) -> Iterator[Finding]:
    if settings.secure and not settings.proxies:
        yield wrong(
            "Links begin with https, which a proxy in front must speak, but PANEL_PROXIES is 0:"
            " everybody seems to come from the proxy, and shares one limit of sign-ins.",
            "Set PANEL_PROXIES to the number of proxies in front, mostly 1.",
        )
    if settings.proxies and settings.host not in LOOPBACK:
        yield note(
            f"Mesa trusts what {settings.proxies} proxies say, and listens on {settings.host}:"
            " who reaches it around them can say anything.",
            "Let it listen on 127.0.0.1, or see to it that only the proxy reaches it.",
        )


def _secret(settings: Settings) -> Iterator[Finding]:
    path = settings.var / "secret_key"
    if len(settings.secret_key) < SHORTEST:
        yield wrong(
            f"The secret key has {len(settings.secret_key)} characters, so it can be guessed.",
            f"Leave PANEL_SECRET_KEY out and remove {path}: Mesa makes one. All sign in again.",
        )
    if path.exists() and (mode := _mode(path)) & GROUP_AND_OTHERS:
        yield wrong(
            f"Others on this machine may open {path} (mode {mode:o}), and sign in as anybody.",
            f"chmod 600 {path}",
        )
    else:
        yield well("The secret key is for Mesa alone.")


def _folder(var: Path) -> Iterator[Finding]:
    if _mode(var) & OTHERS:
        yield note(
            f"Everybody on this machine may look into {var}, where all data lies.",
            f"chmod o-rwx {var}",
        )


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
