"""Asking for exports. The caller opens the work, and so commits it."""

from typing import Any

from panel.discussion.models import Thread
from panel.discussion.policy import export_refusal as thread_refusal
from panel.exports.cover import Printed, ThreadCover
from panel.exports.queries import papers, threads
from panel.exports.queries.rows import Has, is_there
from panel.jobs import actions as jobs
from panel.jobs.models import Job, State
from panel.kernel.errors import require
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience
from panel.papers.models import Paper
from panel.papers.policy import export_refusal, for_readers


def ask(work: Work, actor: Actor, paper: Paper, number: int | None, kind: str, has: Has) -> Job:
    """Have a file made of a version, or of the text as it is now (None)."""
    require(export_refusal(actor, paper, number))

    what = papers.wanted(work, actor.panel, paper, number)
    asking = _Asking(work, actor, paper.document.audience, has)
    readers = for_readers(paper, number)
    return asking.ask(papers.KIND, what.cover, what.args(kind), moderators=not readers)


def ask_for_thread(
    work: Work, actor: Actor, thread: Thread, cover: ThreadCover, kind: str, has: Has
) -> Job:
    """Have a file made of a thread as its cover says."""
    require(thread_refusal(actor, thread))

    args = {"kind": kind, "cover": vars(cover), "at": work.at.isoformat(timespec="seconds")}
    return _Asking(work, actor, thread.audience, has).ask(threads.KIND, cover, args)


class _Asking:
    """Asks for a file once; what failed, or is there no more, is tried again."""

    def __init__(self, work: Work, actor: Actor, audience: Audience, has: Has) -> None:
        self._work, self._audience, self._has = work, audience, has
        self._by = actor if actor.seat_id is not None else None

    def ask(
        self, what: str, cover: Printed, args: dict[str, Any], *, moderators: bool = True
    ) -> Job:
        job = jobs.ask(
            self._work,
            what,
            cover.key(args["kind"]),
            args,
            by=self._by,
            audience=self._audience,
            moderators=moderators,
        )
        file = job.result.get("file")
        if job.state == State.FAILED or not is_there(job.state, file, self._has):
            jobs.try_again(self._work, self._by, job)
        return job
