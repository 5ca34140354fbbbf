"""Asking for exports. The caller opens the work, and so commits it."""

from panel.exports.queries import KIND, Has, is_there, wanted
from panel.jobs import actions as jobs
from panel.jobs.models import Job, State
from panel.kernel.errors import require
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.papers.models import Paper
from panel.papers.policy import export_refusal, for_readers


def ask(work: Work, actor: Actor, paper: Paper, number: int | None, kind: str, has: Has) -> Job:
    """Have a file made of a version, or of the text as it is now (None).

    Asked for twice it is made once; what failed, or is there no more, is tried again.
    """
    require(export_refusal(actor, paper, number))

    what = wanted(work, actor.panel, paper, number)
    by = actor if actor.seat_id is not None else None
    job = jobs.ask(
        work,
        KIND,
        what.cover.key(kind),
        what.args(kind),
        by=by,
        audience=paper.document.audience,
        moderators=not for_readers(paper, number),
    )
    if job.state == State.FAILED or not is_there(job.state, job.result.get("file"), has):
        jobs.try_again(work, by, job)
    return job
