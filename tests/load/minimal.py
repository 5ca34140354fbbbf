"""The app beside ours: a form, Markdown, one INSERT that is on disk when it is answered, the page.

It has our templates and what goes into them ready-made, and nothing else: no session, no rights,
no journal, no post that stays rendered. `python -m tests.load.minimal DATABASE VAR PATH COOKIE`
asks Mesa once, in its own process, for the page at PATH, and from then on serves what Mesa's
template was given.
"""

import os
import warnings

if __name__ == "__main__":  # before anything that it has to patch is imported, as in wsgi.py
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    import eventlet

    eventlet.monkey_patch()

import gc
import socket
import sqlite3
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request, template_rendered
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from markupsafe import Markup

from panel.discussion.pushes import POST
from panel.discussion.views import PostView
from panel.kernel.assets import install_assets
from panel.kernel.languages import language
from panel.kernel.markdown import render
from panel.kernel.moments import moment
from panel.kernel.settings import ROOT
from panel.kernel.web import path_for
from panel.live.pushing import render as fragment
from panel.wiring import BLUEPRINTS
from tests.serving.ground import ground
from wsgi import THRESHOLDS

OF_A_REQUEST = {"g", "request", "session", "current_user"}
Given = dict[str, Any]


def given(database_url: str, var: Path, path: str, cookie: str) -> Given:
    """Ask Mesa for a page, and keep what its template was given."""
    kept: Given = {}

    def keep(_app: Flask, template: object, context: Given) -> None:
        person = context["current_person"]._get_current_object()  # it outlives the request
        kept.update(context, current_person=person)

    with ground(database_url, var) as mesa, template_rendered.connected_to(keep, mesa.app):
        client = mesa.app.test_client(use_cookies=False)
        assert client.get(path, headers={"Cookie": f"mesa={cookie}"}).status_code == 200
    return {name: value for name, value in kept.items() if name not in OF_A_REQUEST}


def minimal(page: Given, database: Path) -> Flask:
    """Make an app that shows one page, and writes to one table."""
    app = Flask("minimal", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(ROOT / "translations")
    Babel(app, locale_selector=lambda: str(page["current_person"].language))
    install_assets(app, ROOT / "static" / "dist")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        language=language,
        moment=moment,
        csp_nonce=lambda: "0" * 22,
        sentences=cache(lambda: Markup(render_template("words.html"))),  # noqa: S704  # as in app.py
        url_for=path_for,
    )
    for blueprint in BLUEPRINTS:  # the templates make addresses of them
        app.register_blueprint(blueprint)
    table = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    table.execute("PRAGMA journal_mode = WAL")
    table.execute("PRAGMA synchronous = FULL")
    table.execute("CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT, html TEXT)")
    blank: PostView = page["posts"][0]

    @app.get("/minimal")
    def show() -> str:
        return render_template("discussion/thread.html", **page | {"plain": post})

    @app.post("/minimal")
    def write() -> ResponseReturnValue:
        html = render(request.form["body"])
        table.execute("INSERT INTO post (body, html) VALUES (?, ?)", (request.form["body"], html))
        return {"html": post(replace(blank, html=Markup(html)))}, 201  # noqa: S704  # by render

    return app


def post(view: PostView) -> str:
    """Render a post, however often it was rendered before."""
    return fragment(POST, "post", view)


def main(app: Flask) -> None:
    """Serve it as wsgi.py serves Mesa."""
    import eventlet.wsgi  # a baseline that is merely imported needs none

    listener = eventlet.listen(("127.0.0.1", 0), reuse_port=False, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    print(listener.getsockname()[1], flush=True)
    eventlet.wsgi.server(listener, app, log_output=False, debug=False)


if __name__ == "__main__":
    url, var, path, cookie = sys.argv[1:]
    os.chdir(ROOT)
    main(minimal(given(url, Path(var), path, cookie), Path(var) / "minimal.db"))
