"""What pages, pushes and calendars show of a working group; nothing here depends on who looks."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from markupsafe import Markup

from panel.membership.events import group_room

State = Literal["done", "late", "moved", "ahead"]


@dataclass(frozen=True)
class MoveView:
    """A day on which something was to be reached, the later or earlier one, and why."""

    from_due: date
    to_due: date
    why: str


@dataclass(frozen=True)
class MilestoneView:
    """Something that a group wants to reach by a day."""

    id: str
    panel: str
    group: str
    title: str
    due: date
    done_on: date | None
    state: State
    revision: int
    changed_at: datetime
    removed: bool
    moves: tuple[MoveView, ...]


@dataclass(frozen=True)
class PersonView:
    """Somebody who belongs or contributes to a group."""

    id: str
    name: str
    initials: str
    organisation: str
    role: str
    shape: str


@dataclass(frozen=True)
class GroupPageView:
    """A working group: what it is for, what it wants to reach, and who is in it.

    `removed` are the milestones that it had, for those who moderate.
    """

    id: str
    panel: str
    zone: str
    name: str
    audience: str
    mandate: Markup
    mandate_body: str
    mandate_number: int  # 0: none yet
    mandate_by: str
    mandate_at: datetime | None
    excerpt: str
    milestones: tuple[MilestoneView, ...]
    removed: tuple[MilestoneView, ...]
    members: tuple[PersonView, ...]
    contributors: tuple[PersonView, ...]

    @property
    def room(self) -> str:
        """Where what happens to it is heard."""
        return group_room(self.id)

    @property
    def next(self) -> MilestoneView | None:
        """What it has to reach first."""
        return next((one for one in self.milestones if one.state != "done"), None)
