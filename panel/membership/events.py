"""What can happen to a panel, its seats, its groups and its invitations."""

from dataclasses import dataclass
from typing import ClassVar


def seat_room(seat: str) -> str:
    """Name the stream of what concerns one seat; its own open tabs are found by it."""
    return f"seat:{seat}"


def panel_room(panel: str) -> str:
    """Name the stream of what concerns a panel as such; nobody listens there, it is a record."""
    return f"panel:{panel}"


def group_room(group: str) -> str:
    """Name the room of those who follow a working group."""
    return f"group:{group}"


@dataclass(frozen=True)
class PanelFact:
    """Something happened to a panel."""

    version: ClassVar[int] = 1
    panel: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """It is on record."""
        return (panel_room(self.panel),)


class PanelOpened(PanelFact):
    """The operator has opened a panel."""

    kind: ClassVar[str] = "membership.panel_opened"


@dataclass(frozen=True)
class OrganisationAdded(PanelFact):
    """An organisation stands in the directory."""

    kind: ClassVar[str] = "membership.organisation_added"
    organisation: str


@dataclass(frozen=True)
class OrganisationChanged(PanelFact):
    """What the directory says of an organisation is another."""

    kind: ClassVar[str] = "membership.organisation_changed"
    organisation: str


@dataclass(frozen=True)
class GroupCreated(PanelFact):
    """A working group has been set up."""

    kind: ClassVar[str] = "membership.group_created"
    group: str


@dataclass(frozen=True)
class GroupRenamed(PanelFact):
    """A working group bears another name."""

    kind: ClassVar[str] = "membership.group_renamed"
    group: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """It is on record, and who follows the group hears of it."""
        return (panel_room(self.panel), group_room(self.group))


@dataclass(frozen=True)
class InvitationFact(PanelFact):
    """Something happened to an invitation."""

    invitation: str


class Invited(InvitationFact):
    """Somebody may come."""

    kind: ClassVar[str] = "membership.invited"


class InvitationRevoked(InvitationFact):
    """The link is worth nothing any more."""

    kind: ClassVar[str] = "membership.invitation_revoked"


class InvitationResent(InvitationFact):
    """It has another link, and begins to serve anew."""

    kind: ClassVar[str] = "membership.invitation_resent"


class InvitationSeatsChanged(InvitationFact):
    """An organisation may take more seats by it, or fewer."""

    kind: ClassVar[str] = "membership.invitation_seats_changed"


class InvitationAccepted(InvitationFact):
    """Somebody has come by it."""

    kind: ClassVar[str] = "membership.invitation_accepted"


@dataclass(frozen=True)
class SeatFact:
    """Something happened to a seat, and so perhaps to what its tabs may hear and do."""

    version: ClassVar[int] = 1
    panel: str
    seat: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The panel's record, and the seat's own tabs."""
        return (panel_room(self.panel), seat_room(self.seat))


class SeatTaken(SeatFact):
    """Somebody has come to the table."""

    kind: ClassVar[str] = "membership.seat_taken"


class RoleChanged(SeatFact):
    """A seat is for something else now."""

    kind: ClassVar[str] = "membership.role_changed"


class SeatEnded(SeatFact):
    """Somebody has left the table."""

    kind: ClassVar[str] = "membership.seat_ended"


class SeatGivenBack(SeatFact):
    """Somebody sits at the table as before: the end of the seat was undone."""

    kind: ClassVar[str] = "membership.seat_given_back"


@dataclass(frozen=True)
class GroupSeatFact(SeatFact):
    """A seat and a working group: who follows the group hears of it, too."""

    group: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """The panel's record, the seat's own tabs, and the group."""
        return (*super().rooms, group_room(self.group))


class GroupJoined(GroupSeatFact):
    """A seat belongs to a working group."""

    kind: ClassVar[str] = "membership.group_joined"


class GroupLeft(GroupSeatFact):
    """A seat no longer belongs to a working group."""

    kind: ClassVar[str] = "membership.group_left"


class GroupSeatChanged(GroupSeatFact):
    """Somebody who belongs or contributes to a working group is in the panel for something else."""

    kind: ClassVar[str] = "membership.group_seat_changed"


class ContributorAdded(GroupSeatFact):
    """A seat contributes to a working group to which it need not belong."""

    kind: ClassVar[str] = "membership.contributor_added"


class ContributorEnded(GroupSeatFact):
    """A seat no longer contributes to a working group."""

    kind: ClassVar[str] = "membership.contributor_ended"
