"""What is told after a commit, whoever has written; a failure on the way spoils nothing else."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import ClassVar

import pytest
from sqlalchemy import QueuePool, event, text

from panel import wiring
from panel.discussion.actions import posts
from panel.discussion.events import PostPublished, room_of
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.work import Fact, Heard, Reading, Work
from panel.live.journal import MARK
from panel.live.pushing import Nothing, Push, Update, nothing
from panel.membership.models import Panel
from panel.membership.policy import Sight
from tests.conftest import Installation
from tests.factories import a_form, a_post, a_seat, the_seat
from tests.live.conftest import Talk


@dataclass(frozen=True)
class Whispered:
    kind: ClassVar[str] = "test.whispered"
    version: ClassVar[int] = 1
    thread: str

    @property
    def rooms(self) -> tuple[str, ...]:
        return (room_of(self.thread),)


def test_a_fact_that_shows_nowhere_leaves_no_gap(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wiring.PUSHES, Whispered, nothing)
    monkeypatch.setitem(wiring.DECODER, (Whispered.kind, 1), Whispered)

    with mesa.workshop.open_work() as work:
        work.record(Whispered(talk.name), by=talk.ana.by)
        a_post(work, talk.ana, find_thread(work, talk.ana, talk.name))

    whisper, post = talk.tab.hear()
    assert len(whisper.pop("mark")) == MARK
    assert whisper == {"room": room_of(talk.name), "seq": 3, "op": "none"}
    assert (post["seq"], post["op"]) == (4, "insert")
    talk.tab.assert_live_equals_reload()


def test_a_push_that_fails_spoils_neither_the_post_nor_the_next_push(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(reading: Reading, _fact: Fact, _room: str, _sight: Sight) -> Push:
        reading.session.execute(text("SELECT nonsense"))
        raise AssertionError

    monkeypatch.setitem(wiring.PUSHES, Whispered, broken)
    monkeypatch.setitem(wiring.DECODER, (Whispered.kind, 1), Whispered)

    with mesa.workshop.open_work() as work:
        work.record(Whispered(talk.name), by=talk.ana.by)
        a_post(work, talk.ana, find_thread(work, talk.ana, talk.name), "kept")
    talk.post(mesa.workshop, "and the next")

    pushes = [one["args"][0] for one in talk.tab.socket.get_received() if one["name"] == "push"]
    assert [push["seq"] for push in pushes] == [4, 5]
    page = mesa.browser(talk.ana).get(talk.url).text
    assert "kept" in page
    assert "and the next" in page


def test_a_reaction_joins_the_work_that_caused_it(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def react(_work: Work, _fact: Fact) -> None:
        raise ZeroDivisionError

    talk.post(mesa.workshop, "saved")
    monkeypatch.setitem(wiring.REACTIONS, PostPublished, (react,))

    with pytest.raises(ZeroDivisionError):
        talk.post(mesa.workshop, "undone")

    page = mesa.browser(talk.ana).get(talk.url).text
    assert "saved" in page
    assert "undone" not in page
    assert len(talk.tab.hear()) == 1


def made_for_five(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch, push: Push
) -> list[Sight]:
    """Have five tabs, in two languages and of two sights, hear a push; tell for whom it is made."""
    made = list[Sight]()

    def counted(_reading: Reading, _fact: Fact, _room: str, sight: Sight) -> Push:
        made.append(sight)
        return push

    with mesa.workshop.open_work() as work:
        panel_id = the_seat(work, talk.ana).panel_id
        panel = work.session.get_one(Panel, panel_id)
        others = [a_seat(work, panel, language=language) for language in ("es", "en", "es")]
    tabs = [mesa.tab(actor, talk.url) for actor in (*others, talk.mo)]
    monkeypatch.setitem(wiring.PUSHES, PostPublished, counted)

    talk.post(mesa.workshop, "heard by five")

    for tab in (*tabs, talk.tab):
        assert len(tab.hear()) == 1
    return made


def test_a_push_is_made_once_for_each_language_and_sight_not_for_each_follower(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where one of them sees nothing: another may see something."""
    made = made_for_five(mesa, talk, monkeypatch, Nothing())

    assert sorted(made) == [Sight.ALL, Sight.ALL, Sight.MODERATORS]


