"""The papers that are written in and opened: a short one, and one of very many edits."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText
from sqlalchemy import insert, select

from panel.documents.actions import texts
from panel.documents.crdt import Replica
from panel.documents.models import Document, Update
from panel.documents.ranges import ROOT
from panel.documents.text.shape import children
from panel.documents.text.words import text_of
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Panel
from tests.documents.together.writing import a_text
from tests.factories import the_audience
from tests.load.laying import BATCH, TEXT
from tests.load.sizes import Size
from tests.serving.ground import Ground

WRITERS = 4
PARAGRAPHS = 200  # of the long ones
STROKES = 4  # characters that an edit types: as much as a browser gathers before it sends
BACK = 0.1  # one edit of ten takes away what was typed last


class Typist:
    """One writer's replica; nobody else writes in the same paragraphs, so nothing has to come."""

    def __init__(self, client: int, seed: bytes) -> None:
        self._doc: Doc[Any] = Doc(client_id=client, allow_multithreading=True)
        self._doc[ROOT] = root = XmlFragment()
        self._doc.apply_update(seed)
        self._paragraphs = [_text(one) for one in root.children]
        self._made: list[bytes] = []
        self._heard = self._doc.observe(lambda event: self._made.append(event.update))

    def types(self, words: str, paragraph: int) -> bytes:
        """Type at the end of a paragraph; give the update."""
        text = self._paragraphs[paragraph]
        text.insert(len(text), words)
        return self._made.pop()

    def strikes(self, paragraph: int) -> bytes:
        """Take the last characters of a paragraph away."""
        text = self._paragraphs[paragraph]
        del text[len(text) - STROKES :]
        return self._made.pop()


def _text(paragraph: Any) -> XmlText:  # noqa: ANN401  # the library names no types for children
    assert isinstance(paragraph, XmlElement)
    text = paragraph.children[0]
    assert isinstance(text, XmlText)
    return text


@dataclass(frozen=True)
class Drafts:
    """Where they are, and what was stored of them."""

    live: str
    live_seed: bytes
    long: str
    history: list[bytes]  # of the long one
    later: int  # edits of it since its last snapshot


def lay(ground: Ground, actors: tuple[Actor, ...], size: Size) -> Drafts:
    """Write them into the database."""
    with ground.workshop.open_work() as work:
        live, long = (_a_draft(work, actors[1], n) for n in (size.editors, PARAGRAPHS))
        seed = _seed(work, long)
        history = [seed, *_edits(seed, size.history)]
        _keep(work, long, history, actors)
        later = len(history) % texts.EVERY
        long.last_number = len(history) - later
        texts.compact(work, long, long.last_number, Replica(*history[: long.last_number]))
        long.last_number = len(history)
        return Drafts(live.public_id, _seed(work, live), long.public_id, history, later)


def _a_draft(work: Work, by: Actor, paragraphs: int) -> Document:
    audience = the_audience(work, work.session.get_one(Panel, by.panel_id))
    said = (f"Párrafo {number}: " for number in range(1, paragraphs + 1))
    return texts.found(work, audience, a_text(*said), by)


def _seed(work: Work, document: Document) -> bytes:
    work.session.flush()
    query = select(Update.data).where(Update.document_id == document.id)
    return work.session.scalars(query).one()


def strokes() -> Iterator[str]:
    """Give what is typed, edit by edit, for as long as somebody asks."""
    letters = cycle(one for one in " ".join(TEXT.split()) + " " if one.isascii())
    while True:
        yield "".join(islice(letters, STROKES))


def the_same(*states: bytes) -> int:
    """See that one text stands in all of them, and tell how many characters it has."""
    first, *others = (Replica(state).content() for state in states)
    assert all(one == first for one in others), "the replicas differ"
    return sum(len(text_of(block)) for block in children(first))


def _edits(seed: bytes, edits: int) -> Iterator[bytes]:
    """Let a few write, each in paragraphs of their own, one after the other."""
    chance = random.Random(edits)  # noqa: S311  # the same text each time
    typists = [Typist(1_000 + n, seed) for n in range(WRITERS)]
    own, said = PARAGRAPHS // WRITERS, strokes()
    for number in range(edits):
        who = number % WRITERS
        paragraph = who * own + number * own // edits
        if chance.random() < BACK:
            yield typists[who].strikes(paragraph)
        else:
            yield typists[who].types(next(said), paragraph)


def _keep(work: Work, document: Document, history: list[bytes], actors: tuple[Actor, ...]) -> None:
    rows = [
        {
            "document_id": document.id,
            "number": number,
            "data": data,
            "seat_id": actors[1 + number % WRITERS].seat_id,
            "at": work.at + timedelta(seconds=number),
        }
        for number, data in enumerate(history[1:], 2)
    ]
    for start in range(0, len(rows), BATCH):
        work.session.execute(insert(Update), rows[start : start + BATCH])
