"""The blueprint that the routes of this domain share, and what several of them need."""

from io import BytesIO

from flask import Blueprint, Response, current_app, redirect, send_file
from flask.typing import ResponseReturnValue

from panel.exports.formats import TYPES
from panel.exports.shelf import Shelf
from panel.exports.views import ExportsView
from panel.jobs.models import Job
from panel.kernel.errors import Gone, Missing
from panel.kernel.messages import N_
from panel.kernel.web import wants_json
from panel.live.pushing import render

bp = Blueprint("exports", __name__)

CLEARED = N_("This file is not kept any more. Ask for it again where you asked for it first.")


def shelf() -> Shelf:
    """Find where the files of this installation lie."""
    return Shelf(current_app.extensions["settings"])


def asked(view: ExportsView, kind: str, page: str) -> ResponseReturnValue:
    """Answer who has asked for a file: with its row, or by leading on to the page of all."""
    if not wants_json():
        return redirect(f"{page}#export-{kind}", 303)
    row = view.row(kind)
    html = render("exports/_exports.html", "row", view, row)
    return {"kind": kind, "room": row.room, "seq": row.seq, "html": html}, 202


def file_of(made: Job, name: str) -> str:
    """Give the name on the shelf of what was made, and is called so for people."""
    if made.result.get("name") != name:
        raise Missing
    return str(made.result["file"])


def handed_over(file: str, kind: str, name: str) -> Response:
    """Give a file from the shelf as what it is."""
    try:
        whole = BytesIO(shelf().place(file).read_bytes())  # all at once: no handle stays open
    except FileNotFoundError:
        raise Gone(CLEARED) from None
    answer = send_file(whole, mimetype=TYPES[kind], as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
