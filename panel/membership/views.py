"""What pages show of those who take part; nothing here depends on who looks, but for `me`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from panel.membership.actors import GroupView


@dataclass(frozen=True)
class SeatView:
    """A seat as the page of people has it."""

    id: str
    name: str
    initials: str
    organisation: str
    role: str
    shape: str
    since: datetime
    me: bool = False
    organisation_id: str = ""
    about: str = ""  # what they do
    picture: str = ""  # its name


@dataclass(frozen=True)
class OrganisationView:
    """An organisation as the directory has it."""

    id: str
    name: str
    kind: str
    place: str
    about: str
    web: str = ""


@dataclass(frozen=True)
class HouseView:
    """An organisation, and those who take part for it in one capacity."""

    organisation: OrganisationView
    people: tuple[SeatView, ...]


@dataclass(frozen=True)
class PeopleView:
    """Everybody at the table, by what they are here for, and the directory around it."""

    members: tuple[HouseView, ...]
    observers: tuple[HouseView, ...]
    authorities: tuple[HouseView, ...]
    directory: tuple[OrganisationView, ...]
    groups: tuple[tuple[GroupView, tuple[SeatView, ...]], ...]

    @property
    def found(self) -> "FoundView":
        """Count what is shown; an organisation may be there in two capacities."""
        houses = (*self.members, *self.observers, *self.authorities)
        ids = {one.organisation.id for one in houses} | {one.id for one in self.directory}
        return FoundView(sum(len(one.people) for one in houses), len(ids))


@dataclass(frozen=True)
class FoundView:
    """How many were found."""

    people: int
    organisations: int


@dataclass(frozen=True)
class PersonView:
    """A seat with a page of its own, and the working groups that the reader may know of."""

    seat: SeatView
    house: OrganisationView
    groups: tuple[GroupView, ...]


@dataclass(frozen=True)
class OrganisationPageView:
    """An organisation with a page of its own: who takes part for it, and in which groups."""

    organisation: OrganisationView
    people: tuple[SeatView, ...]
    groups: tuple[GroupView, ...]


@dataclass(frozen=True)
class UndoView:
    """What somebody has just done in keeping the house: to whose seat, or to which organisation."""

    id: str
    panel: str
    kind: str
    name: str
    seat: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class AudienceView:
    """Whom something is for; `group` names the working group, if it is one."""

    id: str
    kind: str
    group: str


@dataclass(frozen=True)
class GuestView:
    """Somebody who came by an invitation."""

    name: str
    at: datetime


@dataclass(frozen=True)
class InvitationView:
    """An invitation as moderators follow it."""

    id: str
    role: str
    organisation: str
    for_name: str
    address: str
    seats: int | None  # for an organisation as a whole
    created_at: datetime
    sent_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    state: str  # open, used, revoked, expired
    failed: bool  # its letter, which nobody got
    came: tuple[GuestView, ...]

    @property
    def title(self) -> str:
        """What moderators know it by."""
        return self.for_name or (not self.seats and self.address) or self.organisation

    @property
    def again(self) -> bool:
        """Whether it can be sent again."""
        return self.state in {"open", "expired"}


@dataclass(frozen=True)
class InvitationsView:
    """A page of invitations, and how many there are of each kind."""

    chosen: str
    counts: Mapping[str, int]
    page: tuple[InvitationView, ...]
    older: str  # the id below which the next page begins
