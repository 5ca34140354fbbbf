"""What pages show of those who take part; nothing here depends on who looks, but for `me`."""

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


@dataclass(frozen=True)
class OrganisationView:
    """An organisation as the directory has it."""

    id: str
    name: str
    kind: str
    place: str
    about: str


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


@dataclass(frozen=True)
class AudienceView:
    """Whom something is for; `group` names the working group, if it is one."""

    id: str
    kind: str
    group: str


@dataclass(frozen=True)
class InvitationView:
    """An invitation as moderators follow it."""

    id: str
    role: str
    organisation: str
    for_name: str
    created_at: datetime
    expires_at: datetime
    state: str  # open, used, revoked, expired
    used_by: str
