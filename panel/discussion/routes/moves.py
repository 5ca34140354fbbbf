"""Moving a branch over HTTP: the choice of its new place, the move, and undoing what was done."""

from collections.abc import Sequence
from uuid import uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from panel.discussion import forms, policy
from panel.discussion.actions.moves import Fresh, Into, move
from panel.discussion.actions.undoing import undo
from panel.discussion.around import around
from panel.discussion.models import TITLE_LIMIT, Act, Post, Thread
from panel.discussion.queries import moves, posts, threads
from panel.discussion.routes.blueprint import POST, THREAD, bp, page_of, permalink
from panel.identity.sessions import person_id
from panel.kernel.errors import Clash, Invalid, Missing, Refused, require
from panel.kernel.messages import N_
from panel.kernel.web import (
    FormView,
    again,
    done,
    open_reading,
    open_work,
    reason,
    signed_in,
    tried_twice,
    wants_json,
)
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor
from panel.membership.models import Audience, Verb
from panel.membership.policy import audiences, covers, sight, verbs

NO_SUCH_THREAD = N_("Please choose a thread of this panel, or a new one.")
NO_SUCH_POST = N_("There is no such post in that thread.")
MOVED_ALREADY = N_("Somebody has moved this branch just now. Nothing else was done.")


@bp.get(f"{POST}/move")
@signed_in
def choose_place(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Show a moderator where a branch can go."""
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        at = moves.present(reading, actor, thread, number)
    if at != (thread, number):
        there, now = at
        return redirect(url_for("discussion.choose_place", panel=panel, thread=there, number=now))
    return _page(panel, thread, number, FormView({"token": uuid4().hex}))


@bp.post(f"{POST}/move")
@signed_in
@tried_twice
def move_branch(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Move a branch to where the form says; the same form sent twice moves it once."""
    try:
        with open_work() as work:
            then = _moved(work, panel, thread, number)
    except Invalid as invalid:
        if wants_json():
            raise
        return _page(panel, thread, number, again(request.form.to_dict(), invalid)), 422
    except Refused as refused:  # the page itself is for moderators, and refuses all others
        if wants_json():
            raise
        form = FormView(request.form.to_dict(), {"to": reason(refused)})
        return _page(panel, thread, number, form), 403
    return ({"url": then}, 201) if wants_json() else redirect(then, 303)


@bp.delete(f"{THREAD}/acts/<act>")
@signed_in
@tried_twice
def undo_act(panel: str, thread: str, act: str) -> ResponseReturnValue:
    """Undo what a moderator did in a thread."""
    with open_work() as work:
        actor = membership.seated(work, person_id(), panel)
        found = moves.act(work, act, thread)
        _require_readable(work, actor, found)
        _require_back_uncited(work, found)
        back = undo(work, actor, found)
        root = work.session.get(Post, found.post_id) if found.post_id else None
        is_there = root is not None and root.thread_id == back.id
        at = root.number if is_there and root else None
    then = permalink(panel, back.public_id, at) if at else page_of(panel, back.public_id)
    return ({"url": then}, 200) if wants_json() and found.into_id else done(then)


def _moved(work: Work, panel: str, thread: str, number: int) -> str:
    actor = membership.seated(work, person_id(), panel)
    if known := _done_before(work, actor):
        return known
    at = moves.present(work, actor, thread, number)
    source = threads.thread(work, actor, at[0])
    require(policy.move_refusal(actor, source, posts.post(work, source, at[1])))
    if at != (thread, number):  # the form was of another place, with other readers and answers
        raise Clash(MOVED_ALREADY)
    sent = forms.moving(request.form)
    if sent.to == forms.NEW:
        moves.locked(work, [source.id])
        goal: Into | Fresh = Fresh(sent.title, _audience(work, actor, sent.audience))
    else:
        goal = _into(work, actor, source, sent)
    if moves.present(work, actor, thread, number) != at:  # another moderator was faster
        raise Clash(MOVED_ALREADY)
    root = posts.post(work, source, at[1])
    target = goal.audience if isinstance(goal, Fresh) else goal.thread.audience
    _require_uncited(work, source, moves.branch(work, root), target)
    move(work, actor, source, root, goal, sent.token)
    there = moves.thread_of(work, actor, root)
    return permalink(panel, there.public_id, root.number) if there else page_of(panel, at[0])


def _done_before(work: Work, actor: Actor) -> str:
    """Give where the branch is if this very form was sent before, else nothing."""
    known = moves.sent_as(work, actor, forms.name_of(request.form))
    post = work.session.get(Post, known.post_id) if known and known.post_id else None
    there = moves.thread_of(work, actor, post) if post else None
    return permalink(actor.panel.slug, there.public_id, post.number) if there and post else ""


def _into(work: Work, actor: Actor, source: Thread, sent: forms.Moving) -> Into:
    """Lock both threads, and find the place in the other one."""
    try:
        target = threads.thread(work, actor, sent.to)
    except Missing:
        raise Invalid({"to": NO_SUCH_THREAD}) from None
    moves.locked(work, {source.id, target.id})
    if target.gone_at:
        raise Invalid({"to": NO_SUCH_THREAD})
    try:
        return Into(target, posts.post(work, target, sent.under) if sent.under else None)
    except Missing:
        raise Invalid({"under": NO_SUCH_POST}) from None


def _audience(work: Work, actor: Actor, public_id: str) -> Audience:
    try:
        return membership.audience(work, actor, public_id, Verb.START)
    except (Missing, Refused):
        raise Invalid({"audience": forms.FOR_WHOM}) from None


def _require_uncited(
    work: Work, thread: Thread, branch: Sequence[Post], audience: Audience
) -> None:
    """Keep a branch where all may read it who read a paper that cites it."""
    if covers(audience, thread.audience):
        return
    if around().cited(work, audience, moves.names_of(work, branch, thread)):
        raise Refused(policy.CITED)


def _require_back_uncited(work: Work, act: Act) -> None:
    """Ask the same before a branch goes back."""
    root = work.session.get(Post, act.post_id) if act.post_id else None
    if act.into_id is None or root is None or act.undone_at:
        return
    there = moves.locked(work, {act.thread_id, act.into_id, root.thread_id})
    branch = moves.branch(work, root)
    _require_uncited(work, there[root.thread_id], branch, there[act.thread_id].audience)


def _require_readable(work: Work, actor: Actor, act: Act) -> None:
    """Say of acts in what the actor may not read the same as of what never was."""
    ids = {act.thread_id, act.into_id} - {None}
    query = select(Thread.id).where(
        Thread.id.in_(ids), Thread.audience_id.in_(audiences(actor, Verb.READ))
    )
    if set(work.session.scalars(query)) != ids:
        raise Missing


def _page(panel: str, thread: str, number: int, form: FormView) -> str:
    words = str(form.values.get("search") or request.args.get("search", ""))
    with open_reading() as reading:
        actor = membership.seated(reading, person_id(), panel)
        found = threads.thread(reading, actor, thread)
        post = posts.post(reading, found, number)
        require(policy.move_refusal(actor, found, post))
        view = posts.post_view(reading, thread, number, sight(actor, found.audience))
        head = threads.thread_view(reading, thread)
        offered = membership.offered(reading, actor, Verb.START)
        known = membership.audiences_named(reading, [one.id for one in offered])
        targets = moves.targets(reading, actor, found, words)
        size = sum(one.deleted_at is None for one in moves.branch(reading, post))
    return render_template(
        "discussion/move.html",
        actor=actor,
        thread=head,
        post=view,
        size=size,
        targets=targets,
        audiences=[(one, policy.reach(found.audience, known[one.id])) for one in offered],
        form=form,
        search=words,
        title_limit=TITLE_LIMIT,
        may=verbs(actor, found.audience),
    )
