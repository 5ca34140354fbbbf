"""The doors of rooms: going in, going out, and being asked again while inside."""

from collections.abc import Iterable, Mapping

from flask_socketio import SocketIO

from panel.identity.queries import living
from panel.kernel.web import open_reading
from panel.live.ears import Ear, Ears, Tab
from panel.live.presence import Presence
from panel.live.rooms import Answer, Question, ask


class Doors:
    """Lets tabs of this process in and out; whoever is here is told to the others."""

    def __init__(self, io: SocketIO, ears: Ears, presence: Presence) -> None:
        """Begin with closed doors."""
        self._io, self._ears, self._presence = io, ears, presence

    def let_in(self, ear: Ear) -> None:
        """Let a tab hear a room; what it heard of it before, by another sight, it hears no more."""
        if old := self._ears.ear(ear.sid, ear.room):
            self._io.server.leave_room(old.sid, old.channel)
        self._ears.add(ear)
        self._io.server.enter_room(ear.sid, ear.room)
        self._io.server.enter_room(ear.sid, ear.channel)
        self._presence.changed(ear.room)

    def let_out(self, ear: Ear) -> None:
        """Let a tab no longer hear a room."""
        self._ears.drop(ear.sid, ear.room)
        self._io.server.leave_room(ear.sid, ear.room)
        self._io.server.leave_room(ear.sid, ear.channel)
        self._presence.changed(ear.room)

    def gone(self, sid: str) -> None:
        """Forget a tab that is closed."""
        for room in self._ears.close(sid):
            self._presence.changed(room)

    def ask_again(self, sids: Iterable[str], *, changed: bool = False) -> None:
        """Ask again for some tabs: who lost a right is out before more is told.

        `changed` says that something about these tabs' people is known to have changed: they are
        told to look at their standing, also when they have gained a right.
        """
        tabs = self._ears.tabs(sids)
        if not tabs:
            return
        with open_reading() as reading:
            valid = living(reading, {tab.token_hash for tab in tabs})
            questions = {ear.question for tab in tabs for ear in list(tab.ears.values())}
            answers = ask(reading, questions)
        for tab in tabs:
            if tab.token_hash in valid:
                self._settle(tab, answers)
            else:
                self._io.server.disconnect(tab.sid)
            if changed:
                self._io.emit("standing", {}, to=tab.sid)

    def _settle(self, tab: Tab, answers: Mapping[Question, Answer]) -> None:
        for ear in list(tab.ears.values()):
            answer = answers.get(ear.question)
            if answer is None or differs(answer, ear.answer):
                self.let_out(ear)
                self._io.emit("left", {"room": ear.room}, to=tab.sid)


def differs(one: Answer, other: Answer) -> bool:
    """Tell whether another sight, or other rights, have come of the same question."""
    return (one.sight, one.may) != (other.sight, other.may)
