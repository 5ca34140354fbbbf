"""What moderators did is undone as long as nothing else has come of it; else it is said why not."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.discussion.actions import posts, threads
from panel.discussion.actions.moves import Fresh, Into, move
from panel.discussion.actions.undoing import undo
from panel.discussion.models import Act, Thread
from panel.discussion.queries import moves
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.errors import Clash, Missing, Refused
from panel.kernel.work import Work
from tests.discussion.branches import Table
from tests.factories import a_post, the_audience, words


@pytest.fixture
def t(work: Work) -> Table:
    return Table(work)


def test_undoing_a_move_brings_numbers_and_counts_back(work: Work, t: Table) -> None:
    before = [(one.number, one.parent_number, one.key) for one in (t.root, t.three, t.five)]
    act = t.move(under=find_post(work, t.new, 1))
    late = a_post(work, t.eva, t.new, "late", t.three)

    undo(work, t.mo, act)
    undo(work, t.mo, act)  # pressed twice

    assert [(p.number, p.parent_number, p.key) for p in (t.root, t.three, t.five)] == before
    assert (late.thread_id, late.number, late.parent_number) == (t.old.id, 6, 3)
    assert (t.old.posts, t.new.posts, t.old.last_number) == (6, 1, 6)
    assert moves.present(work, t.eva, t.old.public_id, 3) == (t.old.public_id, 3)
    assert moves.present(work, t.eva, t.new.public_id, 3) == (t.old.public_id, 3)
    assert moves.moves_from(work, t.eva, t.old) == []
    again = t.move()
    assert t.root.number == 6  # after 1, and the numbers of the first visit
    undo(work, t.mo, again)
    assert t.root.number == 2


def test_undoing_a_move_to_a_new_thread_takes_that_away(work: Work, t: Table) -> None:
    goal = Fresh("Too hasty", the_audience(work, t.panel))
    act = move(work, t.mo, t.old, t.root, goal, uuid4())
    made = work.session.get_one(Thread, t.root.thread_id)
    assert find_thread(work, t.eva, made.public_id) is made

    undo(work, t.mo, act)

    assert len(t.bodies(t.old)) == 5
    with pytest.raises(Missing):
        find_thread(work, t.eva, made.public_id)
    assert moves.present(work, t.eva, made.public_id, 1) == (t.old.public_id, 2)


def test_a_move_that_cannot_be_undone_says_why(work: Work, t: Table) -> None:
    goal = Fresh("Others write", the_audience(work, t.panel))
    act = move(work, t.mo, t.old, t.root, goal, uuid4())
    made = find_thread(work, t.eva, work.session.get_one(Thread, t.root.thread_id).public_id)
    a_post(work, t.eva, made, "beside it")
    with pytest.raises(Clash, match="Others have written"):
        undo(work, t.mo, act)

    move(work, t.mo, made, t.three, Into(t.new), uuid4())
    further = move(work, t.mo, t.new, t.five, Into(t.old), uuid4())
    assert t.five.thread_id == t.old.id
    move(work, t.mo, t.old, t.five, Into(t.new), uuid4())
    with pytest.raises(Clash, match="moved on"):
        undo(work, t.mo, further)


def test_a_branch_whose_parent_was_taken_back_says_so(work: Work, t: Table) -> None:
    act = move(work, t.mo, t.old, t.five, Into(t.new), uuid4())
    posts.delete(work, t.eva, t.old, t.three)

    with pytest.raises(Clash, match="no longer in the old thread"):
        undo(work, t.mo, act)


def test_each_act_of_moderation_can_be_undone(work: Work, t: Table) -> None:
    def last() -> Act:
        return work.session.scalars(select(Act).order_by(Act.id.desc()).limit(1)).one()

    posts.hide(work, t.mo, t.old, t.three, "It names a person.")
    hidden = t.three.hidden_at
    undo(work, t.mo, last())
    assert (t.three.hidden_at, t.old.posts) == (None, 5)
    posts.hide(work, t.mo, t.old, t.three, "It names a person.")
    posts.unhide(work, t.mo, t.old, t.three)
    undo(work, t.mo, last())
    assert (t.three.hidden_at, t.three.hidden_reason) == (hidden, "It names a person.")
    threads.close(work, t.mo, t.old, words("First."))
    threads.reopen(work, t.mo, t.old)
    threads.close(work, t.mo, t.old, words("Second."))
    undo(work, t.mo, last())
    assert (t.old.closed_at, t.old.conclusion) == (None, "First.")
    threads.pin(work, t.mo, t.old)
    undo(work, t.mo, last())
    assert not t.old.pinned
    threads.pin(work, t.mo, t.old)
    threads.unpin(work, t.mo, t.old)
    undo(work, t.mo, last())
    assert t.old.pinned


def test_what_was_changed_again_is_not_undone_and_only_moderators_undo(
    work: Work, t: Table
) -> None:
    posts.hide(work, t.mo, t.old, t.three, "It names a person.")
    act = work.session.scalars(select(Act)).one()
    with pytest.raises(Refused):
        undo(work, t.ana, act)
    posts.unhide(work, t.mo, t.old, t.three)

    with pytest.raises(Clash, match="changed again"):
        undo(work, t.mo, act)
