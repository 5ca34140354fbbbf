"""Documents as rows: finding them, and whom they are shown to."""

from collections.abc import Collection, Mapping

from sqlalchemy import select

from panel.documents.models import Document
from panel.kernel.work import Reading
from panel.membership.models import Audience


def audiences_of(reading: Reading, public_ids: Collection[str]) -> Mapping[str, Audience]:
    """Find the audiences of documents; the rule of their rooms."""
    query = select(Document.public_id, Audience).join(Audience, Document.audience_id == Audience.id)
    rows = reading.session.execute(query.where(Document.public_id.in_(public_ids)))
    return {public_id: audience for public_id, audience in rows}
