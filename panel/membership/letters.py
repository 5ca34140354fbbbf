"""The letter by which somebody is invited."""

from panel.kernel.web import path_for, site
from panel.kernel.work import Work
from panel.mail.posting import post_letter
from panel.membership import queries
from panel.membership.actions.invitations import note_letter
from panel.membership.models import Invitation, Panel
from panel.membership.queries import invited


def link(token: str) -> str:
    """Give the address that an invitation opens; no request may choose its beginning."""
    return site() + path_for("membership.open_invitation", token=token)


def send(work: Work, invitation: Invitation, token: str) -> None:
    """Write to the address of an invitation."""
    panel = work.session.get_one(Panel, invitation.panel_id)
    letter = post_letter(
        work,
        invitation.address,
        invitation.language,
        "membership/mail/invitation.html",
        until=invitation.expires_at,
        name=invitation.for_name,
        inviter=invited.inviter(work, invitation),
        panel=panel.name,
        place=panel.place,
        zone=panel.time_zone,
        organisation=queries.organisation(work, invitation.organisation_id).name,
        role=invitation.role,
        seats=invitation.seats,
        expires_at=invitation.expires_at,
        url=link(token),
    )
    if letter:
        note_letter(work, invitation, letter)
