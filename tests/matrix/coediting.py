"""Writing together, as a tab does it: joining a text, changing it, showing where its caret is."""

from base64 import b64decode, b64encode
from typing import Any

from panel.documents.lib0 import written_awareness
from panel.documents.text.schema import SCHEMA
from panel.kernel.ids import new_id
from tests.documents.together.writing import Writer
from tests.matrix.line import Line
from tests.matrix.world import NEVER, Place

NOWHERE = "AA=="  # the state of a tab that has nothing yet
FOREIGN = 77  # an id that was given to nobody


def joining(line: Line, _place: Place, about: str, rights: str) -> str:
    """Join; whoever may write is given an id to write under, if the text is open for it."""
    answer = _join(line, about)
    if answer == _join(line, f"document:{NEVER}"):
        return "no"
    writes = "D" in rights and answer["drafting"]
    whole = isinstance(answer["client"], int) == writes and bool(answer["update"])
    return "yes" if whole else str(answer)


def updating(line: Line, _place: Place, about: str, rights: str) -> str:
    """Write a paragraph, under the id that was given, or under one that was not."""
    joined = _join(line, about)
    writer = Writer(joined.get("client") or FOREIGN, b64decode(joined.get("update", "AAA=")))
    data = b64encode(writer.adds("Another paragraph.", new_id())).decode()
    answer = line.say("document.update", document=_name(about), data=data)
    if "number" in answer:
        return "yes"
    outside = answer == line.say("document.update", document=NEVER, data=data)
    return "no" if outside or ("R" in rights and "refused" in answer) else str(answer)


def showing(line: Line, _place: Place, about: str, _rights: str) -> str:
    """Show a caret to the others; they are told, under the name that one has, or nobody is."""
    listener = Line(line.world, "moderator", line.world.socket("moderator"))
    listener.ask("enter", about)
    client = _join(line, about).get("client") or FOREIGN
    listener.told("document.awareness")
    state = {"user": {"name": "Somebody else"}, "cursor": None}
    data = b64encode(written_awareness(client, 1, state)).decode()
    answer = line.say("document.awareness", document=_name(about), data=data)
    heard = listener.told("document.awareness")
    listener.socket.disconnect()
    if not heard:
        return "no"
    own = line.world.actor(line.person).name
    shown = b64decode(heard[0]["data"]).decode(errors="replace")
    whole = answer == {} and own in shown and "Somebody else" not in shown
    return "yes" if whole else f"{answer}, {shown}"


def _join(line: Line, about: str) -> dict[str, Any]:
    line.ask("enter", about)
    said = {"vector": NOWHERE, "schema": SCHEMA}
    return line.say("document.join", document=_name(about), **said)


def _name(room: str) -> str:
    return room.partition(":")[2]
