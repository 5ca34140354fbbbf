"""What counts only now, such as where a caret is: told to the others in a room, and kept nowhere.

Tabs of this process are told at once. Other processes are told in a moment, by ids and numbers;
they ask the rights of whoever it is themselves, and tell their own tabs.
"""

import logging
from collections.abc import Mapping, Sequence

from panel.identity.models import PersonId
from panel.kernel.web import open_reading
from panel.live.ears import Ear, Ears
from panel.live.gathering import Gathering
from panel.live.nudges import Gesture, Nudges
from panel.live.rooms import Answer, Question, Sayings, ask
from panel.live.stage import Stage

log = logging.getLogger(__name__)
PAUSE = 0.15  # seconds in which what other processes are to know is gathered into one message
_Key = tuple[str, str, int, int]


class Gestures:
    """Tells them: by this process, and by all others."""

    def __init__(self, stage: Stage, ears: Ears, sayings: Sayings, nudges: Nudges) -> None:
        """Begin with nothing to tell."""
        self._stage, self._ears, self._sayings, self._nudges = stage, ears, sayings, nudges
        self._out = Gathering[_Key, Gesture](stage.serving, PAUSE, self._pass_on)
        self._in = Gathering[_Key, Gesture](stage.serving, 0, self._pass_in)

    def show(self, ear: Ear, event: str, mark: int = 0, detail: Sequence[object] = ()) -> None:
        """Show the others in a room what a tab of this process does."""
        gesture = Gesture(event, ear.room, ear.question.person_id, mark, detail)
        self._tell(ear.answer, gesture, skip=ear.sid)
        if self._nudges.shares:
            self._out.put({gesture[:4]: gesture})

    def take(self, gestures: Sequence[Gesture]) -> None:
        """Show tabs of this process what is done by another one."""
        self._in.put({one[:4]: one for one in gestures if self._ears.follows(one.room)})

    def _pass_on(self, come: Mapping[_Key, Gesture]) -> None:
        self._nudges.gesture(list(come.values()))

    def _pass_in(self, come: Mapping[_Key, Gesture]) -> None:
        with self._stage.app.app_context():
            with open_reading() as reading:
                answers = ask(reading, {_question(one) for one in come.values()})
            for one in come.values():
                try:
                    self._tell(answers.get(_question(one)), one)
                except Exception:  # what another process says may make no sense to this one
                    log.exception("not shown: %.200r", one)

    def _tell(self, answer: Answer | None, gesture: Gesture, skip: str | None = None) -> None:
        told = self._sayings[gesture.event](answer, gesture)
        if told is not None:
            whole = {"room": gesture.room, **told}
            self._stage.io.emit(gesture.event, whole, to=gesture.room, skip_sid=skip)


def _question(gesture: Gesture) -> Question:
    return Question(gesture.room, PersonId(gesture.person))
