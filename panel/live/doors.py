"""The doors of rooms: going in, going out, and being asked again while inside."""

from collections.abc import Iterable, Mapping, Sequence

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
        asked = {tab: list(tab.ears.values()) for tab in self._ears.tabs(sids)}
        if not asked:
            return
        with open_reading() as reading:
            valid = living(reading, {tab.token_hash for tab in asked})
            answers = ask(reading, {ear.question for ears in asked.values() for ear in ears})
        for tab, ears in asked.items():
            if tab.token_hash in valid:
                self._settle(tab, ears, answers)
            else:
                self._io.server.disconnect(tab.sid)
            if changed:
                self._io.emit("standing", {}, to=tab.sid)

    def _settle(self, tab: Tab, ears: Sequence[Ear], answers: Mapping[Question, Answer]) -> None:
        for ear in ears:
            if tab.ears.get(ear.room) is not ear:  # it left meanwhile, or entered by a newer answer
                continue
            answer = answers.get(ear.question)
            if answer is None or differs(answer, ear.answer):
                self.let_out(ear)
                self._io.emit("left", {"room": ear.room}, to=tab.sid)


def differs(one: Answer, other: Answer) -> bool:
    """Tell whether another sight, or other rights, have come of the same question."""
    return (one.sight, one.may) != (other.sight, other.may)
