"""What other browsers receive when something happens to a working group: the present state."""

from datetime import UTC, datetime
from typing import Protocol

from panel.groups.queries.groups import page_view
from panel.kernel.work import Reading
from panel.live.pushing import Part, Push, Replace, render
from panel.membership.policy import Sight

GROUP = "groups/_group.html"
PARTS = ("name", "mandate", "milestones", "people", "card")  # macros, and elements of a page


class OfGroup(Protocol):
    """A fact about a working group."""

    @property
    def group(self) -> str:
        """Its public id."""


def shown(reading: Reading, fact: OfGroup, _room: str, sight: Sight) -> Push:
    """Show a group as it is now: on its page, and in the list of groups."""
    view = page_view(reading, fact.group, sight, datetime.now(UTC))
    return Replace(
        tuple(Part(f"group-{part}-{view.id}", render(GROUP, part, view)) for part in PARTS)
    )
