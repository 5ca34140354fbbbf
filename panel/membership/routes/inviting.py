"""What the pages of those who invite have in common."""

from dataclasses import dataclass

from flask import current_app, render_template, request, url_for

from panel.identity.sessions import person_id
from panel.kernel.errors import Missing, require
from panel.kernel.languages import LANGUAGES
from panel.kernel.web import FormView, open_reading, workshop
from panel.kernel.work import Work
from panel.mail.posting import mails
from panel.membership import forms, letters, policy, queries
from panel.membership.actions import invitations
from panel.membership.actions.invitations import Offer
from panel.membership.actors import Actor
from panel.membership.models import SEATED, Invitation
from panel.membership.queries import directory, invited
from panel.membership.views import OrganisationView

BLANK = {"days": "7", "role": "member"}


@dataclass(frozen=True)
class Made:
    """An invitation, and the link to be handed over; "" when it went by mail."""

    id: str
    link: str = ""


def limit() -> int:
    """Tell how many letters by which people are invited a panel may send in a day."""
    return int(current_app.extensions["settings"].invitations)


def keeper(panel: str) -> tuple[Actor, list[OrganisationView]]:
    """Insist on somebody who invites, before their form is read; give the directory besides."""
    with open_reading() as reading:
        actor = queries.seated(reading, person_id(), panel)
        require(policy.keep_house_refusal(actor))
        return actor, directory.organisations(reading, actor)


def looking(panel: str) -> tuple[Actor, list[OrganisationView]]:
    """Insist on somebody who invites, when a page is asked for: to others it is not there."""
    with open_reading() as reading:
        actor = queries.seated(reading, person_id(), panel)
        if policy.keep_house_refusal(actor):
            raise Missing
        return actor, directory.organisations(reading, actor)


def invite(work: Work, panel: str, offer: Offer) -> Made:
    """Invite by letter where there is an address and mail is set up, else by a link."""
    actor = queries.seated(work, person_id(), panel)
    mailed = bool(offer.address) and mails()
    if mailed:
        invitations.allow_letters(work, actor, 1, limit())
    token = invitations.invite(work, actor, offer)
    invitation = invited.invitation_by(work, invited.token_hash(token))
    return delivered(work, invitation, token, mailed=mailed)


def delivered(work: Work, invitation: Invitation, token: str, *, mailed: bool) -> Made:
    """Send the link, or give it."""
    if not mailed:
        return Made(invitation.public_id, letters.link(token))
    letters.send(work, invitation, token)
    return Made(invitation.public_id)


def listing(panel: str, form: FormView, made: Made | None = None, **more: object) -> str:
    """Show what was invited so far, with the form to invite somebody."""
    actor, organisations = looking(panel)
    chosen, before = request.args.get("show", ""), request.args.get("before", "")
    sent = "" if made else request.args.get("sent", "")
    with open_reading() as reading:
        now = workshop().clock()
        kind = chosen if chosen in invited.KINDS else "all"
        listed = invited.invitations(reading, actor, now, kind, before)
        about = invited.named(reading, actor, made.id if made else sent, now)
    return render_template(
        "membership/invitations.html",
        actor=actor,
        listed=listed,
        about=about,
        link=made.link if made else "",
        **choices(actor, organisations, form),
        **({"doubled": None, "over": False} | more),
    )


def choices(
    actor: Actor, organisations: list[OrganisationView], form: FormView
) -> dict[str, object]:
    """Give what every form that invites offers."""
    values = {"language": actor.panel.language} | dict(form.values)
    return {
        "organisations": organisations,
        "houses": [(one.id, one.name) for one in organisations],
        "roles": SEATED,
        "kinds": forms.KINDS,
        "days": forms.DAYS,
        "languages": list(LANGUAGES.items()),
        "form": FormView(values, form.wrong),
        "mailing": mails(),
        "limit": limit(),
    }


def back(panel: str, sent: str | None = None) -> str:
    """Give the address of the list, which tells of what was `sent`."""
    return url_for("membership.show_invitations", panel=panel, sent=sent)
