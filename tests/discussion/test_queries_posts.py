"""Windows join to the whole thread, show what one may see of it, and what is unread is counted."""

from collections import defaultdict
from dataclasses import dataclass
from random import Random

import pytest

from panel.discussion.actions import posts as acts
from panel.discussion.actions import threads as thread_acts
from panel.discussion.models import Post, Thread
from panel.discussion.queries import marks, posts, threads, windows
from panel.discussion.queries.windows import ORDERS, TIME, TREE, Order
from panel.discussion.views import Progress, Window
from panel.kernel.work import Work
from panel.membership import queries as membership
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from panel.membership.policy import Sight
from tests.factories import a_panel, a_post, a_seat, a_thread, again, the_seat

WINDOW, LEAD, SIZE = 7, 2, 33


@dataclass
class Talk:
    """A thread that has grown in all directions, with posts taken back and hidden."""

    panel: Panel
    ana: Actor
    mo: Actor
    thread: Thread
    tree: list[int]  # the numbers, in reading order
    hidden: set[int]


@pytest.fixture
def talk(work: Work, monkeypatch: pytest.MonkeyPatch) -> Talk:
    monkeypatch.setattr(windows, "WINDOW", WINDOW)
    monkeypatch.setattr(windows, "LEAD", LEAD)
    panel, chance = a_panel(work), Random(7)  # noqa: S311  # the same tree each time
    ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
    thread = a_thread(work, panel, ana, body="1")
    grown, answers = [posts.post(work, thread, 1)], defaultdict[int, list[int]](list)
    for number in range(2, SIZE + 1):
        parent = chance.choice([None, *grown, grown[-1], grown[-1]])
        grown.append(a_post(work, ana, thread, str(number), parent))
        answers[parent.number if parent else 0].append(number)
    gone = {one.number for one in grown[1:] if not answers[one.number]} & {5, 11, 17, 20, 29, 33}
    for number in gone:
        acts.delete(work, ana, thread, grown[number - 1])
    hidden = {3, 14}
    for number in hidden:
        acts.hide(work, mo, thread, grown[number - 1], "It names a person.")

    def read(number: int) -> list[int]:
        return [number, *(deeper for answer in answers[number] for deeper in read(answer))]

    tree = [number for root in (1, *answers[0]) for number in read(root)]
    work.session.flush()
    return Talk(panel, ana, mo, thread, [one for one in tree if one not in gone], hidden)


def numbers(window: Window) -> list[int]:
    return [view.number for view in window.posts]


def expected(talk: Talk, order: Order) -> list[int]:
    return talk.tree if order is TREE else sorted(talk.tree)


@pytest.mark.parametrize("order", [TREE, TIME], ids=["tree", "time"])
def test_windows_join_to_the_whole_thread_forwards(work: Work, talk: Talk, order: Order) -> None:
    window = windows.first_window(work, talk.thread, Sight.ALL, order)
    assert not window.earlier
    seen = numbers(window)

    while window.later:
        after = order.cursor(window.later)
        window = windows.window(work, talk.thread, Sight.ALL, order, after=after)
        assert window.earlier
        seen += numbers(window)

    assert seen == expected(talk, order)
    assert len(seen) > 3 * WINDOW


@pytest.mark.parametrize("order", [TREE, TIME], ids=["tree", "time"])
def test_windows_join_to_the_whole_thread_backwards(work: Work, talk: Talk, order: Order) -> None:
    window = windows.last_window(work, talk.thread, Sight.ALL, order)
    assert not window.later
    seen = numbers(window)

    while window.earlier:
        before = order.cursor(window.earlier)
        assert before is not None
        window = windows.window_before(work, talk.thread, Sight.ALL, order, before=before)
        assert window.later
        seen = numbers(window) + seen

    assert seen == expected(talk, order)


@pytest.mark.parametrize("order", [TREE, TIME], ids=["tree", "time"])
def test_a_window_around_a_post_shows_it_near_the_top_and_leads_on(
    work: Work, talk: Talk, order: Order
) -> None:
    whole = expected(talk, order)

    for place, number in enumerate(whole):
        post = posts.post(work, talk.thread, number)
        window = windows.window_around(work, talk.thread, Sight.ALL, order, post)

        begin = max(0, min(place - LEAD, len(whole) - WINDOW))  # full, also at the end
        assert numbers(window) == whole[begin : begin + WINDOW]
        assert bool(window.earlier) == (begin > 0)
        assert bool(window.later) == (begin + WINDOW < len(whole))


def test_a_thread_that_fits_into_a_window_leads_nowhere(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel)
    thread = a_thread(work, panel, ana)

    for read in (windows.first_window, windows.last_window):
        window = read(work, thread, Sight.ALL, TREE)
        assert (numbers(window), window.earlier, window.later) == ([1], "", "")


