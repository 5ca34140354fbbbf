"""The log of a panel, over HTTP."""

from flask import Blueprint, render_template, request

from panel.identity.sessions import asking
from panel.kernel.web import open_reading, path_for
from panel.log.queries.acts import acts
from panel.membership import queries as membership

bp = Blueprint("log", __name__)
PAGE = 60  # acts


@bp.get("/p/<panel>/log")
def show_log(panel: str) -> str:
    """Tell what was done in a panel, the newest first, as far as the reader may know of it."""
    before = request.args.get("before", "")
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        log = acts(reading, actor, path_for, before=before, limit=PAGE)
    return render_template("log/log.html", actor=actor, log=log, begins=not before)
