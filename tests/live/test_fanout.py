"""What is told after a commit, whoever has written; a failure on the way spoils nothing else."""

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pytest
from sqlalchemy import text

from panel import wiring
from panel.cli.installation import opened
from panel.discussion.actions import posts
from panel.discussion.events import PostPublished, room_of
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.kernel.settings import Settings
from panel.kernel.work import Fact, Reading, Work, Workshop
from panel.live.pushing import Push, nothing
from panel.membership.actions.seats import change_role
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from panel.membership.policy import Sight
from tests.browser_double import Tab
from tests.conftest import Installation
from tests.factories import a_panel, a_post, a_seat, a_thread, the_seat


@dataclass(frozen=True)
class Whispered:
    kind: ClassVar[str] = "test.whispered"
    version: ClassVar[int] = 1
    thread: str

    @property
    def rooms(self) -> tuple[str, ...]:
        return (room_of(self.thread),)


@dataclass
class Talk:
    """A thread, its author, a moderator, and the author's open tab."""

    ana: Actor
    mo: Actor
    name: str
    url: str
    tab: Tab

    def post(self, workshop: Workshop, body: str) -> None:
        with workshop.open_work() as work:
            a_post(work, self.ana, find_thread(work, self.ana, self.name, lock=True), body)


@pytest.fixture
def talk(mesa: Installation) -> Talk:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, mo = a_seat(work, panel), a_seat(work, panel, Role.MODERATOR)
        name = a_thread(work, panel, ana).public_id
    url = f"/p/{panel.slug}/threads/{name}"
    return Talk(ana, mo, name, url, mesa.tab(ana, url))


