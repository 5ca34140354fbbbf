"""Exports of papers: what can be had of one, asking for it, and fetching it."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from panel.exports import actions
from panel.exports.formats import FORMATS
from panel.exports.queries import papers as queries
from panel.exports.routes.blueprint import asked, bp, file_of, handed_over, shelf
from panel.identity.sessions import asking
from panel.kernel.errors import Missing, require
from panel.kernel.fields import Fields
from panel.kernel.limits import limiter, setting
from panel.kernel.web import open_reading, open_work, path_for, tried_twice
from panel.membership import queries as membership
from panel.papers.policy import export_refusal
from panel.papers.queries import papers

EXPORTS = "/p/<panel>/papers/<paper>/exports"


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
        view = queries.exports(reading, actor, found, number, shelf().has)
    return render_template("exports/paper.html", actor=actor, view=view)


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
        actions.ask(work, actor, found, number, kind, shelf().has)
        view = queries.exports(work, actor, found, number, shelf().has)
    at = path_for("exports.show_exports", panel=panel, paper=paper, **view.fields)
    return asked(view, kind, at)


@bp.get(f"{EXPORTS}/<job>/<name>")
def download(panel: str, paper: str, job: str, name: str) -> Response:
    """Give a file to those who may have it now, whoever asked for it."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        made = queries.job(reading, found, job)
        if export_refusal(actor, found, queries.number_of(made)):
            raise Missing
        kind, file = made.args["kind"], file_of(made, name)
    return handed_over(file, kind, name)
