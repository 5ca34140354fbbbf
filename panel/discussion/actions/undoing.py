"""Undoing what a moderator did, as long as nothing else has come of it. The caller commits."""

from collections.abc import Callable, Mapping
from datetime import datetime

from panel.discussion import policy
from panel.discussion.actions import posts
from panel.discussion.actions.moves import Into, carry
from panel.discussion.actions.posts import Hiding, names
from panel.discussion.actions.threads import CLOSING
from panel.discussion.events import (
    BranchMoved,
    ThreadClosed,
    ThreadPinned,
    ThreadReopened,
    ThreadUnpinned,
)
from panel.discussion.models import Act, ActKind, Post, Thread, ThreadId
from panel.discussion.queries import moves
from panel.discussion.queries import posts as found_posts
from panel.kernel.errors import Clash, Missing, require
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership.actors import Actor

CHANGED = N_("This was changed again meanwhile, so it cannot be undone from here.")
MOVED_ON = N_(
    "The branch was moved on, or taken back, meanwhile. It can be moved from where it stands now."
)
PARENT_GONE = N_(
    "The post that the branch answered is no longer in the old thread, so it cannot return to its"
    " place. It can be moved into that thread as any branch."
)
OTHERS_WROTE = N_(
    "Others have written in the new thread meanwhile, so it stays. The branch can be moved from it."
)


def undo(work: Work, actor: Actor, act: Act) -> Thread:
    """Bring back what there was before an act, and give the thread where that is.

    What was undone already stays so: a second try changes nothing.
    """
    post = work.session.get(Post, act.post_id, populate_existing=True) if act.post_id else None
    threads = _locked(work, actor, act, post)
    if act.undone_at:
        return threads[act.thread_id]
    act.undone_at = work.at
    if post is None:
        thread = threads[act.thread_id]
        THREADS[ActKind(act.kind)](work, actor, act, thread)
    elif act.into_id:
        thread = threads[act.thread_id]
        _move_back(work, actor, act, post, thread, threads[act.into_id])
    else:
        thread = threads[post.thread_id]
        POSTS[ActKind(act.kind)](work, actor, act, thread, post)
    return thread


def _locked(work: Work, actor: Actor, act: Act, post: Post | None) -> dict[ThreadId, Thread]:
    """Lock all threads that an act is about, and read everything as it is then."""
    ids = {act.thread_id}
    ids |= {act.into_id} if act.into_id else set()
    ids |= {post.thread_id} if post else set()
    threads = moves.locked(work, ids)
    for thread in threads.values():
        require(policy.moderate_refusal(actor, thread))
    work.session.refresh(act)
    if post:
        work.session.refresh(post)
        if post.thread_id not in threads:  # it was moved on while we waited
            raise Clash(MOVED_ON)
    return threads


def _move_back(  # who undoes which move of what, between which threads
    work: Work, actor: Actor, act: Act, root: Post, source: Thread, target: Thread
) -> None:
    given = moves.given_by(work, act)
    put = given.get(root.id)
    stays = put is not None and (root.thread_id, root.number) == (target.id, put.became)
    if not stays or root.deleted_at:
        raise Clash(MOVED_ON)
    branch = moves.branch(work, root)
    if act.before["fresh"] and moves.others_in(work, target, branch):
        raise Clash(OTHERS_WROTE)
    old = {
        post.id: given[post.id].number
        for post in branch
        if post.id in given and given[post.id].became == post.number
    }
    parent = _parent(work, source, act.before["parent"])
    carry(work, actor, act, branch, target, Into(source, parent), old=old)
    if act.before["fresh"]:
        target.gone_at = work.at
        work.record(BranchMoved(**names(target)), by=actor.by)


def _parent(work: Work, source: Thread, number: int | None) -> Post | None:
    if number is None:
        return None
    try:
        return found_posts.post(work, source, number)
    except Missing:
        raise Clash(PARENT_GONE) from None


def _unhide(work: Work, actor: Actor, act: Act, thread: Thread, post: Post) -> None:
    _require_unchanged(post.hidden_at == act.at)
    posts.uncover(work, actor, thread, post)


def _hide(work: Work, actor: Actor, act: Act, thread: Thread, post: Post) -> None:
    _require_unchanged(post.hidden_at is None and post.deleted_at is None)
    at = datetime.fromisoformat(act.before["hidden_at"])
    hiding = Hiding(at, act.before["hidden_by_id"], act.before["hidden_reason"])
    posts.cover(work, actor, thread, post, hiding)


def _close(work: Work, actor: Actor, act: Act, thread: Thread) -> None:
    _require_unchanged(thread.closed_at is None)
    _as_before(work, actor, act, thread)


def _reopen(work: Work, actor: Actor, act: Act, thread: Thread) -> None:
    _require_unchanged(thread.closed_at == act.at)
    _as_before(work, actor, act, thread)


def _as_before(work: Work, actor: Actor, act: Act, thread: Thread) -> None:
    for name in CLOSING:
        value = act.before[name]
        is_instant = name.endswith("_at") and value
        setattr(thread, name, datetime.fromisoformat(value) if is_instant else value)
    fact = ThreadClosed if thread.closed_at else ThreadReopened
    work.record(fact(**names(thread)), by=actor.by)


def _pin(work: Work, actor: Actor, _act: Act, thread: Thread) -> None:
    _require_unchanged(not thread.pinned)
    thread.pinned = True
    work.record(ThreadPinned(**names(thread)), by=actor.by)


def _unpin(work: Work, actor: Actor, _act: Act, thread: Thread) -> None:
    _require_unchanged(thread.pinned)
    thread.pinned = False
    work.record(ThreadUnpinned(**names(thread)), by=actor.by)


def _require_unchanged(unchanged: bool) -> None:  # the condition itself
    if not unchanged:
        raise Clash(CHANGED)


POSTS: Mapping[ActKind, Callable[[Work, Actor, Act, Thread, Post], None]] = {
    ActKind.HIDE: _unhide,
    ActKind.UNHIDE: _hide,
}
THREADS: Mapping[ActKind, Callable[[Work, Actor, Act, Thread], None]] = {
    ActKind.CLOSE: _reopen,
    ActKind.REOPEN: _close,
    ActKind.PIN: _unpin,
    ActKind.UNPIN: _pin,
}
