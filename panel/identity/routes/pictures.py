"""One's own picture, over HTTP."""

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from panel.identity import queries
from panel.identity.actions.pictures import remove_picture, set_picture
from panel.identity.pictures import BODY, MISSING, TOO_HEAVY, portrait, shown
from panel.identity.portraits import Portrait
from panel.identity.routes.accounts import profile_with
from panel.identity.routes.blueprint import bp
from panel.identity.sessions import person_id
from panel.kernel.errors import Invalid
from panel.kernel.limits import limiter, setting
from panel.kernel.web import done, open_reading, open_work, signed_in, tried_twice


@bp.get("/me/picture/<picture>/<int:size>")
@signed_in
def show_own_picture(picture: str, size: int) -> Response:
    """Show somebody her own picture."""
    with open_reading() as reading:
        data = queries.picture(reading, person_id(), picture, size)
    return shown(data, f"{picture}-{size}")


@bp.post("/me/picture")
@limiter.limit(setting("posts"))
@signed_in
def set_own_picture() -> ResponseReturnValue:
    """Take a picture of whoever sends it."""
    request.max_content_length = BODY
    try:
        made = _sent()
    except Invalid as invalid:
        return profile_with({}, invalid), 422
    return _kept(made)


@bp.delete("/me/picture")
@signed_in
@tried_twice
def remove_own_picture() -> ResponseReturnValue:
    """Take one's picture away."""
    with open_work() as work:
        remove_picture(work, queries.person(work, person_id()))
    return done(url_for("identity.show_profile", _anchor="picture"))


def _sent() -> Portrait:
    try:
        file = request.files.get("picture")
    except RequestEntityTooLarge:
        raise Invalid({"picture": TOO_HEAVY}) from None
    if not file or not file.filename:
        raise Invalid({"picture": MISSING})
    return portrait(file.stream)


@tried_twice
def _kept(made: Portrait) -> ResponseReturnValue:
    """Keep what was made; it is not made twice when the database was busy."""
    with open_work() as work:
        set_picture(work, queries.person(work, person_id()), made)
    return redirect(url_for("identity.show_profile", saved="picture", _anchor="picture"), 303)
