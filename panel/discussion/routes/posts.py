"""Posts over HTTP: written, edited, taken back, read as they were."""

from uuid import uuid4

from flask import redirect, render_template, request
from flask.typing import ResponseReturnValue

from panel.discussion import forms, policy, pushes
from panel.discussion.actions import posts as actions
from panel.discussion.around import around
from panel.discussion.citing import words_of
from panel.discussion.queries import moves, posts, threads
from panel.discussion.routes.blueprint import (
    POST,
    THREAD,
    address_of,
    bp,
    page_of,
    permalink,
    writing_answer,
    writing_post,
)
from panel.discussion.routes.threads import thread_page
from panel.discussion.views import PostView
from panel.identity.sessions import asking, person_id
from panel.kernel.errors import Gone, Invalid, Missing, require
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
from panel.membership import queries as membership
from panel.membership.models import Verb
from panel.membership.policy import Sight, may, sight, verbs


@bp.post(f"{THREAD}/posts")
@signed_in
@limiter.limit(setting("posts"))
@tried_twice
def create_post(panel: str, thread: str) -> ResponseReturnValue:
    """Publish a contribution, and give back its fragment."""
    try:
        draft = forms.draft(request.form)
    except Invalid as invalid:
        if wants_json():
            raise
        answering = request.form.get("parent", "")
        number = int(answering[:6]) if answering.isdecimal() else None
        values = request.form.to_dict() | {"token": request.form.get("token") or uuid4().hex}
        return thread_page(panel, thread, again(values, invalid), answering=number), 422
    with open_work() as work:
        actor, found, draft = writing_answer(work, panel, thread, draft)
        post = actions.reply(work, actor, found, draft)
        place = found if post.thread_id == found.id else moves.thread_of(work, actor, post)
        eyes = sight(actor, (place or found).audience)
        view = posts.own_view(work, actor, place, post, eyes) if place else None
        if view is None:  # it was moved since it was first sent
            raise Gone(policy.TAKEN_AWAY)
    then = permalink(panel, view.thread, view.number)
    if wants_json():
        there = {"id": view.id, "number": view.number, "html": pushes.fragment(view)}
        return there | {"url": then}, 201
    return redirect(then, 303)


@bp.get(f"{POST}/edit")
@signed_in
def edit_form(panel: str, thread: str, number: int) -> str:
    """Show the author the words of a post, to change them."""
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        thread, number = moves.present(reading, actor, thread, number)
        found = threads.thread(reading, actor, thread)
        post = posts.post(reading, found, number)
        require(policy.edit_refusal(actor, found, post))
        form = FormView({"body": post.body, "revision": post.revision})
    return _edit(panel, thread, number, form)


@bp.post(f"{POST}/body")
@signed_in
@limiter.limit(setting("posts"))
@tried_twice
def edit_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Put better words in place of earlier ones."""
    try:
        words, revision = forms.edited(request.form)
    except Invalid as invalid:
        if wants_json():
            raise
        return _edit(panel, thread, number, again(request.form.to_dict(), invalid)), 422
    with open_work() as work:
        actor, found, post = writing_post(work, panel, thread, number)
        actions.edit(work, actor, found, post, words, revision=revision)
    return done(address_of(panel, found, post))


@bp.delete(POST)
@signed_in
@tried_twice
def delete_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Take back what nobody has answered yet."""
    with open_work() as work:
        actor, found, post = writing_post(work, panel, thread, number)
        actions.delete(work, actor, found, post)
    return done(page_of(panel, found.public_id))


@bp.get(f"{POST}/history")
def show_history(panel: str, thread: str, number: int) -> str:
    """Show what a post said over time, to whoever may read it."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        thread, number = moves.present(reading, actor, thread, number)
        found = threads.thread(reading, actor, thread)
        eyes = sight(actor, found.audience)
        view = _shown(posts.post_view(reading, thread, number, eyes))
        revisions = posts.revisions(reading, posts.post(reading, found, number))
        head = threads.thread_view(reading, thread)
    return render_template(
        "discussion/history.html",
        actor=actor,
        thread=head,
        post=view,
        revisions=revisions,
        may=verbs(actor, found.audience),
    )


@bp.get(f"{POST}/citation")
def cite_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Name a post as papers cite it, in the panel's language; `paper` says which one will."""
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        thread, number = moves.present(reading, actor, thread, number)
        found = threads.thread(reading, actor, thread)
        if into := request.args.get("paper"):
            audience = around().audience(reading, f"paper:{into}")
            if audience is None or may(actor, Verb.READ, audience):
                raise Missing
            require(policy.cite_refusal(found, audience))
        view = _shown(posts.post_view(reading, thread, number, Sight.ALL))
    words = words_of(view, actor.panel.language)
    return {"thread": view.thread, "number": view.number, "words": words}


@bp.post("/preview")
@signed_in
@limiter.limit(setting("posts"))
def preview() -> ResponseReturnValue:
    """Show how a text will look; nothing is written."""
    return forms.words(request.form).html


def _shown(view: PostView | None) -> PostView:
    if view is None or view.trace:
        raise Missing
    return view


def _edit(panel: str, thread: str, number: int, form: FormView) -> str:
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        thread, number = moves.present(reading, actor, thread, number)
        found = threads.thread(reading, actor, thread)
        view = _shown(posts.post_view(reading, thread, number, sight(actor, found.audience)))
        head = threads.thread_view(reading, thread)
    return render_template(
        "discussion/edit_post.html",
        actor=actor,
        thread=head,
        post=view,
        form=form,
        may=verbs(actor, found.audience),
    )
