"""What the line itself tells every tab: heartbeats, which show what was lost, and its farewell."""

import time
from collections.abc import Collection
from dataclasses import replace

import pytest
from engineio.exceptions import SocketIsClosedError
from engineio.socket import Socket

from panel.discussion.events import room_of
from panel.kernel.work import Reading
from panel.live.heart import Heart
from panel.live.journal import Head, heads
from panel.membership.actions.seats import change_role
from panel.membership.models import Kind, Role
from tests.conftest import Installation
from tests.factories import the_seat
from tests.live.conftest import Talk
from tests.live.sockets import Losing, enters, heard


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
    assert [(one["room"], one["seq"]) for one in beats] == [(room_of(talk.name), 3)] * 2


def test_a_room_that_is_entered_while_all_are_compared_is_followed_from_then_on(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database answers, others go on."""
    t = Losing(mesa, Kind.PANEL)

    def look_while_she_enters(reading: Reading, rooms: Collection[str]) -> dict[str, Head]:
        far = heads(reading, rooms)
        enters(t.socket, t.room)
        return far

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("panel.live.fanout.heads", look_while_she_enters)
        mesa.line.heart.beat()
    t.mesa = replace(mesa, workshop=replace(mesa.workshop, announce=lambda _heard: None))
    t.post()
    mesa.line.heart.beat()

    assert [one["seq"] for one in heard(t.socket, "push")] == [3]


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
        assert [(one["room"], one["seq"]) for one in beats] == [(room_of(talk.name), 2)]


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


def test_who_does_not_answer_pings_is_parted_with(mesa: Installation, talk: Talk) -> None:
    transport = mesa.line.stage.io.server.eio
    asked = {"gone": transport.ping_timeout + 1, "slow": transport.ping_timeout - 5}
    for sid, ago in asked.items():
        transport.sockets[sid] = session = Socket(transport, sid)
        session.last_ping = time.time() - ago
    gone, slow = (transport.sockets[sid] for sid in asked)

    mesa.line.heart.beat()
    assert (gone.closed, slow.closed) == (True, False)

    mesa.line.heart.beat()
    assert list(transport.sockets.values()) == [slow]


def test_one_that_goes_meanwhile_keeps_nobody_from_the_heartbeat(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    transport = mesa.line.stage.io.server.eio
    transport.sockets["going"] = going = Socket(transport, "going")

    def gone() -> bool:
        raise SocketIsClosedError

    monkeypatch.setattr(going, "check_ping_timeout", gone)

    mesa.line.heart.beat()

    talk.tab.hear()
    assert [one["name"] for one in talk.tab.other if one["name"] == "beat"] == ["beat"]


def test_the_farewell_reaches_every_tab(mesa: Installation, talk: Talk) -> None:
    mesa.line.end()

    assert "bye" in [one["name"] for one in talk.tab.socket.get_received()]


def test_between_some_who_are_asked_again_and_the_next_posts_have_their_turn(
    mesa: Installation, talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [mesa.tab(actor, talk.url) for actor in (talk.ana, talk.mo)]
    line, told = mesa.line, list[int]()

    def posting(_seconds: float) -> None:
        talk.post(mesa.workshop, f"the {len(told)}th between")
        told.append(len(talk.tab.hear()))

    monkeypatch.setattr("panel.live.heart.PORTION", 1)
    stage = replace(line.stage, serving=replace(line.stage.serving, sleep=posting))
    Heart(stage, line.ears, line.doors, line.fanout).beat()

    assert told == [1] * (1 + len(others))
