"""Telling other processes that a room has moved on, who is there, and what they do just now.

A nudge may be lost, doubled or late: it only makes a process look into the journal sooner than its
next heartbeat would.
"""

from collections.abc import Sequence
from typing import Protocol

from panel.kernel.settings import Settings
from panel.live.nudges.local import LocalNudges
from panel.live.nudges.messages import Firsts, Gesture, Hears, Here
from panel.live.nudges.remote import RemoteNudges

__all__ = ["Firsts", "Gesture", "Hears", "Here", "Nudges", "nudges_of"]


class Nudges(Protocol):
    """How the processes of one installation call each other."""

    shares: bool  # whether others may serve tabs too, so that what shows now has to be told

    def send(self, firsts: Firsts) -> None:
        """Nudge everybody else; it never fails, and never waits for long."""

    def show(self, here: Here) -> None:
        """Tell everybody else who is here in this process, by all rooms."""

    def gesture(self, gestures: Sequence[Gesture]) -> None:
        """Tell everybody else what is done here just now; what is not heard at once is gone."""

    def listen(self, hears: Hears) -> None:
        """Listen until it is closed; run it in the background of a process that serves tabs."""

    def close(self) -> None:
        """Listen no longer."""


def nudges_of(settings: Settings) -> Nudges:
    """Choose: by Redis where one is set, else by local sockets."""
    return RemoteNudges(settings.redis) if settings.redis else LocalNudges(settings.var)
