"""Telling the other processes on this machine that a room has moved on, over local sockets.

Each process that serves tabs listens on a datagram socket in `var/nudges/`.
"""

import json
import logging
import os
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

from panel.live.nudges.messages import Firsts, Gesture, Hears, Here, firsts_of

log = logging.getLogger(__name__)
SIZE = 60_000  # bytes of one datagram
PATH_LIMIT = 100  # bytes; Linux allows 107 for a local socket's name


class LocalNudges:
    """The folder in which the processes of one installation find each other."""

    shares = False

    def __init__(self, var: Path) -> None:
        """Remember where the sockets are."""
        self._folder = var / "nudges"
        self._own: Path | None = None

    def send(self, firsts: Firsts) -> None:
        """Nudge everybody else; sockets whose process is gone are cleared away."""
        if not firsts:
            return
        try:
            names = os.listdir(self._folder)  # noqa: PTH208  # after every commit: paths would cost
        except FileNotFoundError:  # nobody has listened yet
            return
        own = self._own.name if self._own else ""
        for name in names:
            if name.endswith(".sock") and name != own:
                _send(self._folder / name, json.dumps(firsts).encode())

    def show(self, here: Here) -> None:
        """Keep it: here one process alone serves tabs."""

    def gesture(self, gestures: Sequence[Gesture]) -> None:
        """Keep them, too."""

    def listen(self, hears: Hears) -> None:
        """Listen for ever; run it in the background of a process that serves tabs."""
        self._folder.mkdir(parents=True, exist_ok=True)
        path = self._folder / f"{os.getpid()}-{secrets.token_hex(3)}.sock"
        if len(os.fsencode(path)) > PATH_LIMIT:
            log.error("no nudges: PANEL_VAR is too long a path for a local socket: %s", path)
            return
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
            listener.bind(str(path))
            path.chmod(0o600)
            self._own = path
            while True:
                message = listener.recv(SIZE)
                try:
                    hears.nudged(firsts_of(json.loads(message)))
                except Exception:
                    log.exception("a nudge that could not be followed: %r", message[:200])

    def close(self) -> None:
        """Take the own socket from the folder."""
        if self._own:
            self._own.unlink(missing_ok=True)


def _send(path: Path, message: bytes) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.setblocking(False)
        try:
            sender.sendto(message, str(path))
        except (ConnectionRefusedError, FileNotFoundError):
            path.unlink(missing_ok=True)
        except OSError as error:  # its buffer is full, or the message too long: it has a heartbeat
            log.warning("not nudged: %s (%s)", path.name, error)
