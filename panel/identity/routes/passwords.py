"""A new password by the link in a letter, over HTTP. No address is told to be known or not."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from panel.identity import forms, queries
from panel.identity.actions.passwords import SERVES, ask_reset, replace_password
from panel.identity.models import PersonId
from panel.identity.passwords import hashed
from panel.identity.policy import reset_refusal
from panel.identity.routes.blueprint import bp
from panel.kernel.errors import Gone, Invalid, Refused
from panel.kernel.ids import digest, new_token
from panel.kernel.languages import language
from panel.kernel.limits import limiter, setting
from panel.kernel.messages import N_
from panel.kernel.serving import serving
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    reason,
    site,
    tried_twice,
    workshop,
)
from panel.mail.posting import NOBODY, mails, post_letter

COOKIE = "password"  # in the session: the digest that an opened link was swapped for
NO_MAIL = N_("No mail is set up on this site, so nothing was sent.")


@bp.get("/password/forgotten")
def show_forgotten() -> str:
    """Ask for the address of an account, or say what to do where no mail is set up."""
    sent = request.args.get("sent") == "1"
    return render_template("identity/forgotten.html", form=FormView(), mails=mails(), sent=sent)


@bp.post("/password/forgotten")
@limiter.limit(setting("sign_ins"))
@tried_twice
def ask_for_password() -> ResponseReturnValue:
    """Send a link to whoever signs in with an address; for any other, do and say the same."""
    if not mails():
        raise Refused(NO_MAIL)
    try:
        address = forms.forgotten(request.form)
    except Invalid as invalid:
        form = again({"email": request.form.get("email", "")}, invalid)
        page = render_template("identity/forgotten.html", form=form, mails=True, sent=False)
        return page, 422
    token = new_token()
    with open_work() as work:
        person = queries.by_email(work, address)
        good = ask_reset(work, person, token)
        post_letter(
            work,
            person.email if person and good else NOBODY,
            person.language if person else language(),
            "identity/mail/reset.html",
            until=work.at + SERVES,
            name=person.name if person else "",
            url=site() + url_for("identity.open_reset", token=token),
        )
    return redirect(url_for("identity.show_forgotten", sent=1), 303)


@bp.get("/password/new/<token>")
@limiter.limit(setting("sign_ins"))
def open_reset(token: str) -> ResponseReturnValue:
    """Swap the secret in the link for the cookie, so that it stays in no address and no log."""
    key = digest(token)
    with open_reading() as reading:
        queries.reset_by(reading, key)
    session[COOKIE] = key
    return redirect(url_for("identity.show_reset"))


@bp.get("/password/new")
def show_reset() -> ResponseReturnValue:
    """Ask for the new password."""
    return _page(FormView())


@bp.post("/password/new")
@limiter.limit(setting("sign_ins"))
@tried_twice
def set_new_password() -> ResponseReturnValue:
    """Set the new password, and sign the account out everywhere."""
    key = session.get(COOKIE, "")
    try:
        password = forms.replacement(request.form)
    except Invalid as invalid:
        return _page(again({}, invalid), 422)
    with open_reading() as reading:
        queries.reset_by(reading, key)
    password_hash = serving().offload(hashed, password)
    with open_work() as work:
        reset = queries.reset_by(work, key, lock=True)
        person = queries.person(work, PersonId(reset.person_id or 0))
        replace_password(work, reset, person, password_hash)
        post_letter(
            work,
            person.email,
            person.language,
            "identity/mail/password_changed.html",
            name=person.name,
            url=site() + url_for("identity.show_forgotten"),
        )
    session.clear()
    return redirect(url_for("identity.show_sign_in", news="password"), 303)


def _page(form: FormView, status: int = 200) -> ResponseReturnValue:
    with open_reading() as reading:
        reset = queries.reset_by(reading, session.get(COOKIE, ""))
        email = queries.person(reading, PersonId(reset.person_id or 0)).email
    if why := reset_refusal(reset, workshop().clock()):
        page = render_template("identity/link_gone.html", reason=reason(Gone(why)), again=True)
        return page, 410
    return render_template("identity/new_password.html", form=form, email=email), status
