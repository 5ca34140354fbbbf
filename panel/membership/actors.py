"""Who acts in a panel: what the rules ask of them, and what pages say of them."""

from dataclasses import dataclass

from panel.identity.models import PersonId
from panel.membership.models import (
    OBSERVERS,
    AudienceId,
    GroupId,
    OrganisationId,
    PanelId,
    Role,
    SeatId,
    Verb,
)


@dataclass(frozen=True)
class PanelView:
    """A panel as pages name it."""

    slug: str
    name: str
    place: str
    language: str
    time_zone: str


@dataclass(frozen=True)
class GroupView:
    """A working group as pages name it."""

    id: str
    name: str


@dataclass(frozen=True)
class Actor:
    """Somebody in a panel: by a seat, or as a visitor, who has none (`seat_id` None, `seat` "")."""

    panel_id: PanelId
    panel: PanelView
    role: Role = Role.VISITOR
    seat_id: SeatId | None = None
    seat: str = ""
    person_id: PersonId | None = None
    name: str = ""
    organisation_id: OrganisationId | None = None
    organisation: str = ""
    person_zone: str = ""
    groups: tuple[GroupView, ...] = ()  # to which they belong or contribute
    group_ids: frozenset[GroupId] = frozenset()
    grants: frozenset[tuple[AudienceId, Verb]] = frozenset()

    @property
    def by(self) -> SeatId:
        """Who the journal names; visitors bring nothing about."""
        if self.seat_id is None:
            raise ValueError(self)
        return self.seat_id

    @property
    def initials(self) -> str:
        """Two letters for the seal."""
        return initials(self.name)

    @property
    def shape(self) -> str:
        """What the seal's outline says."""
        return shape(self.role)


def initials(name: str) -> str:
    """Give the first letters of the first two words of a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    if not words:
        return "·"
    return (words[0][0] + (words[1][0] if len(words) > 1 else "")).upper()


def shape(role: str) -> str:
    """Say by the outline of a seal what somebody is here for (LOOK: the shape says the role)."""
    if role in OBSERVERS:
        return "observer"
    return role if role in {Role.AUTHORITY, Role.MODERATOR} else "member"
