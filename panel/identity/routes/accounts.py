"""Signing in and out, and what somebody wrote of herself, over HTTP."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import refresh
from flask_login import current_user, logout_user

from panel.identity import actions, forms, queries
from panel.identity.passwords import fits
from panel.identity.routes.blueprint import bp
from panel.identity.sessions import SignedInPerson, arrival, begin, person_id
from panel.kernel.errors import Invalid
from panel.kernel.languages import LANGUAGES
from panel.kernel.limits import limiter, setting
from panel.kernel.moments import ZONES
from panel.kernel.serving import serving
from panel.kernel.web import (
    FormView,
    again,
    done,
    local,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    workshop,
)
from panel.mail.posting import mails


@bp.get("/sign-in")
def show_sign_in() -> ResponseReturnValue:
    """Show the door."""
    then = local(request.args.get("next"), url_for("home.index"))
    if current_user.is_authenticated:
        return redirect(then)
    news = request.args.get("news", "")
    return render_template("identity/sign_in.html", form=FormView({"next": then}), news=news)


@bp.post("/sign-in")
@limiter.limit(setting("sign_ins"))
@tried_twice
def sign_in() -> ResponseReturnValue:
    """Let somebody in who knows the password."""
    try:
        credentials = forms.credentials(request.form)
        person = _enter(credentials)
    except Invalid as invalid:
        values = {"email": request.form.get("email", ""), "next": request.form.get("next", "")}
        form = again(values, invalid)
        return render_template("identity/sign_in.html", form=form, news=""), 422
    begin(person)
    return redirect(local(request.form.get("next"), url_for("home.index")), 303)


@bp.post("/sign-out")
@signed_in
@tried_twice
def sign_out() -> ResponseReturnValue:
    """Sign out in this browser."""
    with open_work() as work:
        actions.sign_out(work, queries.person(work, person_id()), str(current_user.token))
    return _left()


@bp.post("/sign-out/everywhere")
@signed_in
@tried_twice
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out in every browser, this one included."""
    with open_work() as work:
        actions.sign_out_everywhere(work, queries.person(work, person_id()))
    return _left()


@bp.post("/sign-out/others")
@signed_in
@tried_twice
def sign_out_others() -> ResponseReturnValue:
    """Sign out in every other browser."""
    with open_work() as work:
        actions.sign_out_others(work, queries.person(work, person_id()), str(current_user.token))
    return done(url_for("identity.show_profile", _anchor="sessions"))


@bp.post("/me/sign-ins/<sign_in>/ending")
@signed_in
@tried_twice
def end_sign_in(sign_in: str) -> ResponseReturnValue:
    """Sign out in one other browser."""
    with open_work() as work:
        found = queries.sign_in(work, person_id(), sign_in)
        actions.end_sign_in(work, queries.person(work, person_id()), found)
    return done(url_for("identity.show_profile", _anchor="sessions"))


@bp.get("/me")
@signed_in
def show_profile() -> str:
    """Show somebody what is kept of her."""
    return profile_page(FormView(_values()), saved=request.args.get("saved", ""))


@bp.post("/me")
@signed_in
@tried_twice
def change_profile() -> ResponseReturnValue:
    """Take over name, language and time zone."""
    try:
        profile = forms.profile(request.form)
    except Invalid as invalid:
        return profile_page(again(request.form.to_dict(), invalid)), 422
    with open_work() as work:
        actions.change_profile(work, queries.person(work, person_id()), profile)
    return redirect(url_for("identity.show_profile", saved=1), 303)


@bp.post("/language")
@tried_twice
def choose_language() -> ResponseReturnValue:
    """Answer in another language from now on."""
    chosen = request.form.get("language", "")
    if chosen in LANGUAGES:
        session["language"] = chosen
        if current_user.is_authenticated:
            with open_work() as work:
                person = queries.person(work, person_id())
                profile = actions.Profile(person.name, chosen, person.time_zone, person.about)
                actions.change_profile(work, person, profile)
        refresh()
    return redirect(local(request.form.get("next"), url_for("home.index")), 303)


def _left() -> ResponseReturnValue:
    """Forget who was signed in, pages kept for the way back included."""
    logout_user()
    answer = redirect(url_for("identity.show_sign_in"), 303)
    answer.headers["Clear-Site-Data"] = '"cache"'
    return answer


def _enter(credentials: forms.Credentials) -> SignedInPerson:
    with open_reading() as reading:
        found = queries.by_email(reading, credentials.email)
        stored = found.password_hash if found else None
    if not serving().offload(fits, stored, credentials.password) or found is None:
        raise Invalid({"password": forms.WRONG})
    with open_work() as work:
        person = queries.person(work, found.id)
        token = actions.sign_in(work, person, arrival())
    return SignedInPerson(person, token)


def profile_with(typed: dict[str, object], invalid: Invalid) -> str:
    """Show the profile as it is kept, with another form of the page as it was typed."""
    return profile_page(again(_values() | typed, invalid))


def profile_page(form: FormView, *, saved: str = "") -> str:
    """Show what somebody wrote of herself, where she is signed in, and what waits for her."""
    with open_reading() as reading:
        sign_ins = queries.sign_in_views(reading, person_id(), str(current_user.token))
        change = queries.open_change(reading, person_id(), workshop().clock())
        picture = queries.picture_of(reading, person_id())
    return render_template(
        "identity/profile.html",
        form=form,
        zones=ZONES,
        sign_ins=sign_ins,
        change=change,
        picture=picture,
        mails=mails(),
        saved=saved,
    )


def _values() -> dict[str, object]:
    with open_reading() as reading:
        person = queries.person(reading, person_id())
    names = ("name", "language", "time_zone", "about")
    return {name: getattr(person, name) for name in names}
