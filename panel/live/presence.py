"""Who is here: the seats whose tabs hear a room, told to the others at most once in a moment.

Where several processes serve, each tells the others who is here by its own tabs. They keep that by
themselves, so a page asks nobody; a process that falls silent takes its people with it.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from flask_babel import force_locale

from panel.identity.models import PersonId
from panel.kernel.web import open_reading
from panel.live.ears import Ears, channel
from panel.live.elsewhere import EVERY, Elsewhere
from panel.live.gathering import Gathering
from panel.live.nudges import Here, Nudges
from panel.live.pushing import render
from panel.live.rooms import Question, ask
from panel.live.stage import Stage
from panel.membership.actors import Actor

log = logging.getLogger(__name__)
SHOWN = ("thread:", "document:")  # the rooms whose pages say who is here
PAUSE = 0.5  # seconds in which comings and goings are gathered into one message


class Presence:
    """Tells rooms who is in them. It is lost with the process, and made anew as tabs come back."""

    def __init__(self, stage: Stage, ears: Ears, nudges: Nudges) -> None:
        """Begin with nothing to tell."""
        self._stage, self._ears, self._nudges = stage, ears, nudges
        self._elsewhere = Elsewhere()
        self._changed = Gathering[str, None](stage.serving, PAUSE, self._tell)

    def changed(self, room: str) -> None:
        """Somebody came or went: tell the room in a moment, with all that changes until then."""
        if room.startswith(SHOWN):
            self._change({room})

    def here(self, room: str) -> list[Actor]:
        """Tell who is in a room; somebody with three tabs is here once."""
        ears = self._ears.in_room(room)
        seats = {ear.answer.actor.seat: ear.answer.actor for ear in ears}
        others = self._elsewhere.persons(room) - {ear.question.person_id for ear in ears}
        seats |= {actor.seat: actor for actor in _actors(room, others)}
        return sorted(seats.values(), key=lambda actor: (actor.name, actor.seat))

    def take(self, process: str, here: Here) -> None:
        """Note who is here by another process, and tell those who are in the same rooms."""
        self._change(self._elsewhere.take(process, here))

    def run(self) -> None:
        """Say again and again who is here, and forget processes that are gone; in the background.

        What is said anew is heard by those that have begun since, or missed it.
        """
        while self._nudges.shares:
            try:
                self._show()
                self._change(self._elsewhere.forget_silent())
            except Exception:
                log.exception("not told who is here; once more in %s s", EVERY)
            self._stage.serving.sleep(EVERY)

    def end(self) -> None:
        """Tell the others that nobody is here by this process any more."""
        self._nudges.show({})

    def _change(self, rooms: AbstractSet[str]) -> None:
        self._changed.put(dict.fromkeys(rooms))

    def _show(self) -> None:
        persons = defaultdict[str, set[int]](set)
        for tab in self._ears.tabs():
            for room in list(tab.ears):
                if room.startswith(SHOWN):
                    persons[room].add(tab.person_id)
        self._nudges.show({room: sorted(there) for room, there in persons.items()})

    def _tell(self, rooms: Iterable[str]) -> None:
        if self._nudges.shares:
            self._show()
        for room in rooms:
            if not (channels := self._ears.channels(room)):
                continue
            with self._stage.app.app_context():
                here = self.here(room)
            for language, sight in channels:
                with self._stage.app.app_context(), force_locale(language):
                    html = render("discussion/_here.html", "here", here)
                told = {"room": room, "html": html, "seats": [one.seat for one in here]}
                self._stage.io.emit("here", told, to=channel(room, language, sight))


def _actors(room: str, persons: AbstractSet[PersonId]) -> list[Actor]:
    """Find who these people are in a room, if they may still be there."""
    if not persons:
        return []
    with open_reading() as reading:
        answers = ask(reading, [Question(room, person) for person in persons])
    return [answer.actor for answer in answers.values()]
