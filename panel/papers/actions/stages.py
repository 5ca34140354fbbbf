"""Taking a paper from stage to stage. The caller opens the work, and so commits it."""

from dataclasses import dataclass
from datetime import date

from panel.documents.actions import texts, versions
from panel.kernel.errors import require
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.papers import policy
from panel.papers.actions.papers import names
from panel.papers.events import StageChanged
from panel.papers.models import Paper, Stage, StageChange
from panel.papers.queries.stages import last_change
from panel.papers.stages import DRAFTING, step


@dataclass(frozen=True)
class Record:
    """What a moderator records of a step; the last three of an adoption only."""

    note: str = ""
    version_name: str = ""  # of the version that the step names, if it names one
    adopted_on: date | None = None
    meeting: str = ""
    wording: str = ""


def move(work: Work, actor: Actor, paper: Paper, to: Stage, record: Record) -> None:
    """Take a paper to another stage; a stage that stands on a version names it when need be.

    The same step sent twice is taken once.
    """
    last = last_change(work, paper)
    if _is(last, actor, to, record):
        return
    require(policy.step_refusal(actor, paper, to))

    taken, from_ = step(Stage(paper.stage), to), paper.stage
    if taken and taken.names_version:
        paper.version = versions.ensure_version(
            work, actor, paper.document, paper.title, record.version_name
        ).number
    if to in DRAFTING:
        texts.open_for_drafting(work, paper.document)
        paper.version = None
    else:
        texts.close_for_drafting(work, paper.document)
    paper.stage = to
    work.session.add(
        StageChange(
            paper_id=paper.id,
            number=last.number + 1 if last else 1,
            from_stage=from_,
            to_stage=to,
            version=paper.version,
            note=record.note,
            adopted_on=record.adopted_on,
            meeting=record.meeting,
            wording=record.wording,
            by_id=actor.by,
            at=work.at,
        )
    )
    work.record(StageChanged(*names(paper)), by=actor.by)


def _is(last: StageChange | None, actor: Actor, to: Stage, record: Record) -> bool:
    """Tell whether the last step was this one, so that it has been sent twice."""
    said = (record.note, record.adopted_on, record.meeting, record.wording)
    return (
        last is not None
        and (last.to_stage, last.by_id) == (to, actor.seat_id)
        and (last.note, last.adopted_on, last.meeting, last.wording) == said
    )
