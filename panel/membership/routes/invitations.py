"""Inviting somebody, sending again and taking back, over HTTP."""

from flask import request
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, TooOften, require
from panel.kernel.web import (
    FormView,
    again,
    done,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    workshop,
)
from panel.mail.posting import mails
from panel.membership import forms, policy, queries
from panel.membership.actions import invitations
from panel.membership.queries import invited
from panel.membership.routes import inviting
from panel.membership.routes.blueprint import bp
from panel.membership.routes.inviting import BLANK, back, delivered, keeper, listing
from panel.membership.views import InvitationView


@bp.get("/p/<panel>/invitations")
@signed_in
def show_invitations(panel: str) -> str:
    """Show moderators who was invited, who came and who did not."""
    return listing(panel, FormView(BLANK))


@bp.post("/p/<panel>/invitations")
@signed_in
@tried_twice
def invite(panel: str) -> ResponseReturnValue:
    """Invite somebody by a letter, or show the link, this once."""
    _actor, organisations = keeper(panel)
    try:
        offer = forms.offer(request.form, organisations)
        with open_work() as work:
            made = inviting.invite(work, panel, offer)
    except Invalid as invalid:
        doubled = _doubled(panel, invalid)
        form = again(request.form.to_dict(), invalid)
        return listing(panel, form, doubled=doubled), 422
    except TooOften as over:
        form = again(request.form.to_dict(), Invalid({"address": over.message}))
        return listing(panel, form, over=True), 429
    if not made.link:
        return done(back(panel, sent=made.id))
    blank = FormView({"days": request.form["days"], "role": offer.role})
    return listing(panel, blank, made), 201


@bp.post("/p/<panel>/invitations/<invitation>/resending")
@signed_in
@tried_twice
def resend_invitation(panel: str, invitation: str) -> ResponseReturnValue:
    """Send an invitation again, or make its link anew and show it; the old link is dead."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        require(policy.keep_house_refusal(actor))
        found = invited.invitation(work, actor, invitation, lock=True)
        mailed = bool(found.address) and mails() and request.form.get("by") != "link"
        if mailed:
            invitations.allow_letters(work, actor, 1, inviting.limit())
        token = invitations.resend(work, actor, found, by_letter=mailed)
        made = delivered(work, found, token, mailed=mailed)
    if not made.link:
        return done(back(panel, sent=made.id))
    return listing(panel, FormView(BLANK), made), 201


@bp.post("/p/<panel>/invitations/<invitation>/revocation")
@signed_in
@tried_twice
def revoke_invitation(panel: str, invitation: str) -> ResponseReturnValue:
    """Take an invitation back."""
    with open_work() as work:
        actor = queries.seated(work, person_id(), panel)
        require(policy.keep_house_refusal(actor))
        invitations.revoke(work, actor, invited.invitation(work, actor, invitation, lock=True))
    return done(back(panel))


def _doubled(panel: str, invalid: Invalid) -> InvitationView | None:
    """Find the open invitation that another one to its address would double."""
    if invalid.fields.get("address") != invitations.OPEN_ALREADY:
        return None
    address, now = request.form["address"].strip().lower(), workshop().clock()
    with open_reading() as reading:
        actor = queries.seated(reading, person_id(), panel)
        found = invited.open_to(reading, actor.panel_id, [address], now).get(address)
        return invited.shown(reading, found, now) if found else None
