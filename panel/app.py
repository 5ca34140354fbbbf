"""The application, put together."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from http import HTTPStatus

from flask import Flask, Response, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_compress import Compress
from flask_limiter.errors import RateLimitExceeded
from flask_login import LoginManager, current_user
from flask_socketio import SocketIO
from markupsafe import Markup
from sqlalchemy.exc import DataError
from sqlalchemy.exc import TimeoutError as NoConnection
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from panel import wiring
from panel.identity import sessions
from panel.identity.models import SESSION_DAYS
from panel.jobs.bell import Bell
from panel.kernel.assets import install_assets
from panel.kernel.cookies import Cookies
from panel.kernel.database import open_engine
from panel.kernel.errors import Busy, Failure, Missing, Refused, TooOften
from panel.kernel.languages import LANGUAGES, install_languages, language
from panel.kernel.limits import install_limiter, limits_kept
from panel.kernel.messages import N_
from panel.kernel.method import overridden
from panel.kernel.moments import day, moment
from panel.kernel.serving import INLINE, Serving
from panel.kernel.settings import Settings
from panel.kernel.templates import FOLDER, install_templates
from panel.kernel.web import BadRequest, Broken, from_elsewhere, path_for, tell
from panel.kernel.work import Heard, Workshop
from panel.live.gate import guard
from panel.live.journal import append
from panel.live.line import Line, lay
from panel.live.nudges import nudges_of
from panel.live.rooms import Wired
from panel.live.stage import Stage
from panel.live.straight import Straight

MESSAGE_LIMIT = 800_000  # bytes of one message: an update of a text (512 kB) in base64, and more
REQUEST_LIMIT = 1_000_000  # bytes; no form of ours is longer


def create_app(settings: Settings, serving: Serving = INLINE) -> tuple[Flask, Line]:
    """Build the application and its live edge; the tables are the migrations' part."""
    app = Flask("panel", template_folder=str(FOLDER), static_folder=None)
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SERVER_NAME=settings.server_name,  # links in pushes are made without a request
        SESSION_COOKIE_NAME="mesa",
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,  # but once a day: identity.sessions
        PERMANENT_SESSION_LIFETIME=timedelta(days=SESSION_DAYS),
        PREFERRED_URL_SCHEME="https" if settings.secure else "http",
        MAX_CONTENT_LENGTH=REQUEST_LIMIT,
        BABEL_TRANSLATION_DIRECTORIES=settings.translations,
        **limits_kept(settings),
        COMPRESS_MIN_SIZE=1000,
        COMPRESS_ALGORITHM=["br", "gzip"],  # zstd would come first and makes pages a sixth larger
    )
    app.session_interface = Cookies()
    app.extensions.update(
        settings=settings, serving=serving, around=wiring.AROUND, citable=wiring.CITABLE
    )
    install_languages(app, sessions.chosen_language)
    signs_in = LoginManager(app)
    signs_in.session_protection = None  # the token in the cookie is what is checked
    signs_in.user_loader(sessions.load)
    install_limiter(app)
    Compress(app)
    _dress(app, settings)
    _answer_failures(app)
    app.before_request(_refuse_from_elsewhere)
    app.after_request(_guarded)
    for blueprint in wiring.BLUEPRINTS:
        app.register_blueprint(blueprint)
    _wrap(app, settings)
    return app, _lay_line(app, settings, serving)


