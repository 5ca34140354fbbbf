"""The live edge, over sockets: rooms are entered here, and nothing is written."""

import logging
from typing import cast

from flask import request
from flask_login import current_user
from flask_socketio import SocketIO

from panel.identity.sessions import person_id, token_hash
from panel.kernel.languages import language
from panel.kernel.web import open_reading
from panel.live.doors import differs
from panel.live.ears import Ear, Tab
from panel.live.journal import heads
from panel.live.line import line
from panel.live.rooms import Question, ask
from panel.membership.models import Verb

log = logging.getLogger(__name__)
ROOMS_LIMIT = 40  # that one tab may hear at once
Reply = dict[str, object]
MALFORMED: Reply = {"error": "malformed"}
REFUSED: Reply = {"seq": None}


def register(io: SocketIO) -> None:
    """Listen."""
    io.on_event("connect", connect)
    io.on_event("disconnect", disconnect)
    io.on_event("enter", enter)
    io.on_event("leave", leave_room)
    io.on_event("typing", typing)


def connect(_auth: object = None) -> bool:
    """Let signed-in people's sockets in; visitors have pages, no sockets."""
    if not current_user.is_authenticated:
        return False
    line().ears.open(Tab(_sid(), person_id(), str(current_user.public_id), token_hash()))
    return True


def disconnect(_reason: object = None) -> None:
    """Forget a socket that is gone."""
    line().doors.gone(_sid())


def enter(*message: object) -> Reply:
    """Let a tab hear a room, and answer with its number and mark, and what may be done there.

    Ask, join, ask again: the first question keeps outsiders from hearing anything, the second
    one those who lost their right meanwhile. Whoever loses it later is asked again (doors.py).
    """
    room = _room(message)
    tab = line().ears.tab(_sid())
    if room is None or tab is None:
        return MALFORMED
    if not current_user.is_authenticated or len(tab.ears) >= ROOMS_LIMIT:
        return REFUSED
    question = Question(room, tab.person_id)
    with open_reading() as reading:
        answer = ask(reading, {question}).get(question)
    if answer is None:
        return REFUSED
    ear = Ear(tab.sid, question, answer, language())
    line().doors.let_in(ear)
    with open_reading() as reading:
        again = ask(reading, {question}).get(question)
        head = heads(reading, (room,))[room]
    if again is None or differs(again, answer):
        line().doors.let_out(ear)
        return REFUSED
    line().fanout.follow(room, head.seq)
    return head._asdict() | {"may": sorted(answer.may), "sight": answer.sight}


def leave_room(*message: object) -> Reply:
    """Stop hearing a room."""
    room, tab = _room(message), line().ears.tab(_sid())
    if room is None or tab is None:
        return MALFORMED
    if ear := line().ears.ear(tab.sid, room):
        line().doors.let_out(ear)
    return {}


def typing(*message: object) -> Reply:
    """Tell the others in a room that somebody who may reply there is writing."""
    room = _room(message)
    if room is None:
        return MALFORMED
    ear = line().ears.ear(_sid(), room)
    if ear is None or Verb.REPLY not in ear.answer.may:
        return REFUSED
    line().typing.tell(ear)
    return {}


def _room(message: tuple[object, ...]) -> str | None:
    only = message[0] if len(message) == 1 else None
    room = only.get("room") if isinstance(only, dict) else None
    if isinstance(room, str) and room:
        return room
    log.info("malformed socket message: %.200r", message)
    return None


def _sid() -> str:
    return cast(str, request.sid)  # type: ignore[attr-defined]  # flask_socketio puts it there
