"""Telling other processes, wherever they run, by Redis' publish and subscribe.

While Redis is away nothing is told: everybody looks into the journal at each heartbeat.
"""

import json
import logging
import secrets
from collections.abc import Sequence
from threading import Event

from redis.client import PubSub

from panel.kernel.shared import FAILURES, Standing, connect, prefix
from panel.live.nudges.messages import (
    Firsts,
    Gesture,
    Hears,
    Here,
    firsts_of,
    gestures_of,
    here_of,
    packed,
)

log = logging.getLogger(__name__)
GLANCE = 1.0  # seconds after which a listener that hears nothing looks whether it is to end
ASK, GIVE_UP = 5, 10  # glances without a word: then the line is asked, then taken for dead
WITHOUT = "Everybody is served on; what others do comes with the next heartbeat."


def channel(url: str) -> str:
    """Name where the processes of one installation call."""
    return f"{prefix(url)}.nudges"


class RemoteNudges:
    """The channel on which the processes of one installation call each other."""

    shares = True

    def __init__(self, url: str) -> None:
        """Connect when there is something to tell or to hear."""
        self._redis, self._channel = connect(url), channel(url)
        self._name = secrets.token_hex(6)
        self._standing = Standing(url, WITHOUT)
        self._over = Event()

    def send(self, firsts: Firsts) -> None:
        """Nudge everybody else, unless Redis was away a moment ago."""
        if firsts:
            self._publish({"from": self._name, "rooms": dict(firsts)})

    def show(self, here: Here) -> None:
        """Tell everybody else who is here in this process."""
        self._publish({"from": self._name, "here": dict(here)})

    def gesture(self, gestures: Sequence[Gesture]) -> None:
        """Tell everybody else what is done here just now."""
        self._publish({"from": self._name, "gestures": gestures})

    def listen(self, hears: Hears) -> None:
        """Listen until it is closed; after Redis went away, come back by growing pauses."""
        while not self._over.is_set():
            calls: PubSub = self._redis.pubsub()  # type: ignore[no-untyped-call]
            try:
                calls.subscribe(self._channel)
                self._follow(calls, hears)
            except FAILURES as error:
                if not self._over.is_set():
                    self._over.wait(self._standing.failed(error))
            finally:
                calls.close()

    def close(self) -> None:
        """Listen no longer."""
        self._over.set()

    def _publish(self, said: object) -> None:
        if self._standing.away:
            return
        try:
            self._redis.publish(self._channel, packed(said))
        except FAILURES as error:
            self._standing.failed(error)
        else:
            self._standing.worked()

    def _follow(self, calls: PubSub, hears: Hears) -> None:
        silent = 0
        while not self._over.is_set():
            message = calls.get_message(timeout=GLANCE)
            if message is None:
                silent += 1
                if silent == ASK:
                    calls.ping()
                if silent > GIVE_UP:
                    raise ConnectionError("it no longer answers")
                continue
            silent = 0
            self._standing.worked()
            if message["type"] == "message":
                self._take(message["data"], hears)

    def _take(self, data: bytes, hears: Hears) -> None:
        try:
            said = json.loads(data)
            if said["from"] == self._name:
                return
            if "here" in said:
                hears.shown(str(said["from"]), here_of(said["here"]))
            elif "gestures" in said:
                hears.gestured(gestures_of(said["gestures"]))
            else:
                hears.nudged(firsts_of(said["rooms"]))
        except Exception:
            log.exception("a nudge that could not be followed: %r", data[:200])
