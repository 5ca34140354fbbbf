"""Posts and threads are published once, however often they are sent, and each in its place."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from panel.discussion import events
from panel.discussion.actions import posts, threads
from panel.discussion.actions.words import Opening
from panel.discussion.models import DEEPEST, STEP, Post, Thread
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.posts import post_view
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.errors import Clash, Gone, Missing
from panel.kernel.work import Work, Workshop
from panel.membership.models import Kind, Role
from panel.membership.policy import Sight
from tests.factories import a_draft, a_panel, a_post, a_seat, a_thread, the_audience, words


def test_a_reply_is_published_to_its_thread_and_its_list(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)

    post = posts.reply(work, ana, thread, a_draft("**Yes**"))

    fact, audience = work.recorded[-1].fact, thread.audience.public_id
    assert fact == events.PostPublished(audience, thread.public_id, 2)
    assert fact.rooms == (f"list:{audience}", f"thread:{thread.public_id}")
    assert work.recorded[-1].by == ana.seat_id
    assert (post.number, post.body, post.html) == (
        2,
        "**Yes**",
        "<p><strong>Yes</strong></p>",
    )
    assert (thread.posts, thread.last_number, thread.last_by_id) == (2, 2, ana.seat_id)
    assert thread.last_at == work.at


def test_a_retry_publishes_once_whatever_happened_since(work: Work) -> None:
    panel, draft = a_panel(work), a_draft()
    ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
    thread = a_thread(work, panel)
    number = posts.reply(work, ana, thread, draft).number
    first = find_post(work, thread, number)
    posts.edit(work, ana, thread, first, words("Better words."), revision=0)
    posts.hide(work, mo, thread, first, "It names a person.")
    threads.close(work, mo, thread, words(""))
    before = len(work.recorded)

    assert posts.reply(work, ana, thread, draft) is first
    assert len(work.recorded) == before


def test_a_token_stands_for_one_sending(work: Work) -> None:
    panel, draft = a_panel(work), a_draft()
    ana, eva = a_seat(work, panel), a_seat(work, panel)
    thread, other = a_thread(work, panel), a_thread(work, panel)
    parent = a_post(work, ana, thread)
    number = posts.reply(work, ana, thread, draft).number

    for where, what in [
        (thread, replace(draft, words=words("Other words."))),
        (thread, replace(draft, parent=parent.number)),
        (other, draft),
    ]:
        with pytest.raises(Clash, match="Your words are kept here"):
            posts.reply(work, ana, where, what)

    assert posts.reply(work, eva, thread, draft).number > number  # tokens are each author's own


def test_what_was_taken_back_is_not_published_again(work: Work) -> None:
    panel, draft = a_panel(work), a_draft()
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    number = posts.reply(work, ana, thread, draft).number
    posts.delete(work, ana, thread, find_post(work, thread, number))

    with pytest.raises(Gone):
        posts.reply(work, ana, thread, draft)
    with pytest.raises(Clash):
        posts.reply(work, ana, thread, replace(draft, words=words("Other words.")))


@pytest.mark.parametrize("places", [1, 2], ids=["one thread", "two threads"])
def test_copies_that_arrive_together_are_published_once(workshop: Workshop, places: int) -> None:
    with workshop.open_work() as work:
        panel, draft = a_panel(work), a_draft()
        ana = a_seat(work, panel)
        names = [a_thread(work, panel).public_id for _ in range(places)]
    together = Barrier(8)

    def send(n: int) -> tuple[int, int] | None:
        together.wait()
        try:
            with workshop.open_work() as work:
                thread = find_thread(work, ana, names[n % places], lock=True)
                post = posts.reply(work, ana, thread, draft)
                return post.thread_id, post.number
        except Clash:
            return None

    with ThreadPoolExecutor(8) as browsers:
        given = list(browsers.map(send, range(8)))

    assert len(set(given) - {None}) == 1
    assert given.count(None) == (0 if places == 1 else 4)
    with workshop.open_reading() as reading:
        query = select(func.count()).select_from(Post).where(Post.author_id == ana.seat_id)
        assert reading.session.scalar(query) == 1
        assert sorted(reading.session.scalars(select(Thread.posts))) == [1, 2][-places:]


def test_openings_that_arrive_together_start_one_thread(workshop: Workshop) -> None:
    with workshop.open_work() as work:
        panel, opening = a_panel(work), Opening("A question", a_draft())
        ana, audience = a_seat(work, panel), the_audience(work, panel)
    together = Barrier(4)

    def send(_: int) -> str:
        together.wait()
        with workshop.open_work() as work:
            return threads.start(work, ana, audience, opening).public_id

    with ThreadPoolExecutor(4) as browsers:
        names = set(browsers.map(send, range(4)))

    assert len(names) == 1
    with workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Post)).all()) == 1


def test_a_token_of_an_opening_stands_for_one_opening(work: Work) -> None:
    panel, opening = a_panel(work), Opening("A question", a_draft())
    ana, audience = a_seat(work, panel), the_audience(work, panel)
    thread = threads.start(work, ana, audience, opening)

    assert threads.start(work, ana, audience, opening) is thread
    for where, what in [
        (audience, replace(opening, title="Another question")),
        (audience, replace(opening, draft=replace(opening.draft, words=words("Other words.")))),
        (the_audience(work, panel, Kind.MEMBERS), opening),
    ]:
        with pytest.raises(Clash):
            threads.start(work, ana, where, what)


def test_a_thread_begins_with_its_first_post(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)

    thread = a_thread(work, panel, ana, title="Who pays?", body="The first contribution.")

    [started, published] = [one.fact for one in work.recorded[-2:]]
    names = (thread.audience.public_id, thread.public_id)
    assert started == events.ThreadStarted(*names)
    assert published == events.PostPublished(*names, 1)
    assert (thread.posts, thread.last_number, thread.title) == (1, 1, "Who pays?")


def test_an_answer_stands_in_the_thread_of_its_parent(work: Work) -> None:
    panel = a_panel(work)
    ana, thread, other = a_seat(work, panel), a_thread(work, panel), a_thread(work, panel)
    a_post(work, ana, thread)
    parent = a_post(work, ana, thread)
    answer = a_post(work, ana, thread, parent=parent)

    with pytest.raises(Missing):
        a_post(work, ana, other, parent=parent)  # there is no post of its number

    with pytest.raises(IntegrityError), work.session.begin_nested():
        answer.thread_id = other.id
        work.session.flush()


def test_what_was_taken_back_is_not_there_to_be_answered(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = a_post(work, ana, thread)
    posts.delete(work, ana, thread, post)

    with pytest.raises(Missing):
        a_post(work, ana, thread, parent=post)
    with pytest.raises(Missing):
        find_post(work, thread, post.number)


def test_a_number_is_given_once(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    posts.delete(work, ana, thread, a_post(work, ana, thread))

    assert a_post(work, ana, thread).number == 3


def test_answers_deeper_than_the_deepest_level_stand_on_it_by_time(work: Work) -> None:
    panel = a_panel(work)
    ana, thread = a_seat(work, panel), a_thread(work, panel)
    post = find_post(work, thread, 1)
    for _ in range(DEEPEST + 3):
        post = a_post(work, ana, thread, parent=post)
    work.session.flush()

    keys = work.session.scalars(select(Post.key).order_by(Post.number)).all()

    assert [len(key) // STEP for key in keys] == [*range(1, DEEPEST + 1)] + [DEEPEST] * 4
    assert keys == sorted(keys)
    view = post_view(work, thread.public_id, post.number, Sight.ALL)
    assert view
    assert (view.depth, view.parent) == (DEEPEST, post.number - 1)
