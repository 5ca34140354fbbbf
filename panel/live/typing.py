"""Who is writing: told to the others in a room, and not more often than they need to hear it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from flask_socketio import SocketIO

from panel.live.ears import Ear
from panel.live.rooms import Question

EVERY = 3.0  # seconds between two notices of one person in one room; pages show one for six


class Typing:
    """Tells rooms who writes in them. What a browser says too often is dropped."""

    def __init__(self, io: SocketIO, clock: Callable[[], float] = monotonic) -> None:
        """Begin with nobody writing."""
        self._io, self._clock = io, clock
        self._lock = Lock()
        self._told = dict[Question, float]()  # the oldest first

    @property
    def held(self) -> int:
        """Count the notices that still keep others back."""
        return len(self._told)

    def tell(self, ear: Ear) -> None:
        """Tell the others in the room, unless they have been told a moment ago."""
        if self._too_soon(ear.question):
            return
        who = ear.answer.actor
        told = {"room": ear.room, "seat": who.seat, "name": who.name}
        self._io.emit("typing", told, to=ear.room, skip_sid=ear.sid)

    def _too_soon(self, who: Question) -> bool:
        with self._lock:
            now = self._clock()
            while self._told and now - self._told[oldest := next(iter(self._told))] >= EVERY:
                del self._told[oldest]
            if who in self._told:
                return True
            self._told[who] = now
            return False
