"""What is done with posts. The caller opens the work, locks the thread, and commits."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, update
from sqlalchemy import delete as delete_rows

from panel.discussion import policy
from panel.discussion.actions.acts import remember
from panel.discussion.actions.words import OTHER_WORDS, Draft, Words, digest
from panel.discussion.events import (
    PostDeleted,
    PostEdited,
    PostHidden,
    PostPublished,
    PostUnhidden,
)
from panel.discussion.models import ActKind, Post, PostRow, Revision, Thread, ThreadRow, key_of
from panel.discussion.queries import posts
from panel.kernel.errors import Clash, Failure, Gone, Missing, Refused, require
from panel.kernel.messages import N_
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import SeatId
from panel.membership.queries import found

POST, THREAD = cast(Table, Post.__table__), cast(Table, Thread.__table__)
_GROW = update(THREAD).where(THREAD.c.id == bindparam("thread"))  # put together once


def reply(work: Work, actor: Actor, thread: Thread | ThreadRow, draft: Draft) -> Post | PostRow:
    """Publish a contribution; the same draft sent twice is published once.

    Whoever sends it again is given the known one, even where nobody could publish it any more. It
    may stand in another thread by now, where moderators have moved it.
    """
    try:
        parent = _answerable(work, actor, thread, draft)
    except Failure:
        if known := posts.sent_as(work, actor, draft.token):
            return _known(known, _sent(thread, draft))
        raise
    if post := publish(work, actor, thread, draft, parent):
        return post
    return _known(found(posts.sent_as(work, actor, draft.token)), _sent(thread, draft))


def publish(
    work: Work,
    actor: Actor,
    thread: Thread | ThreadRow,
    draft: Draft,
    parent: Post | None = None,
) -> PostRow | None:
    """Put a contribution into a thread, the caller having asked; None when its token is taken."""
    number = thread.last_number + 1
    post = PostRow(
        thread_id=thread.id,
        number=number,
        parent_number=draft.parent,
        key=key_of(number, parent),
        author_id=actor.by,
        written_as=actor.role,
        token=draft.token,
        sent=_sent(thread, draft),
        body=draft.words.body,
        html=draft.words.html,
        at=work.at,
    )
    if not work.write_once(POST, ("author_id", "token"), post._asdict()):
        return None
    _grow(work, thread, post)
    work.record(PostPublished(**names(thread), number=number), by=actor.by)
    return post


def edit(  # what is edited, by whom, to what, and from which state
    work: Work, actor: Actor, thread: Thread, post: Post, words: Words, *, revision: int
) -> None:
    """Put better words in place of earlier ones, which stay to be read.

    `revision` is how often the post had been edited when the form was opened: whoever edited in
    two windows would otherwise undo the first without seeing it.
    """
    require(policy.edit_refusal(actor, thread, post))
    if words.body == post.body:
        return
    if revision != post.revision:
        raise Clash(N_("You have edited this post elsewhere meanwhile. Your words are kept here."))

    work.session.add(
        Revision(
            post_id=post.id,
            revision=post.revision,
            at=post.edited_at or post.at,
            body=post.body,
            html=post.html,
        )
    )
    post.body, post.html = words.body, words.html
    post.revision, post.edited_at = post.revision + 1, work.at
    work.record(PostEdited(**names(thread), number=post.number), by=actor.by)


def delete(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    """Take back what nobody has answered yet: its place stays empty, its words are gone."""
    answered = posts.is_answered(work, post)
    require(policy.delete_refusal(actor, thread, post, answered=answered))

    work.session.execute(delete_rows(Revision).where(Revision.post_id == post.id))
    post.body, post.html, post.deleted_at = "", "", work.at
    recount(work, thread, -1)
    work.record(PostDeleted(**names(thread), number=post.number), by=actor.by)


def hide(work: Work, actor: Actor, thread: Thread, post: Post, reason: str) -> None:
    """Take a post from everybody's sight but the moderators'; its place and the reason stay."""
    require(policy.moderate_refusal(actor, thread))
    if post.hidden_at:
        return

    remember(work, actor, ActKind.HIDE, thread, post)
    cover(work, actor, thread, post, Hiding(work.at, actor.seat_id, reason))


def unhide(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    """Show a hidden post again."""
    require(policy.moderate_refusal(actor, thread))
    if not post.hidden_at:
        return

    remember(
        work,
        actor,
        ActKind.UNHIDE,
        thread,
        post,
        before={
            "hidden_at": post.hidden_at.isoformat(),
            "hidden_by_id": post.hidden_by_id,
            "hidden_reason": post.hidden_reason,
        },
    )
    uncover(work, actor, thread, post)


@dataclass(frozen=True)
class Hiding:
    """When, by whom and why a post was hidden."""

    at: datetime
    by_id: SeatId | None
    reason: str


def cover(work: Work, actor: Actor, thread: Thread, post: Post, hiding: Hiding) -> None:
    """Take a post from sight, the caller having asked."""
    post.hidden_at, post.hidden_by_id, post.hidden_reason = hiding.at, hiding.by_id, hiding.reason
    recount(work, thread, -1)
    work.record(PostHidden(**names(thread), number=post.number), by=actor.by)


def uncover(work: Work, actor: Actor, thread: Thread, post: Post) -> None:
    """Bring a post into sight again, the caller having asked."""
    post.hidden_at, post.hidden_by_id, post.hidden_reason = None, None, ""
    recount(work, thread, +1)
    work.record(PostUnhidden(**names(thread), number=post.number), by=actor.by)


def _grow(work: Work, thread: Thread | ThreadRow, post: PostRow) -> None:
    """Note what lists show of a thread's newest post."""
    thread.last_number, thread.posts = post.number, thread.posts + 1
    if isinstance(thread, Thread):  # the session writes it
        thread.last_at, thread.last_by_id = post.at, post.author_id
        return
    counted = {"last_number": post.number, "posts": thread.posts}
    work.write(
        _GROW, counted | {"last_at": post.at, "last_by_id": post.author_id, "thread": thread.id}
    )


