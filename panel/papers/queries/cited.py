"""Whether papers cite posts that some of their readers could not read any more."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from panel.documents.citing import citations
from panel.documents.models import Document, Version
from panel.documents.queries.texts import content
from panel.documents.queries.versions import content_of
from panel.kernel.work import Reading
from panel.membership.models import Audience
from panel.membership.policy import covers
from panel.papers.models import Paper


def cited_beyond(reading: Reading, audience: Audience, named: Collection[tuple[str, int]]) -> bool:
    """Tell whether any of some posts is cited where not everybody may read what an audience may.

    Texts as they are now, and their versions for ever: both lead to the posts.
    """
    query = select(Document).join(Paper, Paper.document_id == Document.id)
    query = query.join(Audience, Document.audience_id == Audience.id)
    query = query.options(contains_eager(Document.audience))
    query = query.where(Audience.panel_id == audience.panel_id)
    beyond = [one for one in reading.session.scalars(query) if not covers(audience, one.audience)]
    posts = set(named)
    return any(
        posts & {(one.thread, one.number) for one in citations([content(reading, document)])}
        for document in beyond
    ) or _in_versions(reading, beyond, posts)


def _in_versions(
    reading: Reading, documents: Collection[Document], posts: set[tuple[str, int]]
) -> bool:
    threads = {thread for thread, _number in posts}
    query = select(Version).where(Version.document_id.in_([one.id for one in documents]))
    query = query.where(or_(*(Version.text.contains(thread) for thread in threads)))
    return any(
        posts & {(one.thread, one.number) for one in citations([content_of(version)])}
        for version in reading.session.scalars(query)
    )
