"""What every route needs from the framework."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from sqlalchemy.exc import DBAPIError

from panel.kernel.database import is_passing
from panel.kernel.errors import (
    Busy,
    Clash,
    Failure,
    Gone,
    Invalid,
    Missing,
    Refused,
    TooOften,
)
from panel.kernel.messages import N_, Message
from panel.kernel.work import Known, Reading, Work, Workshop

P = ParamSpec("P")
R = TypeVar("R")


class SignedOut(Failure):
    """Somebody has to sign in first, or again."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(N_("Please sign in to go on. What you have written is kept."))


class BadRequest(Failure):
    """The browser sent something that is no request of ours."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(N_("This could not be understood, so nothing was done."))


class Broken(Failure):
    """Something failed on our side, and is logged there."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__(
            N_("Something went wrong on our side. What you have written is kept here.")
        )


STATUS: Mapping[type[Failure], int] = {
    BadRequest: 400,
    SignedOut: 401,
    Refused: 403,
    Missing: 404,
    Clash: 409,
    Gone: 410,
    Invalid: 422,
    TooOften: 429,
    Broken: 500,
    Busy: 503,
}
ADDRESSES = 5_000  # that are kept: 2 MB
PATIENCE = {Busy: 2, TooOften: 20}  # seconds to wait before trying again
KEPT = (  # words that go back
    *("title", "body", "conclusion", "reason", "name", "for_name"),
    *("meeting", "wording", "note", "list", "about"),
)


@dataclass(frozen=True)
class FormView:
    """A form as it is shown: what stands in it, and the sentence beside each wrong field."""

    values: Mapping[str, object] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)


def again(values: Mapping[str, object], invalid: Invalid) -> FormView:
    """Show a form once more, with all that was typed and what is wrong with it."""
    wrong = {name: gettext(message) for name, message in invalid.fields.items()}
    return FormView(values, wrong)


def reason(failure: Failure) -> str:
    """Say why in the reader's language, for a page of its own."""
    return str(gettext(failure.message))


def open_reading(known: Known | None = None) -> AbstractContextManager[Reading]:
    """Open a reading for this request; what is `known` is not asked for."""
    return workshop().open_reading(known)


def open_work() -> AbstractContextManager[Work]:
    """Open the work of this request, which must be a write."""
    return workshop().open_work()


def workshop() -> Workshop:
    """Find the workshop of this application."""
    return cast(Workshop, current_app.extensions["workshop"])


def signed_in(route: Callable[P, R]) -> Callable[P, R]:
    """Let only signed-in people through."""

    @wraps(route)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not current_user.is_authenticated:
            raise SignedOut
        return route(*args, **kwargs)

    return run


def tried_twice(route: Callable[P, R]) -> Callable[P, R]:
    """Run a write once more when the database lost a race; after that, ask for patience."""

    @wraps(route)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        for _ in range(2):
            try:
                return route(*args, **kwargs)
            except DBAPIError as error:
                if not is_passing(error):
                    raise
                current_app.logger.warning("lost a race: %s", error.orig)
        raise Busy(N_("Many people are writing just now. Please try again in a moment."))

    return run


def wants_json() -> bool:
    """Tell a script's request, which is answered with data, from a form's, which gets a page."""
    return request.accept_mimetypes.best == "application/json"


def done(then: str) -> ResponseReturnValue:
    """Answer a write: a script is told that it was done, a form is led on to a page."""
    return ("", 204) if wants_json() else redirect(then, 303)


@lru_cache(ADDRESSES, typed=True)  # a page has a hundred, and 1 is not True in one
def path_for(endpoint: str, **values: object) -> str:
    """Give the path of an address within this site, in a page and in a push alike."""
    return url_for(endpoint, _external=False, **values)  # type: ignore[arg-type]


def site() -> str:
    """Give the address of this installation, as the operator set it: no request may choose it."""
    return str(current_app.extensions["settings"].url)


def local(target: str | None, otherwise: str) -> str:
    """Follow a given address only within this site."""
    parts = urlsplit(target or "")
    inside = target and target.startswith("/") and not target.startswith(("//", "/\\"))
    plain = target and inside and target.isprintable()  # browsers skip over tabs and line breaks
    return target if target and plain and not parts.netloc else otherwise


def tell(failure: Failure) -> ResponseReturnValue:
    """Answer with the reason, and give the sender's words back."""
    status = STATUS[type(failure)]
    waits = PATIENCE.get(type(failure))
    headers = {"Retry-After": str(waits)} if waits else {}
    if request.method != "GET":
        current_app.logger.info("refused %s %s: %s", request.method, request.endpoint, failure)
    if wants_json():
        return _told(failure), status, headers
    unread = isinstance(failure, BadRequest)  # too large, say: its form cannot be read either
    form = {} if unread else request.form
    kept = {name: form[name] for name in KEPT if form.get(name)}
    page = render_template(
        "failure.html",
        failure=failure,
        message=reason(failure),
        status=status,
        kept=kept,
        fields=_fields(failure),
    )
    return page, status, headers


def from_elsewhere() -> Message | None:
    """Refuse writes that another site made the browser send.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin; who says
    neither is no browser and brings no cookies of a victim.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return None
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if site:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin is None or urlsplit(origin).netloc == request.host
    return None if ours else N_("This came from another site, so nothing was done.")


def _told(failure: Failure) -> dict[str, object]:
    return {"message": reason(failure), "fields": _fields(failure)}


def _fields(failure: Failure) -> dict[str, str]:
    if not isinstance(failure, Invalid):
        return {}
    return {name: gettext(message) for name, message in failure.fields.items()}
