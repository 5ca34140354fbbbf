"""Whom the demo's moderator has invited, and what became of it, through the members' actions."""

from dataclasses import dataclass

from panel.cli import demo_data as data
from panel.cli.demo_playing import Playing, actor_of, first_moderator
from panel.identity.actions import Profile, register
from panel.kernel.work import Work
from panel.mail import actions as mail
from panel.mail import queries as mailed
from panel.membership import letters
from panel.membership.actions.invitations import Offer, accept, invite, revoke
from panel.membership.actions.panels import Entry
from panel.membership.models import Invitation, OrganisationKind, Role
from panel.membership.queries import invited

NO_PASSWORD = "!"  # noqa: S105  # no hash: nobody signs in with it
UNKNOWN = "550 5.1.1 No such mailbox here"


@dataclass(frozen=True)
class DemoInvitation:
    """An invitation, so many hours before now; `came` names those who did."""

    hours_ago: float
    for_name: str
    organisation: str
    role: Role
    address: str = ""
    seats: int | None = None
    days: int = 30
    kind: OrganisationKind = OrganisationKind.ENTERPRISE
    came: tuple[tuple[str, str], ...] = ()
    revoked: bool = False
    lost: bool = False  # the letter


INVITATIONS = (
    DemoInvitation(
        hours_ago=410,
        for_name="Mercedes Palacios Rentería",
        organisation="Mutual Faro del Pacífico",
        role=Role.MEMBER,
        address="mercedes.palacios@faro.example",
        days=7,
    ),
    DemoInvitation(
        hours_ago=300,
        for_name="Fabio Andrés Lozano",
        organisation="Universidad de los Páramos",
        role=Role.COMMENTER,
        kind=OrganisationKind.ACADEMIC,
        address="flozano@paramo.example",
        revoked=True,
    ),
    DemoInvitation(
        hours_ago=216,
        for_name="",
        organisation="Red Rioplatense de Mutuales Jóvenes",
        role=Role.READER,
        kind=OrganisationKind.NETWORK,
        seats=10,
        came=(
            ("Lucía Ferreyra Sosa", "lucia@rioplatense.example"),
            ("Martín Etcheverry", "martin@rioplatense.example"),
            ("Rocío Benítez Olivera", "rocio@rioplatense.example"),
        ),
    ),
    DemoInvitation(
        hours_ago=70,
        for_name="Edilma Rojas Castaño",
        organisation="Mutual Morichal",
        role=Role.MEMBER,
        address="edilma@morichal.example",
        lost=True,
    ),
    DemoInvitation(
        hours_ago=26,
        for_name="Nubia Cárdenas Plata",
        organisation="Mutual Morichal",
        role=Role.MEMBER,
        address="nubia.cardenas@morichal.example",
    ),
)


def play(playing: Playing) -> None:
    """Invite everybody, each at their time, and let come who came."""
    for one in INVITATIONS:
        with playing.at(one.hours_ago) as work:
            name = _invited(work, one)
        for n, (guest, address) in enumerate(one.came, 1):
            with playing.at(one.hours_ago - 20 * n) as work:
                profile = Profile(guest, data.PANEL.language, data.PANEL.time_zone)
                person = register(work, address, profile, NO_PASSWORD, by="person")
                accept(work, _found(work, name), person)
        if one.lost:
            with playing.at(one.hours_ago - 0.1) as work:
                for letter in mailed.latest(work)[:1]:
                    mail.give_up(work, letter, UNKNOWN)
        if one.revoked:
            with playing.at(one.hours_ago - 3) as work:
                revoke(work, actor_of(work, first_moderator()), _found(work, name))


def _invited(work: Work, one: DemoInvitation) -> str:
    entry = Entry(one.organisation, one.kind)
    offer = Offer(
        *(one.for_name, one.role, entry, one.days, one.address, data.PANEL.language, one.seats)
    )
    token = invite(work, actor_of(work, first_moderator()), offer)
    invitation = invited.invitation_by(work, invited.token_hash(token))
    if one.address:
        letters.send(work, invitation, token)
    return invitation.public_id


def _found(work: Work, name: str) -> Invitation:
    return invited.invitation(work, actor_of(work, first_moderator()), name, lock=True)
