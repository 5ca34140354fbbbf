"""Papers over HTTP: the register, the page of one, starting one and its title."""

from uuid import uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion.queries import threads
from panel.documents.events import room_of
from panel.documents.queries.documents import seen
from panel.documents.text.schema import SCHEMA
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid, Missing
from panel.kernel.limits import limiter, setting
from panel.kernel.web import (
    FormView,
    again,
    done,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.live.journal import last_seq, last_seqs
from panel.live.line import line
from panel.membership import queries as membership
from panel.membership.models import Verb
from panel.membership.policy import verbs
from panel.papers import forms
from panel.papers.actions import papers as actions
from panel.papers.actions.papers import Outset
from panel.papers.events import register_of
from panel.papers.models import TITLE_LIMIT
from panel.papers.policy import export_refusal, retitle_refusal, stage_refusal
from panel.papers.queries import papers
from panel.papers.routes.blueprint import PAPER, bp, page_of, shown, writing
from panel.papers.routes.comments import beside, read
from panel.papers.stages import LINE, STEPS


@bp.get("/p/<panel>/papers")
def list_papers(panel: str) -> str:
    """List the papers that the reader may read."""
    only = request.args.get("filter", "all")
    only = only if only in papers.STAGES else "all"
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        rooms = [register_of(name) for name in membership.readable_rooms(reading, actor)]
        seqs = last_seqs(reading, rooms)
        rows = papers.listed(reading, actor, only=only)
        total = papers.count(reading, actor)
        if actor.seat_id is None and not total:
            raise Missing
        drafts = bool(membership.offered(reading, actor, Verb.DRAFT))
    return render_template(
        "papers/papers.html",
        actor=actor,
        rows=rows,
        total=total,
        drafts=drafts,
        filter=only,
        stages=papers.STAGES[only],
        line=LINE,
        rooms=list(seqs.items()) if actor.seat_id else [],
    )


@bp.get("/p/<panel>/papers/new")
@signed_in
def new_paper(panel: str) -> str:
    """Show an empty form for a paper; `from` and `audience` fill some of it in."""
    asked = {name: request.args.get(name, "") for name in ("from", "audience")}
    said = {"token": uuid4().hex} | asked
    return _new(panel, FormView(said))


@bp.post("/p/<panel>/papers")
@signed_in
@limiter.limit(setting("posts"))
@tried_twice
def start_paper(panel: str) -> ResponseReturnValue:
    """Start a paper."""
    try:
        asked = forms.start(request.form)
        with open_work() as work:
            actor = membership.seated(work, person_id(), panel)
            audience = membership.audience(work, actor, asked.audience, Verb.READ)
            group = membership.group(work, actor, asked.group) if asked.group else None
            found = tuple(threads.thread(work, actor, name) for name in asked.threads)
            outset = Outset(asked.title, asked.token, group, found)
            paper = actions.start(work, actor, audience, outset).public_id
    except Invalid as invalid:
        if wants_json():
            raise
        return _new(panel, again(request.form.to_dict(), invalid)), 422
    then = page_of(panel, paper)
    return ({"url": then}, 201) if wants_json() else redirect(then, 303)


@bp.get(PAPER)
def show_paper(panel: str, paper: str) -> str:
    """Show a paper; the room's number is read before the text."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = papers.paper(reading, actor, paper)
        room, number = room_of(found.document.public_id), found.document.last_number
        seq = last_seq(reading, room)
        text = read(reading, found)
        remarks = beside(reading, actor, found, text)
        view = papers.paper_view(reading, paper)
        came_from = papers.sources(reading, actor, found)
        may = verbs(actor, found.document.audience)
        since = seen(reading, actor, found.document) if actor.seat_id else None
        moves = [] if stage_refusal(actor, found) else STEPS[view.stage]
        retitles = retitle_refusal(actor, found) is None
        exports = export_refusal(actor, found, found.version) is None
    return render_template(
        "papers/paper.html",
        actor=actor,
        paper=view,
        text=shown(panel, text.content, text.numbers),
        headings=[one for one in text.numbers if one.kind == "heading"],
        remarks=remarks,
        line=LINE,
        room=room,
        seq=seq,
        number=number,
        schema=SCHEMA,
        moves=moves,
        may=may,
        retitles=retitles,
        exports=exports,
        since=since,
        sources=came_from,
        here=line().presence.here(room) if actor.seat_id else [],
        limit=TITLE_LIMIT,
    )


@bp.post(f"{PAPER}/title")
@signed_in
@tried_twice
def retitle(panel: str, paper: str) -> ResponseReturnValue:
    """Give a paper a better title."""
    title = forms.title(request.form)
    with open_work() as work:
        actor, found = writing(work, panel, paper)
        actions.retitle(work, actor, found, title)
    return done(page_of(panel, paper))


def _new(panel: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        offered = membership.offered(reading, actor, Verb.DRAFT)
        named = forms.sources({"from": str(form.values.get("from") or "")})
        found = [
            threads.thread_view(reading, threads.thread(reading, actor, name).public_id)
            for name in named[: forms.SOURCES]
        ]
    if not offered:
        raise Missing
    return render_template(
        "papers/new_paper.html",
        actor=actor,
        audiences=offered,
        form=form,
        sources=found,
        limit=TITLE_LIMIT,
    )
