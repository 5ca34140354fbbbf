"""What counts only now, between processes: who may do it is asked by whoever tells it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from threading import Thread

import pytest
from redis import Redis

from panel.live.line import lay
from panel.live.nudges import Gesture, Hears
from panel.live.nudges.remote import RemoteNudges, channel
from panel.live.stage import Stage
from panel.live.typing import EVENT
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.conftest import HURRIED, Installation
from tests.factories import a_panel, a_seat
from tests.live.conftest import Table
from tests.live.sockets import Losing, heard, told
from tests.live.test_processes import waited
from tests.services.valkey import Valkey, valkey


@pytest.fixture(scope="module")
def shared() -> Iterator[Valkey]:
    with valkey() as running:
        yield running


def writes(mesa: Installation, who: Actor, room: str) -> None:
    """Let somebody write whose tab is open at another process."""
    mesa.line.hears.gestured([Gesture(EVENT, room, who.person_id or 0)])


def test_who_writes_by_another_process_is_shown_by_name(mesa: Installation, table: Table) -> None:
    eva, rosa = table.tab(table.eva), table.tab(table.rosa)

    writes(mesa, table.ana, table.room)

    expected = {"room": table.room, "seat": table.ana.seat, "name": "Ana"}
    assert told(eva, "typing") == told(rosa, "typing") == [expected]


def test_who_may_not_reply_is_not_shown_whatever_another_process_says(
    mesa: Installation, table: Table
) -> None:
    with mesa.workshop.open_work() as work:
        stranger = a_seat(work, a_panel(work))
    eva = table.tab(table.eva)
    writes(mesa, table.ana, table.room)
    assert len(told(eva, "typing")) == 1

    for who in (table.rosa, stranger):
        writes(mesa, who, table.room)

    assert told(eva, "typing") == []


def test_who_has_lost_the_right_is_not_shown_although_another_process_has_not_heard_of_it(
    mesa: Installation,
) -> None:
    losing = Losing(mesa, Kind.PANEL)
    losing.moderator.emit("enter", {"room": losing.room}, callback=True)
    writes(mesa, losing.ana, losing.room)
    assert len(heard(losing.moderator, "typing")) == 1

    losing.role(Role.READER)
    writes(mesa, losing.ana, losing.room)

    assert heard(losing.moderator, "typing") == []


def test_what_makes_no_sense_is_passed_over(mesa: Installation, table: Table) -> None:
    eva, ana = table.tab(table.eva), table.ana.person_id or 0

    mesa.line.hears.gestured(
        [
            Gesture("unheard of", table.room, ana),
            Gesture("document.awareness", table.room, ana, 1, ["?", []]),
            Gesture(EVENT, "thread:none", ana),
            Gesture(EVENT, table.room, -1),
            Gesture(EVENT, table.room, ana),
        ]
    )

    assert len(told(eva, "typing")) == 1


def test_of_a_burst_others_are_told_once_and_the_last_of_each(
    mesa: Installation, table: Table, shared: Valkey
) -> None:
    """The background waits until it is let go on, as a pause does."""
    later, messages = list[Callable[[], object]](), list[Sequence[Gesture]]()
    stage = Stage(mesa.app, mesa.io, replace(HURRIED, spawn=later.append))
    near, far = RemoteNudges(shared.url), RemoteNudges(shared.url)
    hears = Hears(lambda _: None, lambda *_: None, messages.append)
    Thread(target=far.listen, args=(hears,), daemon=True).start()
    table.tab(table.ana), table.tab(table.eva)
    ana, eva = mesa.line.ears.in_room(table.room)
    gestures = lay(stage, mesa.app.extensions["wired"], near).gestures
    calls = Redis.from_url(shared.url)
    waited(lambda: calls.pubsub_numsub(channel(shared.url))[0][1] == 1)

    for at in range(5):
        gestures.show(ana, EVENT, 7, [at])
        gestures.show(eva, EVENT, 8, [at])
    assert len(later) == 1
    later.pop()()

    waited(lambda: len(messages) == 1)
    assert [(one.person, one.mark, one.detail) for one in messages[0]] == [
        (ana.question.person_id, 7, [4]),
        (eva.question.person_id, 8, [4]),
    ]
    far.close()
