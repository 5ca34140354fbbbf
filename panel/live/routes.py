"""The live edge, over HTTP: catching up."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Missing
from panel.kernel.web import open_reading, signed_in
from panel.live.journal import Head, heads, since, was
from panel.live.pushing import envelope, shown
from panel.live.rooms import Question, ask, wired

bp = Blueprint("live", __name__)
LIMIT = 200  # past it, loading the page again is cheaper


@bp.get("/rooms/<room>/since/<int(max=2147483647):seq>")
@signed_in
def catch_up(room: str, seq: int) -> ResponseReturnValue:
    """Give the pushes after `seq` as things are now, or null: load the page again.

    `mark` is that of the number, if the tab knows it. Where the room has never been is `lost`: a
    restoration took it back, and nothing can be told to follow it.
    """
    question = Question(room, person_id())
    with open_reading() as reading:
        answer = ask(reading, {question}).get(question)
        if answer is None:
            raise Missing
        head = heads(reading, (room,))[room]
        missed = since(reading, wired().decoder, room, seq, LIMIT + 1)
        lost = not was(reading, room, Head(seq, request.args.get("mark", "")))
        told = not lost and len(missed) <= LIMIT
        pushes = [
            envelope(one, shown(wired().pushes, reading, one, answer.sight))
            for one in missed
            if told
        ]
    return {"pushes": pushes if told else None, "lost": lost} | head._asdict()
