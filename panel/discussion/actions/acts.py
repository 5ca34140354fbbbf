"""Keeping what a moderator does, with what there was before, so that it can be undone."""

from collections.abc import Mapping

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
    before: Mapping[str, object] | None = None,
) -> Act:
    """Keep an act; `before` takes what JSON can say, instants in ISO 8601.

    A move also says where to and under which name it was sent, before it is flushed.
    """
    act = Act(
        public_id=new_id(),
        kind=kind,
        thread_id=thread.id,
        post_id=post.id if post else None,
        by_id=actor.seat_id,
        before=dict(before or {}),
        at=work.at,
    )
    work.session.add(act)
    return act
