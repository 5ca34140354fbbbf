"""Threads over HTTP: the list, the page of one, and starting one."""

from dataclasses import dataclass
from uuid import uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion import forms
from panel.discussion.actions import threads as actions
from panel.discussion.around import around
from panel.discussion.events import list_of, room_of
from panel.discussion.models import BODY_LIMIT, Post, Thread
from panel.discussion.pushes import fragment
from panel.discussion.queries import marks, moves, posts, threads, windows
from panel.discussion.routes.asides import asides
from panel.discussion.routes.blueprint import POST, THREAD, bp, page_of, permalink
from panel.discussion.views import PostView, Progress, Window
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Invalid, Missing
from panel.kernel.limits import limiter, setting
from panel.kernel.web import (
    FormView,
    again,
    open_reading,
    open_work,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.kernel.work import Reading
from panel.live.journal import last_seq, last_seqs
from panel.live.line import line
from panel.membership import queries as membership
from panel.membership.actors import Actor, shape
from panel.membership.models import Verb
from panel.membership.policy import Sight, audiences, sight, verbs

PAGE = 30  # threads of a list
FILTERS = ("all", "unread", "concluded")


@bp.get("/p/<panel>/threads")
def list_threads(panel: str) -> str:
    """List the threads that the reader may read."""
    only = request.args.get("filter", "all")
    only = only if only in FILTERS else "all"
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        rooms = [list_of(name) for name in membership.readable_rooms(reading, actor)]
        seqs = last_seqs(reading, rooms)
        before = request.args.get("before", "")
        page = threads.listed(reading, actor, only=only, before=before, limit=PAGE)
        total = threads.count(reading, actor)
        if actor.seat_id is None and not total:
            raise Missing
        unread = threads.count(reading, actor, only="unread")
        may = _panel_verbs(reading, actor)
    return render_template(
        "discussion/threads.html",
        actor=actor,
        rows=page.rows,
        rooms=list(seqs.items()) if actor.seat_id else [],
        may=may,
        older=page.older,
        total=total,
        unread_threads=unread,
        filter=only,
    )


@bp.get("/p/<panel>/threads/new")
@signed_in
def new_thread(panel: str) -> str:
    """Show an empty form for a thread; `audience` names whom it is for, to begin with."""
    said = {"token": uuid4().hex, "audience": request.args.get("audience", "")}
    return _new(panel, FormView(said))


@bp.post("/p/<panel>/threads")
@signed_in
@limiter.limit(setting("posts"))
@tried_twice
def start_thread(panel: str) -> ResponseReturnValue:
    """Start a thread."""
    try:
        opening = forms.opening(request.form)
        with open_work() as work:
            actor = membership.seated(work, person_id(), panel)
            name = request.form.get("audience", "")
            audience = membership.audience(work, actor, name, Verb.READ)
            thread = actions.start(work, actor, audience, opening).public_id
    except Invalid as invalid:
        if wants_json():
            raise
        return _new(panel, again(request.form.to_dict(), invalid)), 422
    then = page_of(panel, thread)
    return ({"url": then}, 201) if wants_json() else redirect(then, 303)


@bp.get(THREAD)
def show_thread(panel: str, thread: str) -> str:
    """Show a thread: where the reader left it, or the window that the address asks for."""
    return thread_page(panel, thread, FormView({"token": uuid4().hex}))


@bp.get(POST)
def show_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Show a thread around one of its posts; where one was moved, lead there who may read it."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        at = moves.present(reading, actor, thread, number)
    if at != (thread, number):
        return redirect(permalink(panel, *at))
    return thread_page(panel, thread, FormView({"token": uuid4().hex}), highlight=number)


@dataclass(frozen=True)
class _Place:
    """Where in a thread somebody wants to read."""

    order: windows.Order
    post: Post | None
    after: str | int | None
    before: str | int | None


def thread_page(
    panel: str,
    thread: str,
    form: FormView,
    *,
    highlight: int | None = None,
    answering: int | None = None,
) -> str:
    """Render the page of a thread; the room's number is read before its content."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        found = threads.thread(reading, actor, thread)
        seq = last_seq(reading, room_of(found.public_id))
        eyes = sight(actor, found.audience)
        progress = marks.progress(reading, actor, found)
        place = _place(reading, found, highlight)
        window = _window(reading, found, eyes, place, progress)
        answered = _answered(reading, found, eyes, answering)
        outside = marks.unread_outside(reading, actor, found, progress.mark, window)
        head = threads.thread_view(reading, thread)
        may = verbs(actor, found.audience)
        about = around().thing(reading, actor, found)
        came_of = around().came_of(reading, actor, found)
        beside = asides(reading, actor, found)
    return render_template(
        "discussion/thread.html",
        actor=actor,
        thread=head,
        about=about,
        came_of=came_of,
        moved=beside.moved,
        undo=beside.undo,
        posts=window.posts,
        plain=fragment,
        pending=_blank(actor, thread),
        seq=seq,
        order=place.order.name,
        mark=progress.mark,
        unread=progress.unread,
        first_unread=progress.first_unread,
        outside=outside or "",
        earlier=window.earlier,
        later=window.later,
        answering=answered,
        highlight=highlight,
        form=form,
        limit=BODY_LIMIT,
        may=may,
        here=line().presence.here(room_of(thread)) if actor.seat_id else [],
    )


def _place(reading: Reading, thread: Thread, highlight: int | None) -> _Place:
    order = windows.ORDERS.get(request.args.get("order", ""), windows.TREE)
    post = posts.post(reading, thread, highlight) if highlight else None
    after, before = (order.cursor(request.args.get(name, "")) for name in ("after", "before"))
    return _Place(order, post, after, before)


def _window(
    reading: Reading, thread: Thread, eyes: Sight, place: _Place, progress: Progress
) -> Window:
    """Open the window asked for; else where the first unread post is; else the newest.

    Who has never been here begins at the beginning.
    """
    if place.post:
        return windows.window_around(reading, thread, eyes, place.order, place.post)
    if place.after is not None:
        return windows.window(reading, thread, eyes, place.order, after=place.after)
    if place.before is not None:
        return windows.window_before(reading, thread, eyes, place.order, before=place.before)
    if not progress.mark:
        return windows.first_window(reading, thread, eyes, place.order)
    if progress.first_unread:
        post = posts.post(reading, thread, progress.first_unread)
        return windows.window_around(reading, thread, eyes, place.order, post)
    return windows.last_window(reading, thread, eyes, place.order)


def _answered(reading: Reading, thread: Thread, eyes: Sight, number: int | None) -> PostView | None:
    asked = request.args.get("answer", "")
    if number is None and asked.isascii() and asked.isdecimal():
        number = int(asked[:6])
    if not number:
        return None
    view = posts.post_view(reading, thread.public_id, number, eyes)
    return view if view and not view.hidden else None


def _blank(actor: Actor, thread: str) -> PostView:
    """Make the post that the composer fills while its words are on their way."""
    return PostView(
        thread=thread,
        panel=actor.panel.slug,
        zone=actor.panel.time_zone,
        number=0,
        author=actor.seat,
        name=actor.name,
        initials=actor.initials,
        organisation=actor.organisation,
        shape=shape(actor.role),
    )


def _panel_verbs(reading: Reading, actor: Actor) -> frozenset[Verb]:
    """Tell what the actor may do in any audience of the panel at all."""
    return frozenset(
        verb for verb in Verb if reading.session.scalar(audiences(actor, verb).limit(1)) is not None
    )


def _new(panel: str, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        offered = membership.offered(reading, actor, Verb.START)
        may = _panel_verbs(reading, actor)
    if not offered:
        raise Missing
    return render_template(
        "discussion/new_thread.html", actor=actor, audiences=offered, form=form, may=may
    )
