"""Moving an account to another address, over HTTP."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from panel.identity import forms, queries
from panel.identity.actions.addresses import CONFIRMS, UNDOES, ask_change, confirm, stop
from panel.identity.models import Person
from panel.identity.routes.accounts import profile_with
from panel.identity.routes.blueprint import bp
from panel.identity.routes.passwords import NO_MAIL
from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid, Refused
from panel.kernel.ids import digest
from panel.kernel.limits import limiter, setting
from panel.kernel.web import open_reading, open_work, signed_in, site, tried_twice, workshop
from panel.kernel.work import Work
from panel.mail.posting import mails, post_letter

COOKIE = "address"  # in the session: the digest that an opened link was swapped for


@bp.post("/me/address")
@limiter.limit(setting("sign_ins"))
@signed_in
@tried_twice
def ask_for_address() -> ResponseReturnValue:
    """Send a letter to both addresses; whether the new one has an account, only it is told."""
    if not mails():
        raise Refused(NO_MAIL)
    with open_reading() as reading:
        now = queries.person(reading, person_id()).email
    try:
        new = forms.new_address(request.form, now)
    except Invalid as invalid:
        return profile_with({"new_email": request.form.get("new_email", "")}, invalid), 422
    with open_work() as work:
        person = queries.person(work, person_id())
        links = ask_change(work, person, new)
        taken = queries.by_email(work, new)
        template = "address_taken" if taken else "address_new"
        _post(work, person, new, template, new, links.new, read_by=taken)
        _post(work, person, person.email, "address_old", new, links.old)
    return redirect(url_for("identity.show_profile", saved="address", _anchor="address"), 303)


@bp.get("/address/<token>")
@limiter.limit(setting("sign_ins"))
def open_address(token: str) -> ResponseReturnValue:
    """Swap the secret in the link for the cookie, so that it stays in no address and no log."""
    key = digest(token)
    with open_reading() as reading:
        queries.change_by(reading, key)
    session[COOKIE] = key
    return redirect(url_for("identity.show_address"))


@bp.get("/address")
def show_address() -> ResponseReturnValue:
    """Show what is to be confirmed, called off or undone; looking at it does nothing."""
    with open_reading() as reading:
        found, side = queries.change_by(reading, session.get(COOKIE, ""))
        change = queries.change_view(reading, found, side)
    open_ = change.expires_at > workshop().clock()
    return render_template("identity/address.html", change=change, open=open_)


@bp.post("/address/confirmation")
@limiter.limit(setting("sign_ins"))
@tried_twice
def confirm_address() -> ResponseReturnValue:
    """Confirm at one end; when both have, the old address hears of it and can undo it."""
    with open_work() as work:
        change, side = queries.change_by(work, session.get(COOKIE, ""), lock=True)
        person = queries.person(work, change.person_id)
        if back := confirm(work, change, person, side):
            _post(work, person, change.old, "address_changed", change.new, back)
    return redirect(url_for("identity.show_address"), 303)


@bp.post("/address/stop")
@limiter.limit(setting("sign_ins"))
@tried_twice
def stop_address() -> ResponseReturnValue:
    """Call a change off, or undo it."""
    with open_work() as work:
        change, side = queries.change_by(work, session.get(COOKIE, ""), lock=True)
        stop(work, change, queries.person(work, change.person_id), side)
    return redirect(url_for("identity.show_address"), 303)


def _post(  # whose address it is, to which end, by which template, and what is told there
    work: Work,
    person: Person,
    to: str,
    template: str,
    new: str,
    token: str,
    *,
    read_by: Person | None = None,
) -> None:
    serves = UNDOES if template == "address_changed" else CONFIRMS
    post_letter(
        work,
        to,
        (read_by or person).language,
        f"identity/mail/{template}.html",
        until=work.at + serves,
        name=person.name,
        new=new,
        days=serves.days,
        url=site() + url_for("identity.open_address", token=token),
        forgotten=site() + url_for("identity.show_forgotten"),
    )