def test_a_fact_that_shows_nowhere_leaves_no_gap(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(wiring.PUSHES, Whispered, nothing)
    monkeypatch.setitem(wiring.DECODER, (Whispered.kind, 1), Whispered)

    with mesa.workshop.open_work() as work:
        work.record(Whispered(talk.name), by=talk.ana.by)
        a_post(work, talk.ana, find_thread(work, talk.ana, talk.name))

    whisper, post = talk.tab.hear()
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


def test_a_push_is_made_once_for_each_language_and_sight_not_for_each_follower(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = list[Sight]()

    def counted(_reading: Reading, _fact: Fact, _room: str, sight: Sight) -> Push:
        made.append(sight)
        return nothing(_reading, _fact, _room, sight)

    with mesa.workshop.open_work() as work:
        panel_id = the_seat(work, talk.ana).panel_id
        panel = work.session.get_one(Panel, panel_id)
        others = [a_seat(work, panel, language=language) for language in ("es", "en", "es")]
    tabs = [mesa.tab(actor, talk.url) for actor in (*others, talk.mo)]
    monkeypatch.setitem(wiring.PUSHES, PostPublished, counted)

    talk.post(mesa.workshop, "heard by five")

    assert sorted(made) == [Sight.ALL, Sight.ALL, Sight.MODERATORS]
    for tab in (*tabs, talk.tab):
        assert len(tab.hear()) == 1


def test_a_fact_whose_nudge_was_lost_is_told_with_the_next_heartbeat(
    mesa: Installation, talk: Talk
) -> None:
    elsewhere = replace(mesa.workshop, announce=lambda _heard: None)  # another process, no nudge
    talk.post(elsewhere, "from elsewhere")
    assert talk.tab.hear() == []

    mesa.line.heart.beat()

    assert [push["seq"] for push in talk.tab.hear()] == [3]
    assert "from elsewhere" in talk.tab.text
    talk.tab.assert_live_equals_reload()
    mesa.line.heart.beat()
    assert talk.tab.hear() == []  # each once
    beats = [one["args"][0] for one in talk.tab.other if one["name"] == "beat"]
    assert beats == [{"room": room_of(talk.name), "seq": 3}] * 2


def test_what_an_own_write_finds_untold_is_told_in_its_order(
    mesa: Installation, talk: Talk
) -> None:
    elsewhere = replace(mesa.workshop, announce=lambda _heard: None)
    talk.post(elsewhere, "first")

    talk.post(mesa.workshop, "second")

    assert [push["seq"] for push in talk.tab.hear()] == [3, 4]
    talk.tab.assert_live_equals_reload()


def test_a_role_that_changed_elsewhere_is_noticed_by_the_heartbeat(
    mesa: Installation, talk: Talk
) -> None:
    elsewhere = replace(mesa.workshop, announce=lambda _heard: None)
    with elsewhere.open_work() as work:
        change_role(work, talk.mo, the_seat(work, talk.ana), Role.AUTHORITY)
    talk.tab.socket.get_received()

    mesa.line.heart.beat()
    talk.post(mesa.workshop, "not for her")

    names = [one["name"] for one in talk.tab.socket.get_received()]
    assert "left" in names
    assert "push" not in names


def test_a_heartbeat_is_one_message_a_room(mesa: Installation, talk: Talk) -> None:
    others = [mesa.tab(actor, talk.url) for actor in (talk.ana, talk.mo)]

    mesa.line.heart.beat()

    for tab in (talk.tab, *others):
        tab.hear()
        beats = [one["args"][0] for one in tab.other if one["name"] == "beat"]
        assert beats == [{"room": room_of(talk.name), "seq": 2}]


def test_a_tab_that_lost_a_push_sees_it_by_the_heartbeats_number(
    mesa: Installation, talk: Talk
) -> None:
    talk.post(mesa.workshop, "lost on the way")
    talk.tab.hear(losing=1)
    assert "lost on the way" not in talk.tab.text

    mesa.line.heart.beat()
    talk.tab.hear()
    [beat] = [one["args"][0] for one in talk.tab.other if one["name"] == "beat"]

    assert beat["seq"] > talk.tab.seqs[beat["room"]]
    talk.tab.enter(beat["room"])
    assert "lost on the way" in talk.tab.text
    talk.tab.assert_live_equals_reload()


def test_the_farewell_reaches_every_tab(mesa: Installation, talk: Talk) -> None:
    mesa.line.end()

    assert "bye" in [one["name"] for one in talk.tab.socket.get_received()]


class TestBetweenProcesses:
    @pytest.fixture
    def settings(self, settings: Settings) -> Iterator[Settings]:
        with tempfile.TemporaryDirectory(prefix="mesa") as var:  # a socket's path has to be short
            yield replace(settings, var=Path(var))

    @pytest.fixture
    def listening(self, mesa: Installation, settings: Settings) -> Iterator[Path]:
        listen = mesa.line.nudges.listen
        Thread(target=lambda: listen(mesa.line.fanout.nudge), daemon=True).start()
        folder = settings.var / "nudges"
        waited(lambda: any(folder.glob("*.sock")))
        yield folder
        mesa.line.nudges.close()

    def test_a_fact_that_the_command_line_records_reaches_an_open_tab(
        self, mesa: Installation, talk: Talk, settings: Settings, listening: Path
    ) -> None:
        assert listening.is_dir()

        with opened(settings) as other:
            assert other is not mesa.workshop
            talk.post(other, "from the command line")
            other.engine.dispose()

        waited(lambda: bool(talk.tab.hear()))
        assert "from the command line" in talk.tab.text
        talk.tab.assert_live_equals_reload()

    def test_nonsense_in_place_of_a_nudge_is_passed_over(
        self, mesa: Installation, talk: Talk, settings: Settings, listening: Path
    ) -> None:
        [path] = listening.glob("*.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            for nonsense in (b"", b"\xff", b"[]", b'{"room": "x"}', b'{"thread:none": 1}', b"{"):
                sender.sendto(nonsense, str(path))

        with opened(settings) as other:
            talk.post(other, "heard all the same")
            other.engine.dispose()

        waited(lambda: bool(talk.tab.hear()))
        assert "heard all the same" in talk.tab.text

    def test_the_socket_of_a_process_that_is_gone_is_cleared_away(
        self, mesa: Installation, talk: Talk, listening: Path
    ) -> None:
        gone = listening / "1-gone.sock"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.bind(str(gone))

        talk.post(mesa.workshop, "said")

        assert not gone.exists()
        assert len(talk.tab.hear()) == 1
        assert len(list(listening.glob("*.sock"))) == 1


def waited(until: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait for another thread to have done something."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)


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
    assert set(push) == {"room", "seq", "op", "id", "parts"}
    reader.assert_live_equals_reload()