def _lay_line(app: Flask, settings: Settings, serving: Serving) -> Line:
    io = SocketIO(
        app,
        async_mode=serving.mode,
        async_handlers=False,  # what a tab says is heard in its order, one after another
        client_manager=Straight(serving.pipe) if serving.pipe else None,
        cors_allowed_origins=None,  # the page's own origin alone
        http_compression=False,  # FINDINGS: deflating pushes costs more than sending them
        max_http_buffer_size=MESSAGE_LIMIT,
        cookie=None,
        monitor_clients=False,  # the heartbeat does: live.heart
    )
    guard(app, io, settings.lines or serving.lines)
    for register in wiring.SOCKETS:
        register(io)
    wired = Wired(wiring.ROOMS, wiring.PUSHES, wiring.SAYINGS, wiring.DECODER)
    line = lay(Stage(app, io, serving), wired, nudges_of(settings))
    bell = Bell(settings.var, settings.redis)
    app.extensions.update(wired=wired, line=line, bell=bell)

    def announce(heard: Sequence[Heard]) -> None:
        line.fanout.announce(heard)
        bell.announce(heard)

    app.extensions["workshop"] = Workshop(
        engine=open_engine(settings.database_url, serving.sleep),
        clock=lambda: datetime.now(UTC),
        reactions=wiring.REACTIONS,
        journal=partial(append, tells=wiring.TOLD),
        announce=announce,
    )
    return line


def _dress(app: Flask, settings: Settings) -> None:
    """Give the templates their words."""

    @cache
    def said(_language: str) -> Markup:  # a fifth of the time of a small page, and never another
        return Markup(render_template("words.html"))  # noqa: S704  # a template has escaped it

    install_assets(app, settings.static)
    install_templates(app)
    app.jinja_env.globals.update(
        language=language,
        languages=tuple(LANGUAGES.items()),
        moment=moment,
        day=day,
        csp_nonce=_nonce,
        sentences=lambda: said(language()),
        url_for=path_for,
        in_demo=lambda: app.extensions["settings"].demo,
    )

    @app.context_processor
    def person() -> dict[str, object]:
        signed_in = current_user and current_user.is_authenticated
        return {"current_person": current_user if signed_in else None}


# What libraries say of it, and what it is to whoever asked.
FAILURES: Mapping[type[Exception], Failure] = {
    RateLimitExceeded: TooOften(N_("That was too often. Please wait a moment and try again.")),
    NoConnection: Busy(N_("Many people are writing just now. Please try again in a moment.")),
    DataError: BadRequest(),  # what no column can hold: PostgreSQL takes no NUL, wherever
}


def _answer_failures(app: Flask) -> None:
    app.register_error_handler(Failure, tell)
    for error, failure in FAILURES.items():
        app.register_error_handler(error, lambda _error, failure=failure: tell(failure))

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException) -> ResponseReturnValue:
        if error.code in {404, 405}:
            return tell(Missing())
        if isinstance(error, InternalServerError):
            return tell(Broken())
        is_failure = (error.code or 0) >= HTTPStatus.BAD_REQUEST
        return tell(BadRequest()) if is_failure else error.get_response()


def _refuse_from_elsewhere() -> None:
    if why := from_elsewhere():
        raise Refused(why)


def _guarded(response: Response) -> Response:
    """Tell browsers to trust nothing but this site, and to keep pages from caches."""
    headers = response.headers
    headers.setdefault(  # a letter of the demo has one of its own
        "Content-Security-Policy",
        "default-src 'self'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'; "
        f"form-action 'self'; object-src 'none'; style-src 'self' 'nonce-{_nonce()}'; "
        f"connect-src 'self' ws://{request.host} wss://{request.host}",  # older Safari asks for it
    )
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers.setdefault("Cache-Control", "private, no-cache")
    headers.add("Vary", "Accept, Cookie")
    return response


def _nonce() -> str:
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def _wrap(app: Flask, settings: Settings) -> None:
    """Put around the application what looks at requests before it does."""
    served = WhiteNoise(
        app.wsgi_app,
        root=str(settings.static),
        prefix="static/",
        immutable_file_test=r"-[0-9A-Za-z]{8,}\.",
        max_age=3600,
    )
    app.wsgi_app = overridden(served)  # type: ignore[method-assign,assignment]  # Flask's own way
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # as above
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )


logging.getLogger("werkzeug").setLevel(logging.WARNING)
