"""What is done with threads. The caller opens the work, and so commits it."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from panel.discussion import policy
from panel.discussion.actions.acts import remember
from panel.discussion.actions.posts import names, publish
from panel.discussion.actions.words import OTHER_WORDS, About, Opening, Words, digest
from panel.discussion.events import (
    ThreadClosed,
    ThreadPinned,
    ThreadReopened,
    ThreadStarted,
    ThreadUnpinned,
)
from panel.discussion.models import ActKind, ReadingMark, Thread
from panel.kernel.errors import Clash, require
from panel.kernel.ids import new_id
from panel.kernel.tables import insert_once, raise_to
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience


def start(
    work: Work, actor: Actor, audience: Audience, opening: Opening, about: About | None = None
) -> Thread:
    """Start a thread with its first post; the same opening sent twice is started once.

    One that is about something stands with that, and whoever may reply may start it; its title is
    taken from there, so it is no part of what was sent.
    """
    said = (about.thing, about.place, about.quotation) if about else (opening.title,)
    sent = digest(audience.public_id, *said, opening.draft.words.body)
    token = opening.draft.token
    if known := _sent_as(work, actor, opening):
        if known.sent != sent:
            raise Clash(OTHER_WORDS)
        return known
    require((policy.comment_refusal if about else policy.start_refusal)(actor, audience))

    thread = insert_once(
        work.session,
        Thread,
        *("started_by_id", "token"),
        public_id=new_id(),
        audience_id=audience.id,
        started_by_id=actor.seat_id,
        token=token,
        sent=sent,
        title=opening.title,
        about=about.thing if about else None,
        place=about.place if about else "",
        quotation=about.quotation if about and about.stands else "",
        at=work.at,
        pinned=False,
        last_number=0,
        posts=0,
        last_at=work.at,
        last_by_id=actor.seat_id,
        conclusion="",
        conclusion_html="",
        conclusion_covers=0,
    )
    if thread is None:  # another copy of this opening came first: now it is known
        return start(work, actor, audience, opening, about)
    set_committed_value(thread, "audience", audience)
    work.record(ThreadStarted(**names(thread)), by=actor.by)
    if publish(work, actor, thread, opening.draft) is None:  # a post was sent under this token
        raise Clash(OTHER_WORDS)
    return thread


def close(work: Work, actor: Actor, thread: Thread, conclusion: Words) -> None:
    """Close a thread with what it came to, which may be left out."""
    require(policy.moderate_refusal(actor, thread))

    remember(work, actor, ActKind.CLOSE, thread, before=closing(thread))
    thread.closed_at, thread.closed_by_id = work.at, actor.seat_id
    thread.conclusion, thread.conclusion_html = conclusion.body, conclusion.html
    thread.conclusion_at, thread.conclusion_covers = work.at, thread.posts
    work.record(ThreadClosed(**names(thread)), by=actor.by)


def reopen(work: Work, actor: Actor, thread: Thread) -> None:
    """Open a closed thread again; its conclusion stays, as that of its time."""
    require(policy.moderate_refusal(actor, thread))

    if thread.closed_at:
        remember(work, actor, ActKind.REOPEN, thread, before=closing(thread))
        thread.closed_at = None
        work.record(ThreadReopened(**names(thread)), by=actor.by)


def pin(work: Work, actor: Actor, thread: Thread) -> None:
    """Put a thread on top of the list."""
    require(policy.moderate_refusal(actor, thread))

    if not thread.pinned:
        remember(work, actor, ActKind.PIN, thread)
        thread.pinned = True
        work.record(ThreadPinned(**names(thread)), by=actor.by)


def unpin(work: Work, actor: Actor, thread: Thread) -> None:
    """Let a thread stand where its newest post puts it."""
    require(policy.moderate_refusal(actor, thread))

    if thread.pinned:
        remember(work, actor, ActKind.UNPIN, thread)
        thread.pinned = False
        work.record(ThreadUnpinned(**names(thread)), by=actor.by)


def mark_read(work: Work, actor: Actor, thread: Thread, number: int) -> None:
    """Note how far the actor has read; it never goes back. A reader's own, so there is no fact."""
    raise_to(
        work.session,
        ReadingMark,
        {"seat_id": actor.by, "thread_id": thread.id},
        number=min(number, thread.last_number),
    )


def closing(thread: Thread) -> dict[str, object]:
    """Say how a thread is closed, as an act keeps it."""
    said = {name: getattr(thread, name) for name in CLOSING}
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in said.items()
    }


CLOSING = (
    *("closed_at", "closed_by_id", "conclusion", "conclusion_html"),
    *("conclusion_at", "conclusion_covers"),
)


def _sent_as(work: Work, actor: Actor, opening: Opening) -> Thread | None:
    query = select(Thread).options(joinedload(Thread.audience))
    mine = query.where(Thread.started_by_id == actor.seat_id, Thread.token == opening.draft.token)
    return work.session.scalar(mine)
