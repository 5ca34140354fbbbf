"""The blueprint that the routes of this domain share, and what several of them need."""

from flask import Blueprint, url_for

from panel.discussion.models import Post, Thread
from panel.discussion.queries import posts, threads
from panel.identity.sessions import person_id
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor

bp = Blueprint("discussion", __name__)
THREAD = "/p/<panel>/threads/<thread>"
POST = f"{THREAD}/posts/<int(min=1, max=999999):number>"


def writing(work: Work, panel: str, thread: str) -> tuple[Actor, Thread]:
    """Find who writes in which thread, and lock the thread."""
    actor = membership.seated(work, person_id(), panel)
    return actor, threads.thread(work, actor, thread, lock=True)


def writing_post(work: Work, panel: str, thread: str, number: int) -> tuple[Actor, Thread, Post]:
    """Find who changes which post, and lock its thread."""
    actor, found = writing(work, panel, thread)
    return actor, found, posts.post(work, found, number)


def page_of(panel: str, thread: str) -> str:
    """Give the address of a thread."""
    return url_for("discussion.show_thread", panel=panel, thread=thread)


def permalink(panel: str, thread: str, number: int) -> str:
    """Give the address of a post, which opens the page around it."""
    anchor = f"post-{thread}-{number}"
    return url_for(
        "discussion.show_post", panel=panel, thread=thread, number=number, _anchor=anchor
    )
