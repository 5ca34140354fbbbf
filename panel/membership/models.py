"""Panels, the seats in them, and the audiences that things are shown to."""

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple, NewType

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.schema import Index

from panel.identity.models import EMAIL_LIMIT, NAME_LIMIT, PersonId
from panel.kernel.tables import Base
from panel.mail.models import LetterId

PanelId = NewType("PanelId", int)
SeatId = NewType("SeatId", int)
GroupId = NewType("GroupId", int)
OrganisationId = NewType("OrganisationId", int)
AudienceId = NewType("AudienceId", int)
InvitationId = NewType("InvitationId", int)

TITLE_LIMIT = 160  # characters of the name of an organisation or a group
ABOUT_LIMIT = 400
SEATS_MOST = 200  # that an organisation's people may take by one invitation
WEB_LIMIT = 300


class Role(StrEnum):
    """What a seat is for; a visitor is whoever has none."""

    READER = "reader"  # an observer who reads
    COMMENTER = "commenter"  # an observer who reads and comments
    MEMBER = "member"
    MODERATOR = "moderator"
    AUTHORITY = "authority"
    VISITOR = "visitor"


SEATED = tuple(role for role in Role if role is not Role.VISITOR)
OBSERVERS = frozenset({Role.READER, Role.COMMENTER})


class Kind(StrEnum):
    """Whom an audience is made of."""

    PANEL = "panel"  # members, observers, moderators
    MEMBERS = "members"  # without the observers
    GROUP = "group"  # those in one working group
    VISITORS = "visitors"  # everybody, signed in or not


class Verb(StrEnum):
    """What can be done with what an audience is shown."""

    READ = "read"
    REPLY = "reply"
    START = "start"
    DRAFT = "draft"  # write in papers
    MODERATE = "moderate"


class OrganisationKind(StrEnum):
    """What an organisation is."""

    ENTERPRISE = "enterprise"
    FEDERATION = "federation"
    NETWORK = "network"
    ACADEMIC = "academic"
    AUTHORITY = "authority"


def _one_of(column: str, values: type[StrEnum] | tuple[StrEnum, ...]) -> CheckConstraint:
    allowed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({allowed})", name=f"{column}_known")


