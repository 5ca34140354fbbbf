"""How many lines may be open at once, so that a flood of them leaves pages and others alone.

Whoever is refused here has pages without a line, and tries again by growing pauses.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any

from flask import Flask
from flask_socketio import SocketIO

log = logging.getLogger(__name__)
OF_ONE = 60  # lines of one sign-in: a browser with so many tabs is none that somebody reads in
OF_STRANGERS = 60  # lines of all that are not signed in, who are told so and part at once
QUIET = 60.0  # seconds in which the operator is not told the same again
REFUSED = "Too many lines are open."
FULL = (
    "refused, for {open} lines are open, as many as this process holds. Pages are served."
    " More processes share them (docs/operations.md); PANEL_LINES lets one hold more."
)
ONE = f"refused, for {OF_ONE} lines are open by one sign-in. Everybody else is served."
STRANGERS = f"refused, for {OF_STRANGERS} lines are open by nobody who is signed in."


class Gate:
    """Counts the lines of one process, whether by websocket or by polling."""

    def __init__(
        self,
        limit: int,
        is_open: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin with nobody; `is_open` tells of a line, by its id, whether it still is."""
        self._limit, self._is_open, self._clock = limit, is_open, clock
        self._lock = Lock()
        self._held = dict[str, str]()
        self._by = Counter[str]()
        self._told = dict[str, float]()

    def lets_in(self, line: str, by: str) -> bool:
        """Count one more line of a sign-in, "" for none, if there is room for it."""
        with self._lock:
            if self._reason(by):
                self._forget()
            if why := self._reason(by):
                self._tell(why)
                return False
            self._held[line] = by
            self._by[by] += 1
        return True

    def _reason(self, by: str) -> str | None:
        if len(self._held) >= self._limit:
            return FULL
        if self._by[by] >= (OF_ONE if by else OF_STRANGERS):
            return ONE if by else STRANGERS
        return None

    def _forget(self) -> None:
        """Count again: lines that are gone are only looked for where room is short."""
        self._held = {line: by for line, by in self._held.items() if self._is_open(line)}
        self._by = Counter(self._held.values())

    def _tell(self, why: str) -> None:
        now = self._clock()
        if now >= self._told.get(why, now):
            self._told[why] = now + QUIET
            log.warning(why.format(open=len(self._held)))


@dataclass(frozen=True)
class _Entrance:
    """What Engine.IO asks when a line is to be opened, with the gate before it."""

    app: Flask
    gate: Gate
    within: Callable[[str, Mapping[str, Any]], object]

    def __call__(self, line: str, environ: dict[str, Any]) -> object:
        request = self.app.request_class(environ)
        session = self.app.session_interface.open_session(self.app, request)
        by = str(session.get("_user_id", "")) if session else ""
        return self.within(line, environ) if self.gate.lets_in(line, by) else REFUSED


def guard(app: Flask, io: SocketIO, limit: int) -> None:
    """Let no more lines be opened than that."""
    engine = io.server.eio

    def is_open(line: str) -> bool:
        known = engine.sockets.get(line)
        return known is not None and not known.closed

    gate = Gate(limit, is_open)
    engine.on("connect", _Entrance(app, gate, engine.handlers["connect"]))
