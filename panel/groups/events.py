"""What can happen to the mandate of a working group, to its milestones and to who follows them."""

from dataclasses import dataclass
from typing import ClassVar

from panel.membership.events import PanelFact, group_room


@dataclass(frozen=True)
class GroupFact:
    """Something happened to what a working group has set itself."""

    version: ClassVar[int] = 1
    group: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """Who follows the group hears of it."""
        return (group_room(self.group),)


class MandateSet(GroupFact):
    """A moderator has written down what the group is for."""

    kind: ClassVar[str] = "groups.mandate_set"


@dataclass(frozen=True)
class MilestoneFact(GroupFact):
    """Something happened to a milestone."""

    milestone: str


class MilestoneAdded(MilestoneFact):
    """The group has something to reach by a day."""

    kind: ClassVar[str] = "groups.milestone_added"


class MilestoneRetitled(MilestoneFact):
    """A moderator has found better words for it."""

    kind: ClassVar[str] = "groups.milestone_retitled"


class MilestoneMoved(MilestoneFact):
    """It is due on another day, and why is said."""

    kind: ClassVar[str] = "groups.milestone_moved"


class MilestoneFinished(MilestoneFact):
    """It is reached."""

    kind: ClassVar[str] = "groups.milestone_finished"


class MilestoneReopened(MilestoneFact):
    """It is not reached after all."""

    kind: ClassVar[str] = "groups.milestone_reopened"


class MilestoneRemoved(MilestoneFact):
    """The group no longer has it."""

    kind: ClassVar[str] = "groups.milestone_removed"


class MilestoneRestored(MilestoneFact):
    """It was removed, and is back."""

    kind: ClassVar[str] = "groups.milestone_restored"


@dataclass(frozen=True)
class CalendarFact(PanelFact):
    """Something happened to a seat's address of a group's calendar; it is on record alone."""

    group: str
    seat: str


class CalendarOpened(CalendarFact):
    """Somebody has an address of their own; an earlier one is worth nothing any more."""

    kind: ClassVar[str] = "groups.calendar_opened"


class CalendarClosed(CalendarFact):
    """The address is worth nothing any more."""

    kind: ClassVar[str] = "groups.calendar_closed"
