"""Moving a branch to another thread, or to a new one, and back. The caller locks the threads."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from panel.discussion import policy
from panel.discussion.actions.acts import remember
from panel.discussion.actions.posts import names, recount
from panel.discussion.actions.words import digest
from panel.discussion.events import BranchMoved, PostMoved, ThreadStarted
from panel.discussion.models import Act, ActKind, Moved, Post, ReadingMark, Thread, key_of
from panel.discussion.queries import moves
from panel.kernel.errors import Refused, require
from panel.kernel.ids import new_id
from panel.kernel.tables import raise_to
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Audience


@dataclass(frozen=True)
class Into:
    """Where a branch goes: into a thread, below one of its posts or beside them."""

    thread: Thread
    under: Post | None = None


@dataclass(frozen=True)
class Fresh:
    """A thread that begins with the branch: what it is about, and whom it is for."""

    title: str
    audience: Audience


def move(  # what is moved by whom from where to where, and the browser's name for that
    work: Work, actor: Actor, source: Thread, root: Post, goal: Into | Fresh, token: UUID
) -> Act:
    """Move a post with all that answers it; its numbers here lead to it for ever."""
    require(policy.move_refusal(actor, source, root))
    branch = moves.branch(work, root)
    if isinstance(goal, Into):
        _check(actor, source, branch, goal)
    else:
        require(policy.start_refusal(actor, goal.audience))
    before = {
        "number": root.number,
        "parent": root.parent_number,
        "posts": sum(post.deleted_at is None for post in branch),
        "fresh": isinstance(goal, Fresh),
    }
    target = goal.thread if isinstance(goal, Into) else _begin(work, actor, root, goal)
    act = remember(work, actor, ActKind.MOVE, source, root, before=before)
    act.into_id, act.token = target.id, token
    work.session.flush()
    carry(work, actor, act, branch, source, goal if isinstance(goal, Into) else Into(target))
    return act


def carry(  # the act that it belongs to, and the posts by their number
    work: Work,
    actor: Actor,
    act: Act,
    branch: Sequence[Post],
    source: Thread,
    goal: Into,
    *,
    old: Mapping[int, int] | None = None,
) -> None:
    """Put posts from one thread into another, in their order, under the next numbers there.

    `old` gives the numbers that some of them, by their ids, had there before.
    """
    target, old = goal.thread, old or {}
    last = target.last_number
    fresh = iter(range(last + 1, last + 1 + len(branch)))
    numbers = {post.number: old.get(post.id) or next(fresh) for post in branch}
    before = [(post, post.number, post.parent_number) for post in branch]
    _leave_word(work, act, before, source, target, numbers)
    _renumber(work, before, goal, numbers)
    target.last_number = max(last, *numbers.values())
    seen = moves.counted(branch)
    for thread, change in ((source, -seen), (target, +seen)):
        recount(work, thread, change)
    new = [(was, now) for was, now in numbers.items() if now > last]
    _carry_marks(work, source, target, last, new)
    for post, was, _parent in before:
        if post.deleted_at is None:
            work.record(PostMoved(**names(source), number=was), by=actor.by)
            work.record(PostMoved(**names(target), number=post.number), by=actor.by)
    for thread in (source, target):
        work.record(BranchMoved(**names(thread)), by=actor.by)


def _check(actor: Actor, source: Thread, branch: Sequence[Post], goal: Into) -> None:
    if goal.thread.id == source.id:
        below = goal.under is not None and goal.under.id in {post.id for post in branch}
        raise Refused(policy.INTO_ITSELF if below else policy.ALREADY_THERE)
    require(policy.into_refusal(actor, goal.thread))
    if goal.under:
        require(policy.answer_refusal(goal.under))


def _begin(work: Work, actor: Actor, root: Post, goal: Fresh) -> Thread:
    """Begin a thread with a branch: by whom and when its first post was written."""
    thread = Thread(
        public_id=new_id(),
        audience=goal.audience,
        started_by_id=root.author_id,
        token=uuid4(),
        sent=digest(goal.audience.public_id, goal.title),
        title=goal.title,
        at=root.at,
        last_number=0,
        posts=0,
        last_at=root.at,
        last_by_id=root.author_id,
    )
    work.session.add(thread)
    work.session.flush()
    work.record(ThreadStarted(**names(thread)), by=actor.by)
    return thread


Before = Iterable[tuple[Post, int, int | None]]


def _leave_word(  # of which act, what stood where, from where to where, under which numbers
    work: Work,
    act: Act,
    before: Before,
    source: Thread,
    target: Thread,
    numbers: Mapping[int, int],
) -> None:
    """Note where the posts are now; a number to which one comes back leads nowhere else."""
    back = {post.id for post, _was, _parent in before}
    known = select(Moved).where(Moved.thread_id == target.id, Moved.act_id == act.id)
    stale = [one.number for one in work.session.scalars(known) if one.post_id in back]
    for number in stale:
        here = (Moved.thread_id == target.id) & (Moved.number == number)
        work.session.execute(delete(Moved).where(here))
    for post, was, _parent in before:
        work.session.add(
            Moved(
                thread_id=source.id,
                number=was,
                post_id=post.id,
                act_id=act.id,
                became=numbers[was],
            )
        )
    work.session.flush()


def _renumber(work: Work, before: Before, goal: Into, numbers: Mapping[int, int]) -> None:
    """Change the rows: first nobody answers anybody, then all are elsewhere, then they answer."""
    before = list(before)
    for post, _was, _parent in before:
        post.parent_number = None
    work.session.flush()
    by_number = dict[int, Post]()
    root = before[0][0]
    for post, was, parent in before:  # what is answered has the lower number, and comes first
        above = goal.under if post is root else by_number[cast(int, parent)]
        post.thread_id, post.number = goal.thread.id, numbers[was]
        post.key = key_of(post.number, above)
        by_number[was] = post
    work.session.flush()
    for post, _was, parent in before:
        above = goal.under if post is root else by_number[cast(int, parent)]
        post.parent_number = above.number if above else None
    work.session.flush()


def _carry_marks(
    work: Work, source: Thread, target: Thread, last: int, new: Sequence[tuple[int, int]]
) -> None:
    """Leave what was read in the one thread read in the other, for who has read all of that."""
    marks = select(ReadingMark.seat_id, ReadingMark.number)
    there = work.session.execute(marks.where(ReadingMark.thread_id == target.id))
    far = {seat: mark for seat, mark in there}
    was = [number for number, _now in new]
    for seat, mark in work.session.execute(marks.where(ReadingMark.thread_id == source.id)):
        read = bisect_right(was, mark)
        if read and far.get(seat, 0) >= last:
            key: dict[str, object] = {"seat_id": seat, "thread_id": target.id}
            raise_to(work.session, ReadingMark, key, new[read - 1][1])