def test_a_push_that_fails_for_one_sight_is_told_to_who_sees_by_another(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_reading: Reading, _fact: Fact, _room: str, sight: Sight) -> Push:
        if sight is Sight.MODERATORS:
            raise ZeroDivisionError
        return Nothing()

    theirs = mesa.tab(talk.mo, talk.url)
    monkeypatch.setitem(wiring.PUSHES, PostPublished, failing)

    talk.post(mesa.workshop, "told to some")

    assert len(talk.tab.hear()) == 1
    assert theirs.hear() == []


def test_an_update_of_a_text_is_made_once_for_all(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = made_for_five(mesa, talk, monkeypatch, Update("AA==", 1))

    assert len(made) == 1


@contextmanager
def looks_at(mesa: Installation, table: str = "live_entry") -> Iterator[list[str]]:
    """The statements that look into the journal meanwhile, or into another table."""
    looks = list[str]()

    def look(_c: object, _cursor: object, statement: str, *_: object) -> None:
        looks.extend([statement] if f"FROM {table}" in statement else [])

    event.listen(mesa.workshop.engine, "before_cursor_execute", look)
    try:
        yield looks
    finally:
        event.remove(mesa.workshop.engine, "before_cursor_execute", look)


def test_what_was_written_here_is_told_without_a_look_into_the_journal(
    mesa: Installation, talk: Talk
) -> None:
    with looks_at(mesa) as looks:
        talk.post(mesa.workshop, "told")

    assert len(talk.tab.hear()) == 1
    assert looks == []


def test_a_post_is_shown_to_others_as_its_author_sees_it_without_reading_it_again(
    mesa: Installation, talk: Talk
) -> None:
    browser, follower = mesa.browser(talk.ana), mesa.tab(talk.mo, talk.url)
    script = {"Accept": "application/json"}

    with looks_at(mesa, "post") as looks:
        sent = browser.post(f"{talk.url}/posts", data=a_form("told"), headers=script)
    with looks_at(mesa, "post JOIN") as later:
        browser.post(f"{talk.url}/posts", data=a_form("an answer", parent=2), headers=script)

    [push, _] = follower.hear()
    assert sent.json
    assert push["html"] == sent.json["html"]
    assert looks == []
    assert len(later) == 1  # whom it answers, for its author
    follower.assert_live_equals_reload()


def test_what_was_written_elsewhere_is_told_with_one_look(mesa: Installation, talk: Talk) -> None:
    commits = list[Sequence[Heard]]()
    talk.post(replace(mesa.workshop, announce=commits.append), "told")
    [heard] = commits

    with looks_at(mesa) as looks:
        mesa.line.fanout.nudge({room_of(talk.name): heard[0].seq})

    assert len(talk.tab.hear()) == 1
    assert len(looks) == 1


def test_the_look_into_the_journal_is_over_when_more_than_its_first_is_told(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_ = list[int]()

    def count(reading: Reading, _fact: Fact, _room: str, _sight: Sight) -> Push:
        reading.connection.execute(text("SELECT 1"))
        pool = reading.engine.pool
        assert isinstance(pool, QueuePool)
        open_.append(pool.checkedout())
        return Nothing()

    monkeypatch.setitem(wiring.PUSHES, PostPublished, count)
    elsewhere, before = replace(mesa.workshop, announce=lambda _heard: None), 3
    for body in ("first", "second", "third"):
        talk.post(elsewhere, body)

    mesa.line.fanout.nudge({room_of(talk.name): before})

    assert open_ == [1, 1, 1]


def test_what_an_own_write_finds_untold_is_told_in_its_order(
    mesa: Installation, talk: Talk
) -> None:
    elsewhere = replace(mesa.workshop, announce=lambda _heard: None)
    talk.post(elsewhere, "first")

    talk.post(mesa.workshop, "second")

    assert [push["seq"] for push in talk.tab.hear()] == [3, 4]
    talk.tab.assert_live_equals_reload()


def test_what_is_not_there_any_more_is_told_as_removed_and_no_more(
    mesa: Installation, talk: Talk
) -> None:
    reader = mesa.tab(talk.ana, talk.url)
    talk.post(mesa.workshop, "taken back")
    assert reader.hear()[0]["op"] == "insert"

    with mesa.workshop.open_work() as work:
        thread = find_thread(work, talk.ana, talk.name, lock=True)
        posts.delete(work, talk.ana, thread, find_post(work, thread, 2))

    [push] = reader.hear()
    assert push["op"] == "remove"
    assert push["id"] == f"post-{talk.name}-2"
    assert set(push) == {"room", "seq", "mark", "op", "id", "parts"}
    reader.assert_live_equals_reload()
