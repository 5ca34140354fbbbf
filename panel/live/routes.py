"""The live edge, over HTTP: catching up."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Missing
from panel.kernel.web import open_reading, signed_in
from panel.live.journal import last_seq, since
from panel.live.pushing import envelope
from panel.live.rooms import Question, ask, wired

bp = Blueprint("live", __name__)
LIMIT = 200  # past it, loading the page again is cheaper


@bp.get("/rooms/<room>/since/<int(max=2147483647):seq>")
@signed_in
def catch_up(room: str, seq: int) -> ResponseReturnValue:
    """Give the pushes after `seq` as things are now, or null: load the page again."""
    question = Question(room, person_id())
    with open_reading() as reading:
        answer = ask(reading, {question}).get(question)
        if answer is None:
            raise Missing
        last = last_seq(reading, room)
        missed = since(reading, wired().decoder, room, seq, LIMIT + 1)
        pushes = [envelope(wired().pushes, reading, one, answer.sight) for one in missed[:LIMIT]]
    return {"pushes": pushes if len(missed) <= LIMIT else None, "seq": last}
