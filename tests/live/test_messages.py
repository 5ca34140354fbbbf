"""Whatever a socket sends, it is answered, and what makes no sense changes nothing."""

import logging

import pytest

from panel.discussion.events import room_of
from panel.live.sockets import MALFORMED, REFUSED
from tests.conftest import Installation
from tests.factories import a_panel, a_seat, a_thread
from tests.live.sockets import a_socket, enters, heard

DEEP: object = "thread:x"
for _ in range(60):
    DEEP = {"room": [DEEP]}
NO_ROOMS = [
    *("thread", "thread:", ":", "seat:{seat}", "person:1", "panel:{panel}", "x:{thread}"),
    *("thread:{thread}|en|all", "thread:{thread}\0", "thread:\0", "thread:\ud800", "thread:%"),
    *("list:{thread}", "thread:" + "x" * 10_000, "thread:{thread} ", " thread:{thread}", "é"),
]
MESSAGES = [
    *(None, "", 0, 1.5, True, [], {}, "thread:{thread}", ["thread:{thread}"], DEEP, b"room"),
    *({"room": room} for room in (None, "", 0, 1.5, True, [], {}, ["x"], {"room": "x"}, b"x")),
    *({"Room": "thread:{thread}"}, {"room": {"room": {"room": DEEP}}}),
]


@pytest.mark.parametrize("room", NO_ROOMS, ids=lambda room: ascii(room)[:30])
def test_a_room_that_is_none_of_theirs_is_refused(mesa: Installation, room: str) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    socket = a_socket(mesa, ana)
    assert enters(socket, room_of(thread.public_id))["seq"] == 2
    name = room.format(thread=thread.public_id, seat=ana.seat, panel=panel.slug)

    assert enters(socket, name) == REFUSED
    assert socket.emit("typing", {"room": name}, callback=True) == REFUSED
    assert socket.emit("leave", {"room": name}, callback=True) == {}
    assert heard(socket, "push", "typing") == []
    assert socket.is_connected()


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: ascii(message)[:30])
def test_a_malformed_message_is_named_so_and_logged_and_nothing_else_happens(
    mesa: Installation, message: object, caplog: pytest.LogCaptureFixture
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    socket = a_socket(mesa, ana)

    with caplog.at_level(logging.INFO):
        for event in ("enter", "leave", "typing"):
            assert socket.emit(event, message, callback=True) == MALFORMED

    assert caplog.text.count("malformed socket message") == 3
    assert all(len(record.getMessage()) < 300 for record in caplog.records)
    assert enters(socket, room_of(thread.public_id))["seq"] == 2


def test_messages_of_no_or_too_many_parts_are_malformed_too(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_seat(work, a_panel(work))
    socket = a_socket(mesa, ana)

    for event in ("enter", "leave", "typing"):
        assert socket.emit(event, callback=True) == MALFORMED
        assert socket.emit(event, {"room": "thread:x"}, {"room": "y"}, callback=True) == MALFORMED
    socket.emit("push", {"room": "thread:x", "seq": 1})  # no event of ours
    socket.emit("nonsense", DEEP)
    assert socket.is_connected()
