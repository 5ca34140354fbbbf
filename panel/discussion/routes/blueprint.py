"""The blueprint that the routes of this domain share, and what several of them need."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TypeVar

from flask import Blueprint, url_for

from panel.discussion.actions.words import Draft
from panel.discussion.models import Post, Thread, ThreadRow
from panel.discussion.queries import moves, posts, threads
from panel.identity.sessions import person_id
from panel.kernel.errors import Busy
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor

T = TypeVar("T", Thread, ThreadRow)

bp = Blueprint("discussion", __name__)
THREAD = "/p/<panel>/threads/<thread>"
POST = f"{THREAD}/posts/<int(min=1, max=999999):number>"
TRIES = 3


def writing(work: Work, panel: str, thread: str) -> tuple[Actor, Thread]:
    """Find who writes in which thread, and lock the thread."""
    actor = membership.seated(work, person_id(), panel)
    return actor, threads.thread(work, actor, thread, lock=True)


def writing_post(work: Work, panel: str, thread: str, number: int) -> tuple[Actor, Thread, Post]:
    """Find who changes which post, and lock its thread: the one in which it stands by now."""
    actor = membership.seated(work, person_id(), panel)
    found, number = _standing(work, actor, thread, number, partial(threads.thread, lock=True))
    return actor, found, posts.post(work, found, number)


def writing_answer(
    work: Work, panel: str, thread: str, draft: Draft
) -> tuple[Actor, ThreadRow, Draft]:
    """Find who writes in which thread, and lock it: an answer follows the post that it answers."""
    actor = membership.seated(work, person_id(), panel)
    if not draft.parent:
        return actor, threads.growing(work, actor, thread), draft
    found, parent = _standing(work, actor, thread, draft.parent, threads.growing)
    if found.public_id == thread:
        return actor, found, draft
    return actor, found, replace(draft, parent=parent, addressed=(thread, draft.parent))


def _standing(
    work: Work, actor: Actor, thread: str, number: int, lock: Callable[[Work, Actor, str], T]
) -> tuple[T, int]:
    """Lock the thread in which a post is to be found; it may be moved while one waits for that."""
    at = moves.present(work, actor, thread, number)
    for _ in range(TRIES):
        found = lock(work, actor, at[0])
        now = moves.present(work, actor, thread, number)
        if now == at:
            return found, at[1]
        at = now
    raise Busy(N_("This post is being moved just now. Please try again in a moment."))


def page_of(panel: str, thread: str) -> str:
    """Give the address of a thread."""
    return url_for("discussion.show_thread", panel=panel, thread=thread)


def address_of(panel: str, thread: Thread, post: Post) -> str:
    """Give the address of a post where it is."""
    return permalink(panel, thread.public_id, post.number)


def permalink(panel: str, thread: str, number: int) -> str:
    """Give the address of a post, which opens the page around it."""
    anchor = f"post-{thread}-{number}"
    return url_for(
        "discussion.show_post", panel=panel, thread=thread, number=number, _anchor=anchor
    )
