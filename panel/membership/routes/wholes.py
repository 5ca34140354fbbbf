"""Inviting an organisation as a whole, over HTTP: how many of its people may take a seat."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, Missing, TooOften, require
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
from panel.membership import forms, policy, queries
from panel.membership.actions import invitations
from panel.membership.models import SEATED, SEATS_MOST, Role
from panel.membership.queries import invited
from panel.membership.routes import inviting
from panel.membership.routes.blueprint import bp
from panel.membership.routes.inviting import back, choices, keeper, listing, looking

BLANK = {"days": "30", "role": "reader", "seats": "10"}
ROLES = tuple(role for role in SEATED if role is not Role.MODERATOR)


@bp.get("/p/<panel>/invitations/organisation")
@signed_in
def show_organisation_form(panel: str) -> str:
    """Show moderators the form to invite an organisation as a whole."""
    return _form(panel, FormView(BLANK))


@bp.post("/p/<panel>/invitations/organisation")
@signed_in
@tried_twice
def invite_organisation(panel: str) -> ResponseReturnValue:
    """Invite an organisation by a letter, or show its link, this once."""
    _actor, organisations = keeper(panel)
    try:
        offer = forms.organisation_offer(request.form, organisations)
        with open_work() as work:
            made = inviting.invite(work, panel, offer)
    except Invalid as invalid:
        return _form(panel, again(request.form.to_dict(), invalid)), 422
    except TooOften as over:
        form = again(request.form.to_dict(), Invalid({"address": over.message}))
        return _form(panel, form, over=True), 429
    if not made.link:
        return done(back(panel, sent=made.id))
    return listing(panel, FormView(inviting.BLANK), made), 201


@bp.get("/p/<panel>/invitations/<invitation>/seats")
@signed_in
def show_seats(panel: str, invitation: str) -> str:
    """Show moderators how many seats an organisation may take, to be changed."""
    return _seats(panel, invitation, FormView())


@bp.post("/p/<panel>/invitations/<invitation>/seats")
@signed_in
@tried_twice
def change_seats(panel: str, invitation: str) -> ResponseReturnValue:
    """Let an organisation take more seats, or fewer."""
    keeper(panel)
    try:
        seats = forms.seats(request.form)
        with open_work() as work:
            actor = queries.seated(work, person_id(), panel)
            require(policy.keep_house_refusal(actor))
            found = invited.invitation(work, actor, invitation, lock=True)
            invitations.change_seats(work, actor, found, seats)
    except Invalid as invalid:
        return _seats(panel, invitation, again(request.form.to_dict(), invalid)), 422
    return done(back(panel))


def _form(panel: str, form: FormView, **more: object) -> str:
    actor, organisations = looking(panel)
    offered = choices(actor, organisations, form) | {"roles": ROLES, "most": SEATS_MOST}
    return render_template(
        "membership/invite_organisation.html", actor=actor, over=False, **(offered | more)
    )


def _seats(panel: str, invitation: str, form: FormView) -> str:
    actor, _organisations = looking(panel)
    with open_reading() as reading:
        view = invited.named(reading, actor, invitation, workshop().clock())
    if view is None or view.seats is None:
        raise Missing
    values = form.values or {"seats": str(view.seats)}
    return render_template(
        "membership/invitation_seats.html",
        actor=actor,
        invitation=view,
        form=FormView(values, form.wrong),
        action=url_for("membership.change_seats", panel=panel, invitation=invitation),
    )
