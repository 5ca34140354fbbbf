"""Who the session cookie vouches for, and in which language they read."""

import logging
import re
from functools import partial
from typing import cast

from flask import Flask, Response, after_this_request, current_app, g, request, session
from flask_login import UserMixin, current_user, login_user

from panel.identity import queries
from panel.identity.actions import see
from panel.identity.actions.accounts import HOUR
from panel.identity.devices import Arrival, told
from panel.identity.models import Person, PersonId
from panel.identity.views import VouchedView
from panel.kernel.ids import digest, new_token
from panel.kernel.languages import FIRST, LANGUAGES
from panel.kernel.serving import serving
from panel.kernel.web import open_reading, open_work, workshop

log = logging.getLogger(__name__)
DEVICE = "mesa_device"  # the cookie by which a browser is known again, whoever signs in there
DEVICE_DAYS = 400  # the longest that browsers keep one
TOKEN = re.compile(r"[\w-]{43}", re.ASCII)  # as new_token makes it


class SignedInPerson(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The person of this request, or of this socket."""

    def __init__(self, person: VouchedView | Person, token: str) -> None:
        """Keep what every page needs."""
        self.person_id, self.public_id, self.token = person.id, person.public_id, token
        self.name, self.email = person.name, person.email
        self.language, self.time_zone = person.language, person.time_zone

    def get_id(self) -> str:
        """Give flask_login what it keeps in the cookie: the session's token."""
        return self.token


def load(token: str) -> SignedInPerson | None:
    """Find the person again; whoever was signed out elsewhere is a stranger."""
    with open_reading() as reading:
        found = queries.vouched(reading, token)
    if found is None:
        return None
    _renew()
    if found.seen_at <= workshop().clock() - HOUR:
        app = cast(Flask, current_app._get_current_object())  # type: ignore[attr-defined]
        serving().spawn(partial(_see, app, token))  # a page never waits for a turn to write
    return SignedInPerson(found, token)


def begin(person: SignedInPerson) -> None:
    """Give this browser the cookie of a new session; what an earlier one held is forgotten."""
    session.clear()
    session.permanent = True
    session["language"] = person.language
    _renew()
    login_user(person)
    after_this_request(_remembered)


def arrival() -> Arrival:
    """Tell from where this request comes, for a sign-in that `begin` completes."""
    browser, system = told(request.user_agent.string)
    return Arrival(browser, system, digest(_device()))


def person_id() -> PersonId:
    """Tell who is asking, on a route that asks to be signed in."""
    return PersonId(int(current_user.person_id))


def asking() -> PersonId | None:
    """Tell who is asking, if anybody is signed in."""
    return person_id() if current_user.is_authenticated else None


def token_hash() -> str:
    """Name the session of this request as it is stored."""
    return digest(str(current_user.token))


def chosen_language() -> str:
    """Give the language of the person who asks: their own, chosen here, or the browser's."""
    if current_user.is_authenticated:
        return str(current_user.language)
    chosen = str(session.get("language", ""))
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or FIRST


def zone(otherwise: str) -> str:
    """Give the time zone of the person who asks."""
    return str(current_user.time_zone) if current_user.is_authenticated else otherwise


def _renew() -> None:
    """Give the cookie a new life once a day; with each answer it would cost everybody its bytes."""
    today = workshop().clock().date().isoformat()
    if session.get("day") != today:
        session["day"] = today


def _device() -> str:
    """Give the token of this browser, a new one if it has none that could be ours."""
    if "device" not in g:
        held = request.cookies.get(DEVICE, "")
        g.device = held if TOKEN.fullmatch(held) else new_token()
    return str(g.device)


def _remembered(response: Response) -> Response:
    response.set_cookie(
        DEVICE,
        _device(),
        max_age=DEVICE_DAYS * 24 * 60 * 60,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _see(app: Flask, token: str) -> None:
    """Note that a browser is in use; that it is not noted now and then does no harm."""
    try:
        with app.app_context(), open_work() as work:
            see(work, token)
    except Exception:
        log.exception("it was not noted that a browser is in use")