def test_what_is_hidden_keeps_its_place_without_words(work: Work, talk: Talk) -> None:
    shown = windows.first_window(work, talk.thread, Sight.MODERATORS, TIME).posts
    traces = windows.first_window(work, talk.thread, Sight.ALL, TIME).posts

    [words_] = [view for view in shown if view.number == 3]
    [trace] = [view for view in traces if view.number == 3]
    assert (words_.trace, words_.html, words_.author) == (False, "<p>3</p>", talk.ana.seat)
    assert (trace.trace, trace.html, trace.author, trace.token, trace.name) == (
        *(True, "", "", "", ""),
    )
    assert (trace.key, trace.depth, trace.hidden_reason) == (
        words_.key,
        words_.depth,
        "It names a person.",
    )
    answers = [view for view in traces if view.parent == 3]
    assert all(view.parent_author == "" for view in answers)


@pytest.mark.parametrize(
    ("order", "text", "place"),
    [
        ("tree", "000001000002", "000001000002"),
        ("tree", "9" * 96, "9" * 96),
        ("tree", "9" * 97, None),
        ("tree", "", None),
        ("tree", "x", None),
        ("tree", "٣", None),
        ("tree", "-1", None),
        ("time", "12", 12),
        ("time", "1000000", None),
        ("time", "", None),
        ("time", "1.5", None),
    ],
)
def test_a_place_is_read_from_an_address_or_it_is_none(
    order: str, text: str, place: object
) -> None:
    assert ORDERS[order].cursor(text) == place


def test_unread_is_what_others_have_said_since_and_everybody_sees(work: Work, talk: Talk) -> None:
    eva = a_seat(work, talk.panel)
    visitor = membership.actor(work, None, talk.panel.slug)
    others = [number for number in sorted(talk.tree) if number not in talk.hidden]

    assert marks.progress(work, talk.ana, talk.thread) == Progress(0, 0, None)
    assert marks.progress(work, visitor, talk.thread) == Progress(0, 0, None)
    assert marks.progress(work, eva, talk.thread) == Progress(0, len(others), 1)
    for mark in (2, 13, 16, SIZE):
        thread_acts.mark_read(work, eva, talk.thread, mark)
        after = [number for number in others if number > mark]
        progress = marks.progress(work, eva, talk.thread)
        assert progress == Progress(mark, len(after), after[0] if after else None)
        window = windows.first_window(work, talk.thread, Sight.ALL, TREE)
        outside = [number for number in after if number not in numbers(window)]
        lowest = marks.unread_outside(work, eva, talk.thread, mark, window)
        assert lowest == (outside[0] if outside else None)


def test_unread_stops_counting_at_a_hundred(work: Work) -> None:
    panel = a_panel(work)
    ana, eva = a_seat(work, panel), a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    for _ in range(101):
        a_post(work, ana, thread)

    assert marks.progress(work, eva, thread) == Progress(0, 100, 1)
    assert threads.listed(work, eva, limit=9).rows[0][1] == 100


def test_a_row_counts_what_is_unread_as_the_thread_itself_does(work: Work, talk: Talk) -> None:
    eva = a_seat(work, talk.panel)
    for mark in (0, 2, 13, SIZE):
        thread_acts.mark_read(work, eva, talk.thread, mark)
        work.session.flush()

        [(row, unread)] = threads.listed(work, eva, limit=9).rows

        assert unread == marks.progress(work, eva, talk.thread).unread
        assert row.posts == len([n for n in talk.tree if n not in talk.hidden])
        assert row.last_number == SIZE


def test_an_observers_words_stay_an_observers(work: Work) -> None:
    panel = a_panel(work)
    coco, ana = a_seat(work, panel, Role.COMMENTER), a_seat(work, panel)
    thread = a_thread(work, panel, ana)
    a_post(work, coco, thread)
    the_seat(work, coco).role = Role.MEMBER
    a_post(work, again(work, coco), thread)
    work.session.flush()

    views = windows.first_window(work, thread, Sight.ALL, TREE).posts

    assert [view.observer for view in views] == [False, True, False]


def test_a_post_is_named_within_its_thread(work: Work, talk: Talk) -> None:
    other = a_thread(work, talk.panel, talk.ana)

    view = posts.post_view(work, talk.thread.public_id, 2, Sight.ALL)
    assert view
    assert view.html == "<p>2</p>"
    assert posts.post_view(work, other.public_id, 2, Sight.ALL) is None
    gone = set(range(1, SIZE + 1)) - set(talk.tree)
    assert gone
    for number in gone:
        assert posts.post_view(work, talk.thread.public_id, number, Sight.MODERATORS) is None


def test_answers_are_the_direct_ones(work: Work, talk: Talk) -> None:
    post = next(n for n in talk.tree if posts.answers(work, talk.thread.public_id, n, Sight.ALL))

    found = posts.answers(work, talk.thread.public_id, post, Sight.ALL)

    assert {view.parent for view in found} == {post}
    assert all(isinstance(posts.post(work, talk.thread, view.number), Post) for view in found)
