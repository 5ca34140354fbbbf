"""Where the threads about a paper stand in it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from panel.discussion.views import Place
from panel.documents.models import Document
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.documents.text.words import passages
from panel.kernel.work import Reading
from panel.papers.models import Paper
from panel.papers.queries.texts import text


def places_in(content: Node, numbers: Sequence[Block]) -> Mapping[str, Place]:
    """Give the places of all blocks, of the paragraphs of tables and of footnotes, by their ids."""
    numbered = {one.id: one.number for one in numbers}
    return {
        name: Place(at, numbered.get(passage.id, 0))
        for at, passage in enumerate(passages(content), 1)
        for name in (passage.id, *(part.id for part in passage.parts))
    }


def places_of(reading: Reading, public_id: str) -> Mapping[str, Place]:
    """Give the places of the text that a paper shows."""
    return places_in(*text(reading, _named(reading, public_id)))


def title_of(reading: Reading, public_id: str) -> str:
    """Give the title of a paper; who asks has asked whether it may be read."""
    return _named(reading, public_id).title


def _named(reading: Reading, public_id: str) -> Paper:
    query = select(Paper).join(Document, Paper.document_id == Document.id)
    query = query.options(contains_eager(Paper.document))
    return reading.session.scalars(query.where(Paper.public_id == public_id)).one()
