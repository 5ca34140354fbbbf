"""Papers: the register, and the page of one."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from panel.documents.models import Document
from panel.kernel.work import Reading
from panel.membership.models import Audience
from panel.papers.models import Paper

ABOUT = "paper"  # what a thread about a paper says it is about: `paper:<public id>`


def audiences_about(reading: Reading, things: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences of papers that threads are about; the rule of the rooms of comments."""
    named = {thing.removeprefix(f"{ABOUT}:") for thing in things if thing.startswith(f"{ABOUT}:")}
    query = (
        select(Paper.public_id, Audience)
        .join(Document, Paper.document_id == Document.id)
        .join(Audience, Document.audience_id == Audience.id)
    )
    rows = reading.session.execute(query.where(Paper.public_id.in_(named)))
    return {f"{ABOUT}:{public_id}": audience for public_id, audience in rows}
