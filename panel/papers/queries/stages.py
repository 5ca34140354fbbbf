"""The steps that a paper has taken, as rows."""

from sqlalchemy import select

from panel.kernel.work import Reading
from panel.papers.models import Paper, Stage, StageChange
from panel.papers.stages import Step, step


def last_change(reading: Reading, paper: Paper) -> StageChange | None:
    """Find the last step of a paper."""
    query = select(StageChange).where(StageChange.paper_id == paper.id)
    return reading.session.scalar(query.order_by(StageChange.number.desc()).limit(1))


def step_to(reading: Reading, paper: Paper, to: Stage) -> Step | None:
    """Find the step that leads to a stage; to where a paper is already, the one that led there."""
    last = last_change(reading, paper) if paper.stage == to else None
    return step(Stage(last.from_stage if last else paper.stage), to)