def _answerable(work: Work, actor: Actor, thread: Thread | ThreadRow, draft: Draft) -> Post | None:
    """Ask whether a draft may be published, and find the post that it answers, if any.

    Of one that is gone nothing is told but that.
    """
    refusal = policy.reply_refusal(actor, thread)
    if refusal and draft.addressed:
        raise Refused(policy.MOVED_NO_REPLY)
    require(refusal)
    if not draft.parent:
        return None
    try:
        parent = posts.post(work, thread, draft.parent)
    except Missing:
        raise Missing(policy.ANSWERED_GONE) from None
    require(policy.answer_refusal(parent))
    return parent


def _sent(thread: Thread | ThreadRow, draft: Draft) -> str:
    addressed = draft.addressed or (thread.public_id, draft.parent)
    return digest(*addressed, draft.words.body)


def _known(post: Post, sent: str) -> Post:
    if post.sent != sent:
        raise Clash(OTHER_WORDS)
    if post.deleted_at:
        raise Gone(N_("You have published this already, and deleted it again."))
    return post


def recount(work: Work, thread: Thread, change: int) -> None:
    """Keep what lists show of a thread true after a post came into sight or went out of it."""
    thread.posts += change
    work.session.flush()
    newest = posts.newest(work, thread)
    thread.last_at = newest.at if newest else thread.at
    thread.last_by_id = newest.author_id if newest else thread.started_by_id


def names(thread: Thread | ThreadRow) -> dict[str, str]:
    """Name what a fact about a thread is about: its audience, itself, and what it is about."""
    return {
        "audience": thread.audience.public_id,
        "thread": thread.public_id,
        "about": thread.about or "",
    }
