"""Who is here by other processes: what they last said, until they have been silent for too long."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from panel.identity.models import PersonId
from panel.live.nudges import Here

EVERY = 5.0  # seconds between two tellings of what has not changed
SILENT = 12.0  # after so many, a process is gone: with EVERY, within two heartbeats


@dataclass(frozen=True)
class _Said:
    here: Here
    at: float


class Elsewhere:
    """The others' words, by the process that said them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Begin with nobody elsewhere."""
        self._clock, self._lock = clock, Lock()
        self._said = dict[str, _Said]()

    def take(self, process: str, here: Here) -> set[str]:
        """Note what a process says; give the rooms in which that makes a difference."""
        with self._lock:
            before = self._said.get(process)
            self._said[process] = _Said(here, self._clock())
        return _differing(before.here if before else {}, here)

    def forget_silent(self) -> set[str]:
        """Forget processes that are gone; give the rooms from which somebody is missing."""
        oldest = self._clock() - SILENT
        with self._lock:
            gone = [name for name, said in self._said.items() if said.at < oldest]
            rooms = [self._said.pop(name).here for name in gone]
        return {room for here in rooms for room in here}

    def persons(self, room: str) -> set[PersonId]:
        """List who is in a room by other processes."""
        oldest = self._clock() - SILENT
        with self._lock:
            said = [one.here for one in self._said.values() if one.at >= oldest]
        return {PersonId(person) for here in said for person in here.get(room, ())}


def _differing(before: Here, now: Here) -> set[str]:
    return {
        room
        for room in before.keys() | now.keys()
        if set(before.get(room, ())) != set(now.get(room, ()))
    }
