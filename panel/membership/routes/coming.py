"""Coming by an invitation, over HTTP."""

from collections.abc import Mapping

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from panel.identity import queries as accounts
from panel.identity.actions import Profile, register, sign_in
from panel.identity.forms import WRONG
from panel.identity.models import Person, PersonId
from panel.identity.passwords import fits, hashed
from panel.identity.sessions import SignedInPerson, arrival, asking, begin, person_id
from panel.kernel.errors import Gone, Invalid
from panel.kernel.languages import language
from panel.kernel.limits import limiter, setting
from panel.kernel.serving import serving
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    reason,
    tried_twice,
    workshop,
)
from panel.kernel.work import Reading, Work
from panel.membership import forms, policy, queries
from panel.membership.actions import invitations
from panel.membership.models import Invitation, Panel
from panel.membership.queries import invited
from panel.membership.routes.blueprint import bp

COOKIE = "invitation"  # in the session: the digest that an opened link was swapped for


@bp.get("/invitations/<token>")
@limiter.limit(setting("sign_ins"))
def open_invitation(token: str) -> ResponseReturnValue:
    """Swap the secret in the link for the cookie, so that it stays in no address and no log."""
    key = invited.token_hash(token)
    with open_reading() as reading:
        invited.invitation_by(reading, key)
    session[COOKIE] = key
    return redirect(url_for("membership.show_invitation"))


@bp.get("/invitation")
def show_invitation() -> ResponseReturnValue:
    """Show a guest who invites, to which panel and as what; who sits there already is led on."""
    if slug := _seated_at():
        return redirect(url_for("home.show_panel", panel=slug), 303)
    values = {} if current_user.is_authenticated else _for_whom()
    return _invitation(FormView(values))


@bp.post("/invitation")
@limiter.limit(setting("sign_ins"))
@tried_twice
def accept_invitation() -> ResponseReturnValue:
    """Take the seat: as whoever is signed in, by an account that is there, or by a new one."""
    key = session.get(COOKIE, "")
    if current_user.is_authenticated:
        with open_work() as work:
            slug = _seat(work, key, accounts.person(work, person_id()))
        return redirect(url_for("home.show_panel", panel=slug), 303)
    try:
        person, slug = _come(key, forms.guest(request.form))
    except Invalid as invalid:
        values = {name: request.form.get(name, "") for name in ("name", "email")}
        return _invitation(again(values, invalid), 422)
    begin(person)
    session[COOKIE] = key  # the form may come once more, from a page that is still open
    return redirect(url_for("home.show_panel", panel=slug), 303)


def _come(key: str, guest: forms.Guest) -> tuple[SignedInPerson, str]:
    with open_reading() as reading:
        known = accounts.by_email(reading, guest.email)
        _good(reading, key, known.id if known else None)
        stored = known.password_hash if known else None
    offload = serving().offload
    if known and not offload(fits, stored, guest.password):
        raise Invalid({"password": WRONG})
    password_hash = "" if known else offload(hashed, guest.password)
    with open_work() as work:
        invited.invitation_by(work, key, lock=True)  # a form sent twice comes one after the other
        person = accounts.by_email(work, guest.email)
        if known or not person:
            person = person or _registered(work, key, guest, password_hash)
            slug = _seat(work, key, person)
            return SignedInPerson(person, sign_in(work, person, arrival())), slug
    return _come(key, guest)  # registered a moment ago, by this form sent twice perhaps


def _registered(work: Work, key: str, guest: forms.Guest, password_hash: str) -> Person:
    zone = work.session.get_one(Panel, _good(work, key).panel_id).time_zone
    profile = Profile(guest.name, language(), zone)
    return register(work, guest.email, profile, password_hash, by="person")


def _seat(work: Work, key: str, person: Person) -> str:
    invitation = invited.invitation_by(work, key, lock=True)
    invitations.accept(work, invitation, person)
    return work.session.get_one(Panel, invitation.panel_id).slug


def _good(reading: Reading, key: str, guest: PersonId | None = None) -> Invitation:
    """Find an invitation that is open, or by which this guest has come already."""
    invitation = invited.invitation_by(reading, key)
    if guest and invited.taken_by(reading, invitation, guest):
        return invitation
    came = invited.came(reading, invitation)
    if why := policy.invitation_refusal(invitation, came, workshop().clock()):
        raise Gone(why)
    return invitation


def _seated_at() -> str:
    """Name the panel to which this invitation is, when whoever is signed in sits there."""
    guest = asking()
    with open_reading() as reading:
        invitation = invited.invitation_by(reading, session.get(COOKIE, ""))
        slug = reading.session.get_one(Panel, invitation.panel_id).slug
        return slug if guest and queries.actor(reading, guest, slug).seat else ""


def _for_whom() -> Mapping[str, str]:
    """Fill in what the invitation says of whom it is for, unless it goes from hand to hand."""
    with open_reading() as reading:
        invitation = invited.invitation_by(reading, session.get(COOKIE, ""))
        if invitation.seats is not None:
            return {}
        return {"name": invitation.for_name, "email": invitation.address}


def _invitation(form: FormView, status: int = 200) -> ResponseReturnValue:
    with open_reading() as reading:
        try:
            invitation = _good(reading, session.get(COOKIE, ""))
        except Gone as gone:
            return render_template("membership/invitation_gone.html", reason=reason(gone)), 410
        shown = {
            "panel": queries.panel_view(reading.session.get_one(Panel, invitation.panel_id)),
            "role": invitation.role,
            "organisation": queries.organisation(reading, invitation.organisation_id).name,
            "inviter": invited.inviter(reading, invitation),
            "expires_at": invitation.expires_at,
            "seats": invitation.seats,
        }
    known = bool(current_user.is_authenticated)
    page = render_template("membership/invitation.html", invitation=shown, form=form, known=known)
    return page, status
