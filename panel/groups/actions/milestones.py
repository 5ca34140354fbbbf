"""What is done with milestones. The caller opens the work, and so commits it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from panel.discussion.actions.words import OTHER_WORDS, digest
from panel.groups import policy
from panel.groups.events import (
    MilestoneAdded,
    MilestoneFinished,
    MilestoneMoved,
    MilestoneRemoved,
    MilestoneReopened,
    MilestoneRestored,
    MilestoneRetitled,
)
from panel.groups.models import Milestone, MilestoneMove
from panel.groups.queries.milestones import moves
from panel.kernel.errors import Clash, require
from panel.kernel.ids import new_id
from panel.kernel.work import Fact, Work
from panel.membership.actors import Actor
from panel.membership.models import WorkingGroup


@dataclass(frozen=True)
class Plan:
    """A milestone as it is set, under the name that the browser gave to this sending."""

    title: str
    due: date
    token: UUID


@dataclass(frozen=True)
class Doing:
    """Somebody does something with a milestone of a group; its row is locked."""

    work: Work
    actor: Actor
    group: WorkingGroup
    milestone: Milestone

    def record(self, fact: Callable[[str, str], Fact]) -> None:
        """Keep what has happened, and count it, so that calendars take it in."""
        self.milestone.revision += 1
        self.milestone.changed_at = self.work.at
        self.work.record(fact(self.group.public_id, self.milestone.public_id), by=self.actor.by)


def add(work: Work, actor: Actor, group: WorkingGroup, plan: Plan) -> Milestone:
    """Set a milestone; the group's row is locked, so the same one sent twice is set once."""
    sent = digest(group.public_id, plan.title, plan.due.isoformat())
    query = select(Milestone).where(Milestone.by_id == actor.seat_id, Milestone.token == plan.token)
    known: Milestone | None = work.session.scalar(query)
    if known:
        if known.sent != sent:
            raise Clash(OTHER_WORDS)
        return known
    require(policy.keep_refusal(actor))

    milestone = Milestone(
        public_id=new_id(),
        group_id=group.id,
        title=plan.title,
        due=plan.due,
        done_on=None,
        revision=0,
        removed_at=None,
        by_id=actor.by,
        token=plan.token,
        sent=sent,
        at=work.at,
        changed_at=work.at,
    )
    work.session.add(milestone)
    work.record(MilestoneAdded(group.public_id, milestone.public_id), by=actor.by)
    return milestone


def retitle(doing: Doing, title: str) -> None:
    """Find better words for a milestone."""
    require(policy.change_refusal(doing.actor, doing.milestone))

    if doing.milestone.title != title:
        doing.milestone.title = title
        doing.record(MilestoneRetitled)


def move(doing: Doing, due: date, why: str) -> None:
    """Let it be reached by another day, and say why; from which day stays on record."""
    milestone = doing.milestone
    require(policy.move_refusal(doing.actor, milestone))
    if milestone.due == due:
        return

    doing.work.session.add(
        MilestoneMove(
            milestone_id=milestone.id,
            number=moves(doing.work, milestone) + 1,
            from_due=milestone.due,
            to_due=due,
            why=why,
            by_id=doing.actor.by,
            at=doing.work.at,
        )
    )
    milestone.due = due
    doing.record(MilestoneMoved)


def finish(doing: Doing, on: date) -> None:
    """Say on which day it was reached."""
    require(policy.change_refusal(doing.actor, doing.milestone))

    if doing.milestone.done_on != on:
        doing.milestone.done_on = on
        doing.record(MilestoneFinished)


def reopen(doing: Doing) -> None:
    """Say that it is not reached after all."""
    require(policy.change_refusal(doing.actor, doing.milestone))

    if doing.milestone.done_on:
        doing.milestone.done_on = None
        doing.record(MilestoneReopened)


def remove(doing: Doing) -> None:
    """Let the group have it no longer; moderators can put it back."""
    require(policy.keep_refusal(doing.actor))

    if doing.milestone.removed_at is None:
        doing.milestone.removed_at = doing.work.at
        doing.record(MilestoneRemoved)


def restore(doing: Doing) -> None:
    """Put back what was removed."""
    require(policy.keep_refusal(doing.actor))

    if doing.milestone.removed_at:
        doing.milestone.removed_at = None
        doing.record(MilestoneRestored)
