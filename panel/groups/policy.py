"""Who may do what with a working group, on top of the right to read; None for yes, or why not."""

from panel.groups.models import Milestone
from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.policy import keep_house_refusal


def keep_refusal(actor: Actor) -> Message | None:
    """Leave a group's name, mandate, milestones and contributors to moderators."""
    return keep_house_refusal(actor)


def change_refusal(actor: Actor, milestone: Milestone) -> Message | None:
    """Change nothing about a milestone that is not there any more."""
    gone = N_("This milestone was removed. Put it back first.") if milestone.removed_at else None
    return keep_refusal(actor) or gone


def move_refusal(actor: Actor, milestone: Milestone) -> Message | None:
    """Move nothing that is reached."""
    done = N_("This milestone is done. Open it again first.") if milestone.done_on else None
    return change_refusal(actor, milestone) or done
