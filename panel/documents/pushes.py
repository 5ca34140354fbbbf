"""What other browsers receive when a text changes, the update itself; and where carets are."""

from base64 import b64encode

from panel.documents import shelf
from panel.documents.events import TextChanged
from panel.documents.lib0 import written_awareness
from panel.documents.queries.documents import update
from panel.kernel.work import Reading
from panel.live.nudges import Gesture
from panel.live.pushing import Push, Update
from panel.live.rooms import Answer
from panel.membership.models import Verb
from panel.membership.policy import Sight

CARET = "document.awareness"


def updated(reading: Reading, fact: TextChanged, _room: str, _sight: Sight) -> Push:
    """Give an update to whoever has the document open."""
    data = shelf.fresh(fact.document, fact.number)
    if data is None:
        data = update(reading, fact.document, fact.number)
    return Update(b64encode(data).decode(), fact.number)


def caret(answer: Answer | None, gesture: Gesture) -> dict[str, object] | None:
    """Show where somebody's caret is, under their own name; without a place: that it is gone."""
    at, *place = gesture.detail
    if not place:
        return {"data": b64encode(written_awareness(gesture.mark, at, None)).decode()}
    if answer is None or Verb.DRAFT not in answer.may:
        return None
    user = {"name": answer.actor.name, "seat": answer.actor.seat}
    state = {"user": user, "cursor": place[0]}
    return {"data": b64encode(written_awareness(gesture.mark, at, state)).decode()}
