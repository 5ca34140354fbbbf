"""Who may do what with a paper, on top of the right to read; None for yes, or the reason."""

from panel.documents.policy import draft_refusal
from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.models import Audience, Verb
from panel.membership.policy import may
from panel.papers.models import Paper, Stage
from panel.papers.stages import SETTLED, step

NO_STEP = N_("This paper cannot go there from where it is now. Please look at its page again.")


def start_refusal(actor: Actor, audience: Audience) -> Message | None:
    """Papers are started by those who may draft."""
    return may(actor, Verb.DRAFT, audience)


def retitle_refusal(actor: Actor, paper: Paper) -> Message | None:
    """Let those find a better title who may write the text."""
    return draft_refusal(actor, paper.document)


def stage_refusal(actor: Actor, paper: Paper) -> Message | None:
    """Leave stages to moderators."""
    return may(actor, Verb.MODERATE, paper.document.audience)


def step_refusal(actor: Actor, paper: Paper, to: Stage) -> Message | None:
    """Take only the steps that lead on from where a paper is."""
    there = step(Stage(paper.stage), to)
    return stage_refusal(actor, paper) or (None if there else NO_STEP)


def name_version_refusal(actor: Actor, paper: Paper) -> Message | None:
    """Versions are named by drafters while they write, and by moderators at any time."""
    if may(actor, Verb.MODERATE, paper.document.audience) is None:
        return None
    return draft_refusal(actor, paper.document)


def export_refusal(actor: Actor, paper: Paper, number: int | None) -> Message | None:
    """Leave drafts and what no stage stands on to moderators; `number` None is the live text.

    The version that was adopted is for all who may read the paper.
    """
    verb = Verb.READ if for_readers(paper, number) else Verb.MODERATE
    return may(actor, verb, paper.document.audience)


def stands(paper: Paper, number: int | None) -> bool:
    """Tell whether the paper's stage is about this version, or about the live text."""
    return number == paper.version


def for_readers(paper: Paper, number: int | None) -> bool:
    """Tell whether all who read the paper may have this as a file, and know that it is made."""
    return stands(paper, number) and Stage(paper.stage) in SETTLED
