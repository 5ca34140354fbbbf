"""Co-editing, over the page's one connection: joining a text, changing it, showing one's caret.

A tab enters the document's room first (live.sockets); who is no longer let in there is not answered
here. Updates of others come as pushes of that room. Bytes travel as base64, both ways: in binary
they would take a frame of their own, and such may interleave when threads serve (FINDINGS).
"""

import logging
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import cast

from flask import current_app
from flask_babel import force_locale, gettext
from flask_socketio import SocketIO

from panel.documents import policy, shelf
from panel.documents.actions import texts as actions
from panel.documents.actions.receiving import Receipt, Sent, receive, unpacked
from panel.documents.citing import Citable
from panel.documents.crdt import UnfitError
from panel.documents.events import room_of
from panel.documents.lib0 import GarbledError, read_awareness, read_vector
from panel.documents.models import Document
from panel.documents.pushes import CARET
from panel.documents.queries.documents import document as find
from panel.documents.queries.texts import collected
from panel.documents.text.schema import SCHEMA
from panel.kernel.errors import Busy, Failure, Missing
from panel.kernel.serving import serving
from panel.kernel.web import open_reading, open_work, tried_twice
from panel.kernel.work import Reading
from panel.live.ears import Ear, Tab
from panel.live.hearing import REFUSED, Reply, listen
from panel.live.journal import last_seq
from panel.live.line import line
from panel.membership.actors import Actor
from panel.membership.queries import signed_in

log = logging.getLogger(__name__)
MALFORMED: Reply = {"error": "malformed"}
VECTOR_LIMIT, AWARENESS_LIMIT = 100_000, 4_000  # bytes
AT_ONCE = 10_000  # bytes of an update; reading a larger one holds the others up


def register(io: SocketIO) -> None:
    """Listen."""
    listen(io, "document.join", join)
    listen(io, "document.update", update)
    listen(io, "document.awareness", show)


@dataclass(frozen=True)
class _Asked:
    """A message that can be read, from a tab that hears the document."""

    tab: Tab
    ear: Ear
    document: str
    said: dict[str, object]

    @property
    def actor(self) -> Actor:
        """Who it was at the door; who it is now is asked by the action."""
        return self.ear.answer.actor


def join(tab: Tab, *message: object) -> Reply:
    """Give what a tab lacks of a text, what we have, and an id to write under if it may write."""
    asked = _asked(tab, message)
    if not isinstance(asked, _Asked):
        return asked
    vector, held = _bytes(asked, "vector"), asked.said.get("client")
    if vector is None or len(vector) > VECTOR_LIMIT:
        return _malformed(message)
    if asked.said.get("schema") != SCHEMA:
        return {"error": "schema", "schema": SCHEMA}
    try:
        read_vector(vector)
        client = _client(asked, held if isinstance(held, int) else None)
        return _opened(asked, vector) | {"client": client, "schema": SCHEMA}
    except (GarbledError, UnfitError):
        return _malformed(message)
    except Failure as failure:
        return _answer(asked, failure)


def update(tab: Tab, *message: object) -> Reply:
    """Take a change in: what is answered with a number is stored."""
    asked = _asked(tab, message)
    if not isinstance(asked, _Asked):
        return asked
    data = _bytes(asked, "data")
    if data is None:
        return _malformed(message)
    try:
        large = len(data) > AT_ONCE
        sent = serving().offload(unpacked, data) if large else unpacked(data)
        receipt = _received(asked, sent)
    except Failure as failure:
        return _answer(asked, failure)
    shelf.put(receipt.held)
    if receipt.number is None:
        return {"resync": True}
    return {"number": receipt.number}


def show(tab: Tab, *message: object) -> Reply:
    """Show the others in a document where one's caret is, under the name that one has."""
    asked = _asked(tab, message)
    if not isinstance(asked, _Asked):
        return asked
    data, client = _bytes(asked, "data"), asked.tab.clients.get(asked.ear.room)
    if data is None or len(data) > AWARENESS_LIMIT:
        return _malformed(message)
    try:
        states = read_awareness(data)
    except GarbledError:
        return _malformed(message)
    for of, at, state in states:
        if of != client:
            continue
        cursor = state.get("cursor") if isinstance(state, dict) else None
        place = [] if state is None else [cursor]
        line().gestures.show(asked.ear, CARET, of, [at, *place])
    return {}


@tried_twice
def _client(asked: _Asked, held: int | None) -> int | None:
    """Give whoever may write an id to write under."""
    if policy.draft_refusal(asked.actor, _document(asked)):
        return None
    with open_work() as work:
        actor = _now(work, asked)
        document = find(work, actor, asked.document, lock=True)
        if policy.draft_refusal(actor, document):
            return None
        client = actions.join(work, actor, document, held)
    asked.tab.clients[asked.ear.room] = client
    return client


@tried_twice
def _received(asked: _Asked, sent: Sent) -> Receipt:
    with open_work() as work:
        citable = cast(Citable, current_app.extensions["citable"])
        return receive(work, _now(work, asked), asked.document, sent, citable)


def _opened(asked: _Asked, vector: bytes) -> Reply:
    """Read the number before the text: what is pushed meanwhile is at worst told twice."""
    with open_reading() as reading:
        seq = last_seq(reading, asked.ear.room)
        document = find(reading, _now(reading, asked), asked.document)
        held = collected(reading, document)
        told: Reply = {
            "seq": seq,
            "number": document.last_number,
            "drafting": document.drafting,
            "update": _text(held.replica.missing(vector)),
            "vector": _text(held.replica.vector),
        }
    shelf.put(held)
    return told


def _document(asked: _Asked) -> Document:
    with open_reading() as reading:
        return find(reading, asked.actor, asked.document)


def _now(reading: Reading, asked: _Asked) -> Actor:
    """Ask anew whether they are still signed in, who it is, and in which role."""
    tab = asked.tab
    return signed_in(reading, tab.person_id, tab.token_hash, asked.actor.panel.slug)


def _asked(tab: Tab, message: tuple[object, ...]) -> _Asked | Reply:
    said = message[0] if len(message) == 1 else None
    name = said.get("document") if isinstance(said, dict) else None
    if not isinstance(said, dict) or not isinstance(name, str):
        return _malformed(message)
    ear = tab.ears.get(room_of(name))
    return _Asked(tab, ear, name, said) if ear else REFUSED


def _bytes(asked: _Asked, name: str) -> bytes | None:
    said = asked.said.get(name)
    try:
        return b64decode(said, validate=True) if isinstance(said, str) else None
    except ValueError:
        return None


def _malformed(message: object) -> Reply:
    log.info("malformed socket message: %.200r", message)
    return MALFORMED


def _answer(asked: _Asked, failure: Failure) -> Reply:
    """Say why; what the reader wrote stays with them."""
    if isinstance(failure, Missing):
        return REFUSED
    if isinstance(failure, Busy):
        return {"busy": True}
    with force_locale(asked.ear.language):
        return {"refused": gettext(failure.message)}


def _text(data: bytes) -> str:
    return b64encode(data).decode()
