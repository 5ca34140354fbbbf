"""Engine.IO's pings from one loop: stock, a greenlet sleeps for each client until its next."""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any, Protocol

from engineio import packet as engine
from engineio.socket import Socket

log = logging.getLogger(__name__)
# Seconds between two looks at who is to be pinged, each every 25. A thousand who have come back
# within seconds of each other would, in looks of a second, hold up a push by thirty milliseconds.
EVERY = 0.1


class Transport(Protocol):
    """What we ask of Engine.IO's server."""

    ping_interval: float
    start_background_task: Callable[..., Any]

    def sleep(self, seconds: float) -> None:
        """Let others go on meanwhile."""


class Pulse:
    """Asks each client in its time whether it is there; who does not answer, live.heart sees."""

    def __init__(self, transport: Transport) -> None:
        """Stand in for what Engine.IO would begin for each client, and begin the one loop."""
        self._transport = transport
        self._due = deque[tuple[float, Socket]]()  # all wait equally long, so the first comes first
        self._begin, transport.start_background_task = transport.start_background_task, self._take
        self._begin(self._run)

    def _take(self, task: Callable[..., object], *args: object, **kwargs: object) -> object:
        session = getattr(task, "__self__", None)
        if not isinstance(session, Socket) or task != session._send_ping:
            return self._begin(task, *args, **kwargs)
        self._due.append((time.monotonic() + self._transport.ping_interval, session))
        return None

    def _run(self) -> None:
        while True:
            self._transport.sleep(EVERY)
            while self._due and self._due[0][0] <= time.monotonic():
                _, session = self._due.popleft()
                if not session.closing and not session.closed:
                    self._ping(session)

    def _ping(self, session: Socket) -> None:
        session.last_ping = time.time()  # from now on an answer is awaited
        try:
            session.send(engine.Packet(engine.PING))  # its writer ends if it never gets a packet
        except Exception:  # it may be going just now; the others are still to be asked
            log.exception("not pinged: %s", session.sid)
