"""Who is here: the seats whose tabs hear a room, told to the others at most once in a moment."""

from threading import Lock

from flask_babel import force_locale

from panel.live.ears import Ears, channel
from panel.live.pushing import render
from panel.live.stage import Stage
from panel.membership.actors import Actor

SHOWN = ("thread:", "document:")  # the rooms whose pages say who is here
PAUSE = 0.5  # seconds in which comings and goings are gathered into one message


class Presence:
    """Tells rooms who is in them. It is lost with the process, and made anew as tabs come back."""

    def __init__(self, stage: Stage, ears: Ears) -> None:
        """Begin with nothing to tell."""
        self._stage, self._ears = stage, ears
        self._lock = Lock()
        self._changed = set[str]()

    def changed(self, room: str) -> None:
        """Somebody came or went: tell the room in a moment, with all that changes until then."""
        if not room.startswith(SHOWN):
            return
        with self._lock:
            waiting = bool(self._changed)
            self._changed.add(room)
        if not waiting:
            self._stage.serving.spawn(self._tell)

    def here(self, room: str) -> list[Actor]:
        """Tell who is in a room; somebody with three tabs is here once."""
        seats = {ear.answer.actor.seat: ear.answer.actor for ear in self._ears.in_room(room)}
        return sorted(seats.values(), key=lambda actor: (actor.name, actor.seat))

    def _tell(self) -> None:
        self._stage.serving.sleep(PAUSE)
        with self._lock:
            rooms, self._changed = self._changed, set()
        for room in rooms:
            here = self.here(room)
            for language, sight in self._ears.channels(room):
                with self._stage.app.app_context(), force_locale(language):
                    html = render("discussion/_here.html", "here", here)
                told = {"room": room, "html": html, "seats": [one.seat for one in here]}
                self._stage.io.emit("here", told, to=channel(room, language, sight))
