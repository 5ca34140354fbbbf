"""What becomes of posts and threads later on: edited, taken back, hidden, closed, pinned, read."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from panel.discussion import events
from panel.discussion.actions import posts, threads
from panel.discussion.models import Post, ReadingMark, Revision
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.posts import revisions
from panel.discussion.queries.threads import thread as find_thread
from panel.discussion.queries.threads import thread_view
from panel.kernel.errors import Clash, Failure
from panel.kernel.work import Work, Workshop
from panel.membership.models import Role
from tests.factories import a_panel, a_post, a_seat, a_thread, words


def test_better_words_replace_earlier_ones_which_stay_to_be_read(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = a_post(work, ana, thread, "first")

    posts.edit(work, ana, thread, post, words("second"), revision=0)
    posts.edit(work, ana, thread, post, words("third"), revision=1)

    said = revisions(work, post)
    assert [one.html for one in said] == ["<p>first</p>", "<p>second</p>", "<p>third</p>"]
    assert [one.number for one in said] == [0, 1, 2]
    assert (post.body, post.revision, post.edited_at) == ("third", 2, work.at)
    fact = work.recorded[-1].fact
    assert fact == events.PostEdited(thread.audience.public_id, thread.public_id, post.number)
    assert fact.rooms == (f"thread:{thread.public_id}",)


def test_an_edit_that_started_from_earlier_words_is_refused(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = a_post(work, ana, thread, "first")
    posts.edit(work, ana, thread, post, words("second"), revision=0)

    with pytest.raises(Clash, match="Your words are kept here"):
        posts.edit(work, ana, thread, post, words("third"), revision=0)

    assert post.body == "second"


def test_an_edit_sent_twice_is_one_edit(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = a_post(work, ana, thread, "first")
    for _ in range(2):
        posts.edit(work, ana, thread, post, words("second"), revision=0)

    assert post.revision == 1
    assert len(revisions(work, post)) == 2


def test_edits_at_the_same_moment_lose_nothing(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        name = a_thread(work, panel, ana, body="first").public_id
    together = Barrier(4)

    def send(n: int) -> bool:
        together.wait()
        try:
            with workshop.open_work() as work:
                thread = find_thread(work, ana, name, lock=True)
                mine = find_post(work, thread, 1)
                posts.edit(work, ana, thread, mine, words(f"words {n}"), revision=0)
        except Failure:
            return False
        return True

    with ThreadPoolExecutor(4) as windows:
        assert sorted(windows.map(send, range(4))) == [False, False, False, True]

    with workshop.open_reading() as reading:
        assert reading.session.scalars(select(Revision.body)).all() == ["first"]


def test_of_what_was_taken_back_no_words_are_left(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = a_post(work, ana, thread, "unwise")
    posts.edit(work, ana, thread, post, words("unwise, too"), revision=0)

    posts.delete(work, ana, thread, post)

    work.session.flush()
    work.session.expire_all()
    kept = work.session.scalars(select(Post).where(Post.number == 2)).one()
    assert (kept.body, kept.html, kept.deleted_at) == ("", "", work.at)
    assert work.session.scalars(select(Revision)).all() == []
    assert (thread.posts, thread.last_number) == (1, 2)


def test_what_comes_out_of_sight_is_not_counted_and_was_not_the_last_word(
    workshop: Workshop,
) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
        thread = a_thread(work, panel, ana)
        begun = thread.last_at
    with workshop.open_work() as work:
        thread = find_thread(work, mo, thread.public_id, lock=True)
        post = a_post(work, mo, thread, "unwise")
        said = thread.last_at
        assert (thread.posts, thread.last_by_id) == (2, mo.seat_id)
        assert said > begun

        posts.hide(work, mo, thread, post, "It names a person.")
        assert (thread.posts, thread.last_at, thread.last_by_id) == (1, begun, ana.seat_id)
        posts.hide(work, mo, thread, post, "Again.")
        assert (thread.posts, post.hidden_reason) == (1, "It names a person.")

        posts.unhide(work, mo, thread, post)
        assert (thread.posts, thread.last_at, thread.last_by_id) == (2, said, mo.seat_id)
        posts.unhide(work, mo, thread, post)
        assert thread.posts == 2


def test_when_all_is_hidden_a_thread_stands_where_it_began(work: Work) -> None:
    panel = a_panel(work)
    mo = a_seat(work, panel, Role.MODERATOR)
    thread = a_thread(work, panel, mo)

    posts.hide(work, mo, thread, find_post(work, thread, 1), "It names a person.")

    assert (thread.posts, thread.last_at, thread.last_by_id) == (0, thread.at, mo.seat_id)
    assert thread_view(work, thread.public_id).posts == 0


def test_a_thread_is_closed_with_what_it_came_to_and_opened_again(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR, name="Mo"), a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    a_post(work, ana, thread)

    threads.close(work, mo, thread, words("We **agree**."))
    work.session.flush()

    view = thread_view(work, thread.public_id)
    assert (view.closed, view.closed_by, view.conclusion_covers) == (True, "Mo", 2)
    assert view.conclusion == "<p>We <strong>agree</strong>.</p>"

    threads.reopen(work, mo, thread)
    work.session.flush()

    view = thread_view(work, thread.public_id)
    assert not view.closed
    assert view.conclusion  # as that of its time
    kinds = [one.fact.kind for one in work.recorded[-2:]]
    assert kinds == ["discussion.thread_closed", "discussion.thread_reopened"]
    threads.reopen(work, mo, thread)
    assert work.recorded[-1].fact.kind == "discussion.thread_reopened"
    assert len([one for one in work.recorded if one.fact.kind.endswith("reopened")]) == 1


def test_a_thread_is_pinned_once(work: Work) -> None:
    panel = a_panel(work)
    mo = a_seat(work, panel, Role.MODERATOR)
    thread = a_thread(work, panel, mo)
    before = len(work.recorded)

    for act in (threads.pin, threads.pin, threads.unpin, threads.unpin):
        act(work, mo, thread)

    kinds = [one.fact.kind for one in work.recorded[before:]]
    assert kinds == ["discussion.thread_pinned", "discussion.thread_unpinned"]


def test_how_far_one_has_read_never_goes_back(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel), a_seat(work, panel)
        thread = a_thread(work, panel)
        for _ in range(5):
            a_post(work, ana, thread)

    def marked(number: int) -> int:
        with workshop.open_work() as work:
            threads.mark_read(work, eva, thread, number)
        with workshop.open_reading() as reading:
            return reading.session.scalars(select(ReadingMark.number)).one()

    assert [marked(n) for n in (3, 1, 4, 0, 999_999, 2)] == [3, 3, 4, 4, 6, 6]


def test_marks_that_arrive_together_leave_the_highest(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel = a_panel(work)
        eva, thread = a_seat(work, panel), a_thread(work, panel)
        for _ in range(9):
            a_post(work, eva, thread)

    def mark(number: int) -> None:
        with workshop.open_work() as work:
            threads.mark_read(work, eva, thread, number)

    with ThreadPoolExecutor(8) as tabs:
        list(tabs.map(mark, [3, 9, 1, 7, 8, 2, 10, 5]))

    with workshop.open_reading() as reading:
        assert reading.session.scalars(select(ReadingMark.number)).all() == [10]
