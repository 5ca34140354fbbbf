"""What can be exported of papers, and what has been."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from panel.documents.models import Document
from panel.documents.queries import versions
from panel.documents.queries.texts import content
from panel.documents.text import canonical, lines
from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.exports.cover import Cover, Wanted
from panel.exports.formats import FORMATS
from panel.exports.queries.rows import Has, rows
from panel.exports.views import ExportsView, paper_exports
from panel.jobs import queries as jobs
from panel.jobs.models import Job
from panel.kernel.errors import Missing
from panel.kernel.work import Reading
from panel.membership.actors import Actor, PanelView
from panel.papers.models import Paper, Stage
from panel.papers.policy import stands
from panel.papers.queries.papers import paper_view

KIND = "export"  # of a job


def wanted(reading: Reading, panel: PanelView, paper: Paper, number: int | None) -> Wanted:
    """Say what an export of a version, or of the text as it is now, would hold."""
    if number is None:
        now = canonical.canonical(paper.title, content(reading, paper.document))
        live = _Text(paper.title, canonical.digest(now), paper.document.changed_at)
        return Wanted(_cover(reading, panel, paper, live), now)
    kept = versions.version(reading, paper.document, number)
    text = _Text(kept.title, kept.sha256, kept.at, kept.number, kept.name)
    return Wanted(_cover(reading, panel, paper, text))


def exports(
    reading: Reading, actor: Actor, paper: Paper, number: int | None, has: Has
) -> ExportsView:
    """Show each format with its job."""
    cover = wanted(reading, actor.panel, paper, number).cover
    return paper_exports(cover, number, rows(reading, cover, FORMATS, has))


def text_of(reading: Reading, cover: Cover, text: str) -> tuple[Node, tuple[Block, ...]]:
    """Read what is exported, with its numbered lines: a version's own, as they were stored."""
    if not cover.number:
        now = canonical.read(text)[1]
        return now, lines.numbered(now)
    query = select(Document).join(Paper, Paper.document_id == Document.id)
    document = reading.session.scalars(query.where(Paper.public_id == cover.paper)).one()
    version = versions.version(reading, document, cover.number)
    return versions.content_of(version), versions.lines_of(version)


def job(reading: Reading, paper: Paper, public_id: str) -> Job:
    """Find the job that made a file of a paper."""
    one = jobs.job(reading, public_id)
    if one.kind != KIND or Cover.of(one.args).paper != paper.public_id:
        raise Missing
    return one


def number_of(job: Job) -> int | None:
    """Tell which version a job has exported; None for a text that was being written."""
    return Cover.of(job.args).number or None


@dataclass(frozen=True)
class _Text:
    """A version, or the text as it is being written, which has no number."""

    title: str
    sha256: str
    at: datetime
    number: int = 0
    name: str = ""


def _cover(reading: Reading, panel: PanelView, paper: Paper, text: _Text) -> Cover:
    """Say of a text how it stands: what no stage is about is a draft."""
    adoption = paper_view(reading, paper.public_id).adoption
    adopted = adoption if adoption and adoption.version == text.number else None
    return Cover(
        paper=paper.public_id,
        slug=panel.slug,
        panel=panel.name,
        place=panel.place,
        language=panel.language,
        zone=panel.time_zone,
        title=canonical.titled(text.title),
        stage=paper.stage if stands(paper, text.number or None) else Stage.DRAFT.value,
        number=text.number,
        name=text.name,
        sha256=text.sha256,
        at=text.at.isoformat(timespec="seconds"),
        adopted_on=adopted.adopted_on.isoformat() if adopted and adopted.adopted_on else "",
        meeting=adopted.meeting if adopted else "",
        wording=adopted.wording if adopted else "",
    )
