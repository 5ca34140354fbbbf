"""What is done with papers. The caller opens the work, and so commits it."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from panel.discussion.actions.words import OTHER_WORDS, digest
from panel.discussion.models import Thread
from panel.documents.actions import texts
from panel.documents.text.shape import Node
from panel.kernel.errors import Clash, require
from panel.kernel.ids import new_id
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience, Seat, WorkingGroup
from panel.papers import policy
from panel.papers.events import PaperRetitled, PaperStarted
from panel.papers.models import Paper, Source, Stage

EMPTY: Node = {"type": "doc", "content": [{"type": "paragraph"}]}


@dataclass(frozen=True)
class Outset:
    """A paper as it is started, under the name that the browser gave to this sending."""

    title: str
    token: UUID
    group: WorkingGroup | None = None
    sources: tuple[Thread, ...] = ()


def start(work: Work, actor: Actor, audience: Audience, outset: Outset) -> Paper:
    """Start a paper; the same one sent twice is started once, also at the same moment."""
    named = sorted({thread.public_id for thread in outset.sources})
    group = outset.group.public_id if outset.group else ""
    _queue(work, actor)
    sent = digest(audience.public_id, outset.title, group, named)
    if known := _sent_as(work, actor, outset.token):
        if known.sent != sent:
            raise Clash(OTHER_WORDS)
        return known
    require(policy.start_refusal(actor, audience))

    document = texts.found(work, audience, EMPTY, actor)
    paper = Paper(
        public_id=new_id(),
        document_id=document.id,
        document=document,
        group_id=outset.group.id if outset.group else audience.group_id,
        title=outset.title,
        stage=Stage.DRAFT,
        version=None,
        started_by_id=actor.by,
        token=outset.token,
        sent=sent,
        at=work.at,
    )
    work.session.add(paper)
    work.session.flush()
    work.session.add_all(
        Source(paper_id=paper.id, thread_id=thread_id)
        for thread_id in sorted({thread.id for thread in outset.sources})
    )
    work.record(PaperStarted(*names(paper)), by=actor.by)
    return paper


def retitle(work: Work, actor: Actor, paper: Paper, title: str) -> None:
    """Give a paper a better title."""
    require(policy.retitle_refusal(actor, paper))

    if paper.title != title:
        paper.title = title
        work.record(PaperRetitled(*names(paper)), by=actor.by)


def names(paper: Paper) -> tuple[str, str, str]:
    """Name what a fact about a paper is about: its audience, itself and its document."""
    return paper.document.audience.public_id, paper.public_id, paper.document.public_id


def _queue(work: Work, actor: Actor) -> None:
    """Let one seat start one paper at a time: the second of two copies then finds the first."""
    mine = select(Seat.id).where(Seat.id == actor.seat_id)
    work.session.execute(mine.with_for_update(key_share=True))


def _sent_as(work: Work, actor: Actor, token: UUID) -> Paper | None:
    query = select(Paper).where(Paper.started_by_id == actor.seat_id, Paper.token == token)
    return work.session.scalar(query)
