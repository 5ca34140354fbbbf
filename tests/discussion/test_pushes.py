"""The live page is the reloaded page, after each fact and for each kind of reader."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

import pytest

from panel.discussion.actions import posts, threads
from panel.discussion.actions.moves import Fresh, Into, move
from panel.discussion.actions.undoing import undo
from panel.discussion.models import Post, Thread
from panel.discussion.queries.posts import post
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_post, a_seat, a_thread, words


@dataclass
class Table:
    """A thread with a first post and its answers, and the people around it."""

    panel: Panel
    ana: Actor
    moderator: Actor
    thread: Thread
    other: Thread
    first: Post
    answer: Post


def laid(work: Work) -> Table:
    panel = a_panel(work)
    ana, moderator = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR, name="Mo")
    thread, other = a_thread(work, panel, ana), a_thread(work, panel, ana)
    first = a_post(work, ana, thread, "first")
    answer = a_post(work, ana, thread, "answer", first)
    a_post(work, moderator, thread, "under the answer", first)
    return Table(panel, ana, moderator, thread, other, first, answer)


def posted(work: Work, t: Table) -> None:
    a_post(work, t.ana, t.thread, "last")
    a_post(work, t.ana, t.thread, "between", t.first)


def started(work: Work, t: Table) -> None:
    a_thread(work, t.panel, t.ana, title="Another question")


def edited(work: Work, t: Table) -> None:
    posts.edit(work, t.ana, t.thread, t.answer, words("better"), revision=0)


def hidden(work: Work, t: Table) -> None:
    posts.hide(work, t.moderator, t.thread, t.first, "It names a person.")


def hushed(work: Work, t: Table) -> None:
    posts.hide(work, t.moderator, t.thread, post(work, t.thread, 1), "It names a person.")


def heard_again(work: Work, t: Table) -> None:
    hushed(work, t)
    posts.unhide(work, t.moderator, t.thread, post(work, t.thread, 1))


def unhidden(work: Work, t: Table) -> None:
    hidden(work, t)
    posts.unhide(work, t.moderator, t.thread, t.first)


def deleted(work: Work, t: Table) -> None:
    posts.delete(work, t.ana, t.thread, t.answer)


def posted_and_deleted(work: Work, t: Table) -> None:
    posts.delete(work, t.ana, t.thread, a_post(work, t.ana, t.thread, "never shown"))


def closed(work: Work, t: Table) -> None:
    threads.close(work, t.moderator, t.thread, words("We **agree**."))


def reopened(work: Work, t: Table) -> None:
    closed(work, t)
    threads.reopen(work, t.moderator, t.thread)


def pinned(work: Work, t: Table) -> None:
    threads.pin(work, t.moderator, t.thread)


def unpinned(work: Work, t: Table) -> None:
    pinned(work, t)
    threads.unpin(work, t.moderator, t.thread)


def moved_away(work: Work, t: Table) -> None:
    move(work, t.moderator, t.thread, t.first, Into(t.other), uuid4())


def moved_in(work: Work, t: Table) -> None:
    elsewhere = a_post(work, t.ana, t.other, "elsewhere")
    a_post(work, t.ana, t.other, "below it", elsewhere)
    move(work, t.moderator, t.other, elsewhere, Into(t.thread, t.first), uuid4())


def moved_in_hidden(work: Work, t: Table) -> None:
    elsewhere = a_post(work, t.ana, t.other, "elsewhere")
    posts.hide(work, t.moderator, t.other, elsewhere, "It names a person.")
    move(work, t.moderator, t.other, elsewhere, Into(t.thread), uuid4())


def moved_in_and_gone(work: Work, t: Table) -> None:
    elsewhere = a_post(work, t.ana, t.other, "elsewhere")
    move(work, t.moderator, t.other, elsewhere, Into(t.thread), uuid4())
    posts.delete(work, t.ana, t.thread, elsewhere)


def moved_back(work: Work, t: Table) -> None:
    undo(work, t.moderator, move(work, t.moderator, t.thread, t.first, Into(t.other), uuid4()))


def made_a_thread(work: Work, t: Table) -> None:
    goal = Fresh("A question of its own", t.thread.audience)
    move(work, t.moderator, t.thread, t.first, goal, uuid4())


def unmade(work: Work, t: Table) -> None:
    goal = Fresh("Too hasty", t.thread.audience)
    undo(work, t.moderator, move(work, t.moderator, t.thread, t.first, goal, uuid4()))


CHANGES = [
    *(moved_away, moved_in, moved_in_hidden, moved_in_and_gone, moved_back, made_a_thread, unmade),
    *(posted, started, edited, hidden, hushed, heard_again, unhidden, deleted, posted_and_deleted),
    *(closed, reopened, pinned, unpinned),
]
READERS = [(Role.READER, "en"), (Role.MODERATOR, "es")]


@pytest.mark.parametrize("losing", [0, 1], ids=["heard", "healed"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_live_page_is_the_reloaded_page(
    mesa: Installation, change: Callable[[Work, Table], None], losing: int
) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        readers = [a_seat(work, table.panel, role, language=lang) for role, lang in READERS]
    urls = [f"/p/{table.panel.slug}/threads/{table.thread.public_id}"]
    urls += [f"/p/{table.panel.slug}/threads"]
    tabs = [mesa.tab(reader, url) for reader in readers for url in urls]

    with mesa.workshop.open_work() as work:
        for thing in (table.thread, table.other, table.first, table.answer):
            work.session.add(thing)
        change(work, table)
        for said in ("in between", "heard by all"):
            a_post(work, table.moderator, table.thread, said)
            a_post(work, table.moderator, table.other, said)

    for tab in tabs:
        assert tab.hear(losing=losing)
        tab.assert_live_equals_reload()


@pytest.mark.parametrize("change", [posted, hidden, deleted, moved_away, moved_in])
def test_it_is_so_in_order_of_time_too(
    mesa: Installation, change: Callable[[Work, Table], None]
) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        reader = a_seat(work, table.panel, Role.READER)
    tab = mesa.tab(reader, f"/p/{table.panel.slug}/threads/{table.thread.public_id}?order=time")

    with mesa.workshop.open_work() as work:
        for thing in (table.thread, table.first, table.answer):
            work.session.add(thing)
        change(work, table)

    assert tab.hear()
    tab.assert_live_equals_reload()


def test_hiding_tells_readers_where_and_why_and_no_more(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        reader = a_seat(work, table.panel, Role.READER)
    url = f"/p/{table.panel.slug}/threads/{table.thread.public_id}"
    reads, moderates = mesa.tab(reader, url), mesa.tab(table.moderator, url)
    assert "first" in reads.text

    with mesa.workshop.open_work() as work:
        work.session.add_all([table.thread, table.first])
        hidden(work, table)

    [taken], [kept] = reads.hear(), moderates.hear()
    trace = taken["parts"][0]["html"]
    assert "It names a person." in trace
    for secret in (table.first.token.hex, table.ana.seat, table.ana.name, "<p>first</p>"):
        assert secret not in str(taken["parts"][:1])
        assert secret in str(kept["parts"][:1])
    assert "In reply to a post that is hidden" in str(taken["parts"])
    assert "In reply to a post that is hidden" not in str(kept["parts"])
    assert "<p>first</p>" not in str(taken)
    tell_tale = {"kind", "fact", "by", "hidden"}
    assert not tell_tale & set(taken)  # nothing says what has happened but what is to be seen


def test_a_push_speaks_the_language_of_its_reader(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        languages = [a_seat(work, table.panel, Role.READER, language=x) for x in ("en", "es")]
    url = f"/p/{table.panel.slug}/threads/{table.thread.public_id}"
    english, spanish = (mesa.tab(actor, url) for actor in languages)

    with mesa.workshop.open_work() as work:
        work.session.add_all([table.thread, table.first])
        hidden(work, table)

    assert "The moderators hid a post here" in english.hear()[0]["parts"][0]["html"]
    pushed = spanish.hear()[0]["parts"][0]["html"]
    assert "moderación" in pushed
    assert "moderators" not in pushed


def test_a_push_is_the_same_for_all_who_share_a_language_and_a_sight(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        roles = (Role.READER, Role.COMMENTER, Role.MEMBER)
        others = [a_seat(work, table.panel, role) for role in roles]
    url = f"/p/{table.panel.slug}/threads/{table.thread.public_id}"
    tabs = [mesa.tab(actor, url) for actor in (*others, table.ana)]

    with mesa.workshop.open_work() as work:
        work.session.add_all([table.thread, table.first])
        posted(work, table)

    told = {str(tab.hear()) for tab in tabs}
    assert len(told) == 1


def test_a_thread_for_members_only_is_told_to_no_one_else(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        table = laid(work)
        reader = a_seat(work, table.panel, Role.READER)
        secret = a_thread(work, table.panel, table.ana, kind=Kind.MEMBERS)
    listing = f"/p/{table.panel.slug}/threads"
    member, outside = mesa.tab(table.ana, listing), mesa.tab(reader, listing)
    assert len(member.seqs) == len(outside.seqs) + 1

    with mesa.workshop.open_work() as work:
        work.session.add(secret)
        a_post(work, table.ana, secret, "between us")
        a_thread(work, table.panel, table.ana, kind=Kind.MEMBERS, title="Another secret")

    assert len(member.hear()) == 3
    assert outside.hear() == []
    assert [one for one in outside.other if one["name"] != "here"] == []
    member.assert_live_equals_reload()
    outside.assert_live_equals_reload()
