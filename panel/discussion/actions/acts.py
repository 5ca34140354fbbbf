"""Keeping what a moderator does, with what there was before, so that it can be undone."""

from uuid import UUID

from panel.discussion.models import Act, ActKind, Post, Thread
from panel.kernel.ids import new_id
from panel.kernel.work import Work
from panel.membership.actors import Actor


def remember(  # what was done, by whom, to what, and what there was before
    work: Work,
    actor: Actor,
    kind: ActKind,
    thread: Thread,
    post: Post | None = None,
    *,
    into: Thread | None = None,
    token: UUID | None = None,
    **before: object,
) -> Act:
    """Keep an act; `before` takes what JSON can say, instants in ISO 8601."""
    act = Act(
        public_id=new_id(),
        kind=kind,
        thread_id=thread.id,
        into_id=into.id if into else None,
        post_id=post.id if post else None,
        by_id=actor.seat_id,
        token=token,
        before=before,
        at=work.at,
    )
    work.session.add(act)
    work.session.flush()
    return act