class Panel(Base):
    """A standing body with its own seats and threads."""

    __tablename__ = "panel"
    id: Mapped[PanelId] = mapped_column(Integer, primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    place: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    language: Mapped[str]
    time_zone: Mapped[str]
    since: Mapped[datetime]


class Organisation(Base):
    """On whose behalf people take part; a panel's directory lists its own."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("panel_id", "name"), _one_of("kind", OrganisationKind))
    id: Mapped[OrganisationId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    kind: Mapped[str]
    place: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    about: Mapped[str] = mapped_column(String(ABOUT_LIMIT))
    web: Mapped[str] = mapped_column(String(WEB_LIMIT), default="")  # http or https, or nothing


class Seat(Base):
    """A person's place in a panel, on behalf of an organisation."""

    __tablename__ = "seat"
    __table_args__ = (UniqueConstraint("person_id", "panel_id"), _one_of("role", SEATED))
    id: Mapped[SeatId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[PersonId] = mapped_column(Integer, ForeignKey("person.id"))
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"), index=True)
    organisation_id: Mapped[OrganisationId] = mapped_column(Integer, ForeignKey("organisation.id"))
    role: Mapped[str]
    since: Mapped[datetime]
    until: Mapped[datetime | None]  # set when it has ended; the seat stays, for what was said


class WorkingGroup(Base):
    """A part of a panel."""

    __tablename__ = "working_group"
    __table_args__ = (UniqueConstraint("panel_id", "name"),)
    id: Mapped[GroupId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"))
    name: Mapped[str] = mapped_column(String(TITLE_LIMIT))
    since: Mapped[datetime]


class GroupSeat(Base):
    """A seat that belongs to a working group."""

    __tablename__ = "working_group_seat"
    group_id: Mapped[GroupId] = mapped_column(
        Integer, ForeignKey("working_group.id"), primary_key=True
    )
    seat_id: Mapped[SeatId] = mapped_column(
        Integer, ForeignKey("seat.id"), primary_key=True, index=True
    )


class Audience(Base):
    """Those whom a thing is shown to."""

    __tablename__ = "audience"
    __table_args__ = (
        _one_of("kind", Kind),
        CheckConstraint("(kind = 'group') = (group_id IS NOT NULL)", name="group_named"),
        Index(
            "uq_audience_panel_kind",
            "panel_id",
            "kind",
            unique=True,
            sqlite_where=text("group_id IS NULL"),
            postgresql_where=text("group_id IS NULL"),
        ),
    )
    id: Mapped[AudienceId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"))
    kind: Mapped[str]
    group_id: Mapped[GroupId | None] = mapped_column(
        Integer, ForeignKey("working_group.id"), unique=True
    )


class AudienceRow(NamedTuple):
    """An audience as columns, which what is asked often reads: all that the rules ask of it."""

    id: AudienceId
    public_id: str
    panel_id: PanelId
    kind: str
    group_id: GroupId | None


class Grant(Base):
    """One more right in one audience, for a seat, an organisation, a group or a role."""

    __tablename__ = "audience_grant"
    __table_args__ = (
        CheckConstraint(
            " + ".join(
                f"(CASE WHEN {column} IS NULL THEN 0 ELSE 1 END)"
                for column in ("seat_id", "organisation_id", "group_id", "role")
            )
            + " = 1",
            name="to_one",
        ),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    audience_id: Mapped[AudienceId] = mapped_column(Integer, ForeignKey("audience.id"), index=True)
    verb: Mapped[str]
    seat_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"), index=True)
    organisation_id: Mapped[OrganisationId | None] = mapped_column(
        Integer, ForeignKey("organisation.id")
    )
    group_id: Mapped[GroupId | None] = mapped_column(Integer, ForeignKey("working_group.id"))
    role: Mapped[str | None]


class Invitation(Base):
    """A link that gives one person a seat, or each of an organisation's people as long as any last.

    Only the digest of its token is kept; sent again, it has another one. `seats` is how many an
    organisation's people may take by it, and None when it is for one person.
    """

    __tablename__ = "invitation"
    __table_args__ = (
        _one_of("role", SEATED),
        CheckConstraint(f"seats BETWEEN 1 AND {SEATS_MOST}", name="seats_few"),
    )
    id: Mapped[InvitationId] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"), index=True)
    organisation_id: Mapped[OrganisationId] = mapped_column(Integer, ForeignKey("organisation.id"))
    role: Mapped[str]
    for_name: Mapped[str] = mapped_column(String(NAME_LIMIT))  # "": not said, or nobody's alone
    address: Mapped[str] = mapped_column(String(EMAIL_LIMIT))  # "": the link was handed over
    language: Mapped[str]  # of its letters
    seats: Mapped[int | None]
    by_seat_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))  # or operator
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime]  # when its present link was made; it serves from then on
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    @property
    def places(self) -> int:
        """How many can come by it."""
        return self.seats or 1


class InvitationSeat(Base):
    """A seat that somebody took by an invitation."""

    __tablename__ = "invitation_seat"
    invitation_id: Mapped[InvitationId] = mapped_column(
        Integer, ForeignKey("invitation.id"), primary_key=True
    )
    seat_id: Mapped[SeatId] = mapped_column(
        Integer, ForeignKey("seat.id"), primary_key=True, index=True
    )
    at: Mapped[datetime]


class InvitationLetter(Base):
    """A letter by which an invitation was sent."""

    __tablename__ = "invitation_letter"
    letter_id: Mapped[LetterId] = mapped_column(Integer, ForeignKey("letter.id"), primary_key=True)
    invitation_id: Mapped[InvitationId] = mapped_column(
        Integer, ForeignKey("invitation.id"), index=True
    )


class ActKind(StrEnum):
    """What can be done to a seat or to an organisation, and undone."""

    ROLE = "role"
    END = "end"
    ORGANISATION = "organisation"


class HouseAct(Base):
    """What was done in keeping the house, and how it stood `before` and `after`, to undo it by."""

    __tablename__ = "house_act"
    __table_args__ = (
        _one_of("kind", ActKind),
        CheckConstraint("(kind = 'organisation') = (seat_id IS NULL)", name="of_a_seat"),
        CheckConstraint(
            "(kind = 'organisation') = (organisation_id IS NOT NULL)", name="of_an_organisation"
        ),
        Index("ix_house_act_last", "by_id", "at"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(unique=True)
    panel_id: Mapped[PanelId] = mapped_column(Integer, ForeignKey("panel.id"))
    kind: Mapped[str]
    seat_id: Mapped[SeatId | None] = mapped_column(Integer, ForeignKey("seat.id"))
    organisation_id: Mapped[OrganisationId | None] = mapped_column(
        Integer, ForeignKey("organisation.id")
    )
    by_id: Mapped[SeatId] = mapped_column(Integer, ForeignKey("seat.id"))
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
