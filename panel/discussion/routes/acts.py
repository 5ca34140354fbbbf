"""What is done with threads and posts beyond writing: states as resources, undone by DELETE."""

from flask import request
from flask.typing import ResponseReturnValue

from panel.discussion import forms
from panel.discussion.actions import posts, threads
from panel.discussion.routes.blueprint import (
    POST,
    THREAD,
    address_of,
    bp,
    page_of,
    writing,
    writing_post,
)
from panel.kernel.web import done, open_work, signed_in, tried_twice


@bp.post(f"{POST}/hiding")
@signed_in
@tried_twice
def hide_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Take a post from sight, with a reason."""
    reason = forms.reason(request.form)
    with open_work() as work:
        actor, found, post = writing_post(work, panel, thread, number)
        posts.hide(work, actor, found, post, reason)
    return done(address_of(panel, found, post))


@bp.delete(f"{POST}/hiding")
@signed_in
@tried_twice
def unhide_post(panel: str, thread: str, number: int) -> ResponseReturnValue:
    """Show a hidden post again."""
    with open_work() as work:
        actor, found, post = writing_post(work, panel, thread, number)
        posts.unhide(work, actor, found, post)
    return done(address_of(panel, found, post))


@bp.post(f"{THREAD}/closing")
@signed_in
@tried_twice
def close_thread(panel: str, thread: str) -> ResponseReturnValue:
    """Close a thread with its conclusion."""
    conclusion = forms.conclusion(request.form)
    with open_work() as work:
        threads.close(work, *writing(work, panel, thread), conclusion)
    return done(page_of(panel, thread))


@bp.delete(f"{THREAD}/closing")
@signed_in
@tried_twice
def reopen_thread(panel: str, thread: str) -> ResponseReturnValue:
    """Open a closed thread again."""
    with open_work() as work:
        threads.reopen(work, *writing(work, panel, thread))
    return done(page_of(panel, thread))


@bp.post(f"{THREAD}/pin")
@signed_in
@tried_twice
def pin_thread(panel: str, thread: str) -> ResponseReturnValue:
    """Put a thread on top of the list."""
    with open_work() as work:
        threads.pin(work, *writing(work, panel, thread))
    return done(page_of(panel, thread))


@bp.delete(f"{THREAD}/pin")
@signed_in
@tried_twice
def unpin_thread(panel: str, thread: str) -> ResponseReturnValue:
    """Let a thread stand where its newest post puts it."""
    with open_work() as work:
        threads.unpin(work, *writing(work, panel, thread))
    return done(page_of(panel, thread))


@bp.post(f"{THREAD}/mark")
@signed_in
@tried_twice
def mark_read(panel: str, thread: str) -> ResponseReturnValue:
    """Note how far the reader has read."""
    number = forms.number(request.form)
    with open_work() as work:
        actor, found = writing(work, panel, thread)
        threads.mark_read(work, actor, found, number)
    return done(page_of(panel, thread))
