"""Who is writing: told to the others in a room, and not more often than they need to hear it."""

from collections.abc import Callable
from threading import Lock
from time import monotonic

from panel.live.ears import Ear
from panel.live.gestures import Gestures
from panel.live.nudges import Gesture
from panel.live.rooms import Answer, Question
from panel.membership.models import Verb

EVENT = "typing"
EVERY = 3.0  # seconds between two notices of one person in one room; pages show one for six


class Typing:
    """Tells rooms who writes in them. What a browser says too often is dropped."""

    def __init__(self, gestures: Gestures, clock: Callable[[], float] = monotonic) -> None:
        """Begin with nobody writing."""
        self._gestures, self._clock = gestures, clock
        self._lock = Lock()
        self._told = dict[Question, float]()  # the oldest first

    @property
    def held(self) -> int:
        """Count the notices that still keep others back."""
        return len(self._told)

    def tell(self, ear: Ear) -> None:
        """Tell the others in the room, unless they have been told a moment ago."""
        if not self._too_soon(ear.question):
            self._gestures.show(ear, EVENT)

    def _too_soon(self, who: Question) -> bool:
        with self._lock:
            now = self._clock()
            while self._told and now - self._told[oldest := next(iter(self._told))] >= EVERY:
                del self._told[oldest]
            if who in self._told:
                return True
            self._told[who] = now
            return False


def writing(answer: Answer | None, _gesture: Gesture) -> dict[str, object] | None:
    """Say who is writing, if they may reply there."""
    if answer is None or Verb.REPLY not in answer.may:
        return None
    return {"seat": answer.actor.seat, "name": answer.actor.name}
