"""Commenting on a paragraph of a paper. The caller opens the work, and so commits it."""

from dataclasses import dataclass

from panel.discussion.actions import threads
from panel.discussion.actions.words import About, Draft, Opening
from panel.discussion.models import TITLE_LIMIT, Thread
from panel.documents.text.shape import Node
from panel.documents.text.words import excerpt, says
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.papers.actions.papers import names
from panel.papers.events import PaperCommented
from panel.papers.models import Paper
from panel.papers.queries.papers import ABOUT


@dataclass(frozen=True)
class Remark:
    """A comment as it was sent: on which block, the words quoted from there, and what is said."""

    block: str
    quotation: str
    draft: Draft


def comment(work: Work, actor: Actor, paper: Paper, content: Node, remark: Remark) -> Thread:
    """Open a thread about a block; the same remark sent twice opens one.

    `content` is the text as it is shown. A block that is gone from it by now is no reason to refuse
    what was written about it: the comment stands with those whose paragraph is gone. Words that the
    block does not say (any more) are not quoted from it.
    """
    quoted = says(content, remark.block, remark.quotation)
    about = About(f"{ABOUT}:{paper.public_id}", remark.block, remark.quotation, stands=quoted)
    title = (remark.quotation if quoted else "") or excerpt(content, remark.block) or paper.title
    opening = Opening(shortened(title, TITLE_LIMIT), remark.draft)
    thread = threads.start(work, actor, paper.document.audience, opening, about)
    if thread.at == work.at:  # it was not there before
        work.record(PaperCommented(*names(paper)), by=actor.by)
    return thread


def shortened(words: str, limit: int) -> str:
    """Give so many characters of some words as fit."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"
