"""The heartbeat: numbers are compared and rights asked again, whatever was lost on the way."""

import logging
from contextlib import suppress

from engineio.exceptions import SocketIsClosedError

from panel.live.doors import Doors
from panel.live.ears import Ears
from panel.live.fanout import STREAMS, Fanout
from panel.live.stage import Stage

log = logging.getLogger(__name__)
EVERY = 10.0  # seconds
PORTION = 100  # tabs that are asked again for before posts and pages have their turn


class Heart:
    """Beats for one process."""

    def __init__(self, stage: Stage, ears: Ears, doors: Doors, fanout: Fanout) -> None:
        """Begin at rest."""
        self._stage, self._ears, self._doors, self._fanout = stage, ears, doors, fanout

    def run(self) -> None:
        """Beat for ever; run it in the background of a process that serves tabs."""
        while True:
            self._stage.serving.sleep(EVERY)
            try:
                self.beat()
            except Exception:  # the database may be away for a while
                log.exception("a heartbeat failed; the next one is in %s s", EVERY)

    def beat(self) -> None:
        """Ask again for all tabs, then tell each room how far it is: one message a room."""
        self._part_with_the_silent()
        self._ask_again()
        for room, head in self._fanout.compare().items():
            if not room.startswith(STREAMS):
                self._stage.io.emit("beat", {"room": room} | head._asdict(), to=room)

    def _ask_again(self) -> None:
        sids = [tab.sid for tab in self._ears.tabs()]
        for begin in range(0, len(sids), PORTION):
            with self._stage.app.app_context():
                self._doors.ask_again(sids[begin : begin + PORTION])
            self._stage.serving.sleep(0)

    def _part_with_the_silent(self) -> None:
        """Close what has not answered Engine.IO's ping in time.

        Its own watch wakes up for each of a thousand clients, fifty times a second.
        """
        sessions = self._stage.io.server.eio.sockets
        for sid, session in list(sessions.items()):
            if session.closed:
                sessions.pop(sid, None)
            elif not session.closing:
                with suppress(SocketIsClosedError):  # it has gone meanwhile, in a thread of its own
                    session.check_ping_timeout()
