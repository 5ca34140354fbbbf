"""Branches move to other threads and back: numbers, counts, marks and old addresses stay right."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from sqlalchemy import select

from panel.discussion.actions import posts, threads
from panel.discussion.actions.moves import Fresh, Into, move
from panel.discussion.models import Moved, Post, ReadingMark, Thread
from panel.discussion.queries import moves
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.posts import revisions
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.errors import Failure, Missing, Refused
from panel.kernel.work import Work, Workshop
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.discussion.branches import Table
from tests.factories import a_post, a_seat, a_thread, the_audience, words


@pytest.fixture
def t(work: Work) -> Table:
    return Table(work)


def test_a_branch_goes_with_all_its_answers_in_their_order(work: Work, t: Table) -> None:
    posts.edit(work, t.eva, t.old, t.three, words("better"), revision=0)

    t.move()

    assert t.bodies(t.old) == {1: "What do you think?", 4: "four"}
    assert t.bodies(t.new) == {1: "What do you think?", 2: "two", 3: "better", 4: "five"}
    assert [one.parent_number for one in (t.root, t.three, t.five)] == [None, 2, 3]
    assert [one.key for one in (t.root, t.three, t.five)] == [
        "000002",
        "000002000003",
        "000002000003000004",
    ]
    assert len(revisions(work, t.three)) == 2
    assert (t.old.posts, t.old.last_at, t.old.last_by_id) == (2, t.four.at, t.eva.seat_id)
    assert (t.new.posts, t.new.last_at, t.new.last_number) == (4, t.five.at, 4)
    assert t.old.last_number == 5  # no number is given twice
    assert a_post(work, t.ana, t.old, "six").number == 6


def test_it_stands_below_the_post_that_was_chosen(work: Work, t: Table) -> None:
    under = find_post(work, t.new, 1)

    t.move(under=under)

    assert t.root.parent_number == 1
    assert t.five.key == "000001000002000003000004"


def test_a_branch_deeper_than_keys_tell_goes_whole(work: Work, t: Table) -> None:
    last = t.five
    for n in range(20):
        last = a_post(work, t.ana, t.old, f"deep {n}", last)
    a_post(work, t.eva, t.old, "beside")

    t.move()

    assert len(t.bodies(t.new)) == 1 + 3 + 20
    assert list(t.bodies(t.old).values()) == ["What do you think?", "four", "beside"]


def test_hidden_posts_and_those_taken_back_go_with_it(work: Work, t: Table) -> None:
    taken = a_post(work, t.ana, t.old, "never mind", t.five)
    posts.delete(work, t.ana, t.old, taken)
    posts.hide(work, t.mo, t.old, t.three, "It names a person.")

    t.move()

    assert (t.old.posts, t.new.posts) == (2, 3)
    assert t.three.hidden_reason == "It names a person."
    with pytest.raises(Missing):
        find_post(work, t.new, taken.number)


def test_the_old_address_leads_to_the_new_place_for_ever(work: Work, t: Table) -> None:
    further = a_thread(work, t.panel)
    t.move()
    assert moves.present(work, t.eva, t.old.public_id, 3) == (t.new.public_id, 3)

    move(work, t.mo, t.new, t.three, Into(further), uuid4())

    for place in ((t.old.public_id, 3), (t.new.public_id, 3)):
        assert moves.present(work, t.eva, *place) == (further.public_id, 2)
    assert moves.present(work, t.eva, t.old.public_id, 2) == (t.new.public_id, 2)


def test_who_may_not_read_the_new_place_is_not_told_of_it(work: Work, t: Table) -> None:
    rosa = a_seat(work, t.panel, Role.READER)
    secret = a_thread(work, t.panel, kind=Kind.MEMBERS, title="Secret")
    move(work, t.mo, t.old, t.root, Into(secret), uuid4())

    place = (t.old.public_id, 2)

    assert moves.present(work, t.eva, *place) == (secret.public_id, 2)
    assert moves.present(work, rosa, *place) == place
    assert [one.title for one in moves.moves_from(work, t.eva, t.old)] == ["Secret"]
    assert moves.moves_from(work, rosa, t.old) == []


def test_who_may_not_read_the_old_place_learns_nothing_by_its_address(work: Work, t: Table) -> None:
    rosa = a_seat(work, t.panel, Role.READER)
    secret = a_thread(work, t.panel, t.ana, kind=Kind.MEMBERS)
    root = a_post(work, t.ana, secret, "for all")
    move(work, t.mo, secret, root, Into(t.old), uuid4())

    assert moves.present(work, rosa, secret.public_id, 2) == (secret.public_id, 2)
    assert moves.present(work, t.eva, secret.public_id, 2) == (t.old.public_id, 6)


def test_a_new_thread_begins_with_the_branch(work: Work, t: Table) -> None:
    audience = the_audience(work, t.panel, Kind.MEMBERS)

    move(work, t.mo, t.old, t.root, Fresh("A question of its own", audience), uuid4())

    thread = work.session.get_one(Thread, t.root.thread_id)
    assert (thread.title, thread.posts, thread.started_by_id) == (
        "A question of its own",
        3,
        t.ana.seat_id,
    )
    assert t.bodies(thread) == {1: "two", 2: "three", 3: "five"}
    there = find_thread(work, t.eva, thread.public_id)
    assert a_post(work, t.eva, there, "and four").number == 4


def test_what_was_read_stays_read(work: Work, t: Table) -> None:
    threads.mark_read(work, t.eva, t.old, 4)  # of the branch: two of three
    threads.mark_read(work, t.eva, t.new, 1)
    threads.mark_read(work, t.ana, t.old, 5)  # all of it, but nothing of the other thread

    t.move()

    marks = select(ReadingMark.seat_id, ReadingMark.number).where(ReadingMark.thread_id == t.new.id)
    assert work.session.execute(marks).all() == [(t.eva.seat_id, 3)]


def test_what_cannot_be_moved_stays_where_it_is(work: Work, t: Table) -> None:
    closed, first = a_thread(work, t.panel), find_post(work, t.old, 1)
    threads.close(work, t.mo, closed, words("Done."))
    goals = {
        "begins with": (t.mo, first, Into(t.new)),
        "into itself": (t.mo, t.root, Into(t.old, t.five)),
        "own answers": (t.mo, t.root, Into(t.old, t.root)),
        "already": (t.mo, t.root, Into(t.old, t.four)),
        "closed": (t.mo, t.root, Into(closed)),
        "Only moderators": (t.ana, t.root, Into(t.new)),
    }
    for sentence, (who, root, goal) in goals.items():
        with pytest.raises(Refused, match=sentence):
            move(work, who, t.old, root, goal, uuid4())

    assert len(t.bodies(t.old)) == 5
    assert work.session.scalars(select(Moved)).all() == []
    t.move()  # the positive is possible


def test_two_moderators_at_once_move_it_once(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        table = Table(work)
        other = a_thread(work, table.panel)
        second = a_seat(work, table.panel, Role.MODERATOR)
        work.session.flush()
        ids, root = (table.old.id, table.new.id, other.id), table.root.id
    start = Barrier(2)

    def take(who: Actor, into: int) -> str:
        start.wait()
        try:
            with workshop.open_work() as work:
                there = moves.locked(work, [ids[0], ids[into]])
                post = work.session.get_one(Post, root, populate_existing=True)
                if post.thread_id != ids[0]:
                    return "late"
                move(work, who, there[ids[0]], post, Into(there[ids[into]]), uuid4())
        except Failure as failure:
            return str(failure)
        return "moved"

    with ThreadPoolExecutor() as pool:
        said = list(pool.map(take, (table.mo, second), (1, 2)))

    assert sorted(said) == ["late", "moved"]
    with workshop.open_reading() as reading:
        counts = [reading.session.get_one(Thread, one).posts for one in ids]
    assert sorted(counts) == [1, 2, 4]
