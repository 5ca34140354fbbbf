"""Events that come many times a second, heard without a request around each of them.

Flask-SocketIO puts the request of the handshake around every event, and with it goes reading the
cookie and looking up the sign-in, in a reading of its own. What is heard here is told which tab it
comes from, and asks in its own work whatever it has to know of who is there.
"""

from collections.abc import Callable
from functools import wraps

from flask_socketio import SocketIO

from panel.live.ears import Tab
from panel.live.line import line

Reply = dict[str, object]
REFUSED: Reply = {"error": "refused"}
Hears = Callable[..., Reply]  # the tab, and what it said


def listen(io: SocketIO, event: str, hears: Hears) -> None:
    """Hear an event by the tab that it comes from; there is no request, and no `current_user`."""

    @wraps(hears)
    def heard(sid: str, *message: object) -> Reply:
        environ = io.server.get_environ(sid)
        if environ is None:  # it has gone meanwhile
            return REFUSED
        with environ["flask.app"].app_context():
            tab: Tab | None = line().ears.tab(sid)
            return hears(tab, *message) if tab else REFUSED

    io.server.on(event, heard)
