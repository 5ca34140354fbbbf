"""Exports, over HTTP: what can be had of a paper, asking for it, and fetching it."""

from io import BytesIO

from flask import (
    Blueprint,
    Response,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
)
from flask.typing import ResponseReturnValue

from panel.exports import actions, queries
from panel.exports.formats import FORMATS, TYPES
from panel.exports.shelf import Shelf
from panel.identity.sessions import asking
from panel.kernel.errors import Gone, Missing, require
from panel.kernel.fields import Fields
from panel.kernel.limits import limiter, setting
from panel.kernel.messages import N_
from panel.kernel.web import open_reading, open_work, path_for, tried_twice, wants_json
from panel.live.pushing import render
from panel.membership import queries as membership
from panel.papers.policy import export_refusal
from panel.papers.queries import papers

bp = Blueprint("exports", __name__)
EXPORTS = "/p/<panel>/papers/<paper>/exports"

CLEARED = N_("This file is not kept any more. Ask for it again on the page of the paper.")


@bp.get(EXPORTS)
def show_exports(panel: str, paper: str) -> str:
    """Show what can be had of a version, and how far it is; an empty `version` is the live text.

    Where none is named, it is what the paper's stage stands on.
    """
    fields = Fields(request.args)
    number = fields.number("version", optional=True)
    fields.check()
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        number = number if "version" in request.args else found.version
        require(export_refusal(actor, found, number))
        view = queries.exports(reading, actor, found, number, _shelf().has)
    return render_template("exports/exports.html", actor=actor, view=view)


@bp.post(EXPORTS)
@limiter.limit(setting("posts"))
@tried_twice
def export(panel: str, paper: str) -> ResponseReturnValue:
    """Ask for a file; visitors may, too, where they may read what was adopted."""
    fields = Fields(request.form)
    kind, number = fields.choice("format", FORMATS), fields.number("version", optional=True)
    fields.check()
    with open_work() as work:
        actor = membership.actor(work, asking(), panel)
        found = papers.paper(work, actor, paper, lock=True)
        actions.ask(work, actor, found, number, kind, _shelf().has)
        view = queries.exports(work, actor, found, number, _shelf().has)
    if not wants_json():
        at = path_for("exports.show_exports", panel=panel, paper=paper, version=view.version)
        return redirect(f"{at}#export-{kind}", 303)
    row = view.row(kind)
    html = render("exports/_exports.html", "row", view, row)
    return {"kind": kind, "room": row.room, "seq": row.seq, "html": html}, 202


@bp.get(f"{EXPORTS}/<job>/<name>")
def download(panel: str, paper: str, job: str, name: str) -> Response:
    """Give a file to those who may have it now, whoever asked for it."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        made = queries.job(reading, found, job)
        if export_refusal(actor, found, queries.number_of(made)) or made.result.get("name") != name:
            raise Missing
        kind, file = made.args["kind"], made.result["file"]
    try:
        whole = BytesIO(_shelf().place(file).read_bytes())  # all at once: no handle stays open
    except FileNotFoundError:
        raise Gone(CLEARED) from None
    answer = send_file(whole, mimetype=TYPES[kind], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer


def _shelf() -> Shelf:
    return Shelf(current_app.extensions["settings"])
