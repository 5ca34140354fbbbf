"""Pings to many clients come from one loop, each in its time."""

from collections.abc import Sequence

import pytest
from engineio import Server, packet
from engineio.socket import Socket

from panel.live.pulse import Pulse
from tests.services.waiting import until

MANY = 50


@pytest.fixture
def transport() -> Server:
    return Server(async_mode="threading", monitor_clients=False, ping_interval=0.1)


def joined(transport: Server, number: int) -> Sequence[Socket]:
    """Clients that have just connected."""
    sessions = [Socket(transport, f"client {n}") for n in range(number)]
    for session in sessions:
        session.schedule_ping()
    return sessions


def given(session: Socket) -> list[str]:
    """What the writer of a client is given to write."""
    return [packet.packet_names[one.packet_type] for one in session.poll()]


def test_each_is_asked_again_when_it_has_answered(transport: Server) -> None:
    Pulse(transport)
    first, silent = joined(transport, 2)

    assert (given(first), given(silent)) == (["PING"], ["PING"])
    assert first.last_ping and silent.last_ping  # from then on an answer is awaited
    first.receive(packet.Packet(packet.PONG))

    assert given(first) == ["PING"]
    assert silent.queue.empty()


def test_one_that_cannot_be_asked_keeps_no_other_from_it(transport: Server) -> None:
    Pulse(transport)
    failing, gone, *others = joined(transport, MANY)
    failing.queue = None
    gone.closed = True

    until(lambda: all(one.last_ping for one in others), "a ping to each that is there")
    assert all(given(one) == ["PING"] for one in others)
    assert gone.queue.empty()


def test_nothing_waits_for_each_and_all_else_is_begun(transport: Server) -> None:
    begun = list[object]()
    transport.start_background_task = lambda task, *args: begun.append((task, *args))
    Pulse(transport)
    begun.clear()

    joined(transport, MANY)
    transport.start_background_task(print, "something else")

    assert begun == [(print, "something else")]
