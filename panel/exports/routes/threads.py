"""Exports of threads: what can be had of one, asking for it, and fetching it."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion.around import around
from panel.discussion.models import Thread
from panel.discussion.policy import export_refusal
from panel.discussion.queries.threads import thread as find
from panel.exports import actions
from panel.exports.cover import ThreadCover
from panel.exports.formats import THREAD_FORMATS
from panel.exports.queries import threads as queries
from panel.exports.routes.blueprint import asked, bp, file_of, handed_over, shelf
from panel.identity.sessions import asking
from panel.kernel.errors import Gone, Missing, require
from panel.kernel.fields import Fields
from panel.kernel.limits import limiter, setting
from panel.kernel.messages import N_
from panel.kernel.web import open_reading, open_work, path_for, tried_twice
from panel.kernel.work import Reading
from panel.membership import queries as membership
from panel.membership.actors import Actor

EXPORTS = "/p/<panel>/threads/<thread>/exports"

OUTLIVED = N_(
    "Since this file was made, a post in it was hidden or taken back, so it is not given out any "
    "more. Ask for it again: what is hidden stays out."
)


@bp.get(EXPORTS)
def show_thread_exports(panel: str, thread: str) -> str:
    """Show what can be had of a thread, and how far it is; `observers` asks for their posts."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = find(reading, actor, thread)
        require(export_refusal(actor, found))
        cover = _cover(reading, actor, found, request.args.get("observers", ""))
        view = queries.exports(reading, cover, shelf().has)
    return render_template("exports/thread.html", actor=actor, view=view)


@bp.post(EXPORTS)
@limiter.limit(setting("posts"))
@tried_twice
def export_thread(panel: str, thread: str) -> ResponseReturnValue:
    """Ask for a file of a thread as it is now."""
    fields = Fields(request.form)
    kind = fields.choice("format", THREAD_FORMATS)
    fields.check()
    with open_work() as work:
        actor = membership.actor(work, asking(), panel)
        found = find(work, actor, thread, lock=True)
        require(export_refusal(actor, found))
        cover = _cover(work, actor, found, request.form.get("observers", ""))
        actions.ask_for_thread(work, actor, found, cover, kind, shelf().has)
        view = queries.exports(work, cover, shelf().has)
    at = path_for("exports.show_thread_exports", panel=panel, thread=thread, **view.fields)
    return asked(view, kind, at)


@bp.get(f"{EXPORTS}/<job>/<name>")
def download_thread(panel: str, thread: str, job: str, name: str) -> Response:
    """Give a file to moderators, unless something in it is not to be read any more."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = find(reading, actor, thread)
        if export_refusal(actor, found):
            raise Missing
        made = queries.job(reading, found, job)
        kind, file = made.args["kind"], file_of(made, name)
        outlived = queries.outlived(reading, found, made)
    if outlived:
        shelf().clear(file)
        raise Gone(OUTLIVED)
    return handed_over(file, kind, name)


def _cover(reading: Reading, actor: Actor, thread: Thread, observers: str) -> ThreadCover:
    about = around().thing(reading, actor, thread)
    return queries.cover(reading, actor.panel, thread, about, observers=observers == "yes")
