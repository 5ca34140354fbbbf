"""The papers of the matrix: one that is being written, one that was adopted, and two to be changed.

What stands around them has its words, too: versions, comments, what was recorded, and made files.
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import uuid4

from panel.discussion.actions import posts
from panel.discussion.models import Thread
from panel.discussion.queries import threads
from panel.discussion.queries.posts import post as find_post
from panel.documents.actions import texts, versions
from panel.documents.text.shape import Node
from panel.exports.actions import ask, ask_for_thread
from panel.exports.queries.threads import cover
from panel.jobs.models import Job, State
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Verb
from panel.membership.queries import audience as find_audience
from panel.papers.actions import comments, papers, stages
from panel.papers.actions.comments import Remark
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.models import Paper, Stage
from tests.documents.together.writing import a_text, block
from tests.factories import a_draft, a_post
from tests.matrix.canaries import MARK, who
from tests.matrix.world import Place

Mark = MARK.title()
FILE = "file.html"  # how the files that were made are called


@dataclass(frozen=True)
class Hands:
    """Those who lay the papers of a place out; all moderate meanwhile."""

    author: Actor
    moderator: Actor
    shy: Actor


def lay_papers(work: Work, place: Place, kind: str, hands: Hands, sources: list[str]) -> None:
    """Lay out the papers of a place; its draft comes from threads that some may not read."""
    came_from = tuple(threads.thread(work, hands.moderator, name) for name in sources)
    draft = _paper(work, place, hands, f"{Mark}{kind}papertitle", came_from)
    _write(work, draft, hands, f"{MARK}{kind}paperold", "To stay.")
    _name(work, draft, hands, f"{Mark}{kind}papername")
    _write(work, draft, hands, f"{MARK}{kind}papertext", "To stay.")
    _comment(work, place, kind, draft, hands)
    adopted = _adopted(work, place, kind, hands)
    free = _paper(work, place, hands, "To be moved")
    heard = _paper(work, place, hands, f"{Mark}{kind}retitled")
    for one in (free, heard):
        _write(work, one, hands, "To be changed.")
        _name(work, one, hands, "First")
    laid = {"draft": draft, "adopted": adopted, "free": free, "heard": heard}
    place.papers.update({name: paper.public_id for name, paper in laid.items()})
    place.documents.update({name: paper.document.public_id for name, paper in laid.items()})
    _made(work, place, kind, {"draft": draft, "adopted": adopted}, hands)


def _paper(
    work: Work, place: Place, hands: Hands, title: str, sources: tuple[Thread, ...] = ()
) -> Paper:
    audience = find_audience(work, hands.author, place.audience, Verb.READ)
    return papers.start(work, hands.author, audience, Outset(title, uuid4(), None, sources))


def _write(work: Work, paper: Paper, hands: Hands, *words: str) -> Node:
    content = a_text(*words)
    texts.edit(work, paper.document, content, hands.author)
    return content


def _name(work: Work, paper: Paper, hands: Hands, name: str) -> None:
    versions.name_version(work, hands.author, paper.document, paper.title, name)


def _comment(work: Work, place: Place, kind: str, paper: Paper, hands: Hands) -> None:
    """Open a comment that is answered, and one that is hidden."""
    quoted, content = f"{MARK}{kind}quotation", a_text("", "To stay.")
    remark = Remark(block(1), quoted, a_draft(f"{MARK}{kind}remark"))
    said = comments.comment(work, hands.author, paper, a_text("", f"Not {quoted} to stay."), remark)
    a_post(work, hands.author, said, f"{MARK}{kind}answer")
    place.threads["remark"] = said.public_id
    hidden = Remark(block(1), "", a_draft(f"{MARK}{kind}remarkhidden"))
    gone = comments.comment(work, hands.shy, paper, content, hidden)
    first = find_post(work, gone, 1)
    posts.hide(work, hands.moderator, gone, first, f"{MARK}{kind}remarkreason")
    place.threads["hidden remark"] = gone.public_id


def _adopted(work: Work, place: Place, kind: str, hands: Hands) -> Paper:
    paper = _paper(work, place, hands, f"{Mark}{kind}adopted")
    _write(work, paper, hands, f"{MARK}{kind}adoptedtext", "To stay.")
    named = Record(f"{MARK}{kind}papernote", "For all")
    recorded = replace(
        named,
        adopted_on=date(2026, 3, 1),
        meeting=f"{MARK}{kind}meeting",
        wording=f"{MARK}{kind}wording",
    )
    stages.move(work, hands.moderator, paper, Stage.CONSULTATION, named)
    stages.move(work, hands.moderator, paper, Stage.ADOPTED, recorded)
    return paper


def _made(work: Work, place: Place, kind: str, laid: dict[str, Paper], hands: Hands) -> None:
    """Ask for a file of each, as if a worker had made it; `place.files` says what is in them."""
    mo = hands.moderator
    jobs: dict[str, Job] = {
        name: ask(work, mo, paper, paper.version, "html", lambda _file: True)
        for name, paper in laid.items()
    }
    thread = threads.thread(work, mo, place.threads["open"])
    what = cover(work, mo.panel, thread, None, observers=False)
    jobs["whole"] = ask_for_thread(work, mo, thread, what, "md", lambda _file: True)
    for name, job in jobs.items():
        job.state, job.ended_at = State.DONE, work.at
        file = f"{job.public_id}.html"
        job.result = {"file": file, "name": FILE, "bytes": 1, "url": f"/{FILE}", "notes": []}
        job.result["silenced"] = [*range(1_000)]  # whatever is hidden meanwhile, it is not in it
        place.jobs[name] = job.public_id
        place.files[file] = f"<p>{MARK}{kind}{name}file</p>"
    place.ids[place.jobs["whole"]] = who("M", kind)
    place.ids[place.jobs["draft"]] = who("M", kind)
    place.ids[place.jobs["adopted"]] = who("R", kind)
