"""Who is let into a room and hears what is told there, until the room or the socket is left."""

import pytest

from panel.discussion.events import list_of, room_of
from panel.identity.models import Person
from panel.live.journal import MARK
from panel.live.sockets import REFUSED, ROOMS_LIMIT
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_person, a_post, a_seat, a_thread
from tests.live.sockets import Losing, a_socket, enters, heard


@pytest.mark.parametrize(
    ("role", "may", "sight"),
    [
        (Role.READER, ["read"], "all"),
        (Role.COMMENTER, ["read", "reply"], "all"),
        (Role.MEMBER, ["draft", "read", "reply", "start"], "all"),
        (Role.MODERATOR, ["draft", "moderate", "read", "reply", "start"], "moderators"),
    ],
)
def test_who_may_read_is_let_in_and_told_where_the_room_is_and_what_may_be_done(
    mesa: Installation, role: Role, may: list[str], sight: str
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        actor, thread = a_seat(work, panel, role), a_thread(work, panel)
        a_post(work, a_seat(work, panel), thread)

    answer = enters(a_socket(mesa, actor), room_of(thread.public_id))

    assert len(str(answer.pop("mark"))) == MARK
    assert answer == {"seq": 3, "may": may, "sight": sight}


def test_outsiders_hear_nothing(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        outside = [
            a_seat(work, panel, Role.READER),
            a_seat(work, panel, Role.COMMENTER),
            a_seat(work, panel, Role.AUTHORITY),
            a_seat(work, a_panel(work), Role.MODERATOR),
        ]
        thread = a_thread(work, panel, kind=Kind.MEMBERS)
        list_room = list_of(thread.audience.public_id)
    room = room_of(thread.public_id)
    member = a_socket(mesa, ana)
    assert enters(member, room)["seq"] == enters(member, list_room)["seq"] == 2
    outsiders = [a_socket(mesa, who) for who in outside]

    refused = [enters(socket, name) for socket in outsiders for name in (room, list_room)]
    with mesa.workshop.open_work() as work:
        a_post(work, ana, work.session.merge(thread))

    assert len(heard(member, "push")) == 2
    assert all(answer == {"seq": None} for answer in refused)
    assert [socket.get_received() for socket in outsiders] == [[]] * len(outsiders)


def test_visitors_have_pages_and_no_sockets(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel, kind=Kind.VISITORS)
        person = a_person(work)  # with an account, and no seat here
    assert a_socket(mesa, ana).is_connected()
    assert mesa.browser().get(f"/p/{panel.slug}/threads/{thread.public_id}").status_code == 200

    assert not mesa.io.test_client(mesa.app).is_connected()
    known = mesa.io.test_client(mesa.app, flask_test_client=mesa.browser(person))
    assert enters(known, room_of(thread.public_id)) == REFUSED


def test_one_tab_hears_so_many_rooms_and_no_more(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        threads = [a_thread(work, panel, ana).public_id for _ in range(ROOMS_LIMIT + 1)]
    socket, other = a_socket(mesa, ana), a_socket(mesa, ana)
    for name in threads[:-1]:
        assert enters(socket, room_of(name))["seq"] == 2

    assert enters(socket, room_of(threads[-1])) == REFUSED
    assert enters(other, room_of(threads[-1]))["seq"] == 2
    assert socket.emit("leave", {"room": room_of(threads[0])}, callback=True) == {}
    assert enters(socket, room_of(threads[-1]))["seq"] == 2


def test_entering_again_is_entering_once(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    socket, room = a_socket(mesa, ana), room_of(thread.public_id)

    for _ in range(3):
        assert enters(socket, room)["seq"] == 2
    with mesa.workshop.open_work() as work:
        a_post(work, ana, work.session.merge(thread))

    assert len(heard(socket, "push")) == 1


def test_who_has_left_a_room_hears_no_more_of_it(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    leaver, stayer = a_socket(mesa, ana), a_socket(mesa, ana)
    for socket in (leaver, stayer):
        enters(socket, room_of(thread.public_id))

    assert leaver.emit("leave", {"room": room_of(thread.public_id)}, callback=True) == {}
    with mesa.workshop.open_work() as work:
        a_post(work, ana, work.session.merge(thread))

    assert len(heard(stayer, "push")) == 1
    assert heard(leaver, "push") == []
    assert leaver.emit("leave", {"room": room_of(thread.public_id)}, callback=True) == {}


def test_a_socket_that_is_gone_is_forgotten(mesa: Installation) -> None:
    t = Losing(mesa, Kind.PANEL)
    enters(t.socket, t.room)
    assert mesa.line.ears.follows(t.room)

    t.socket.disconnect()

    assert not mesa.line.ears.follows(t.room)
    assert mesa.line.ears.rooms() == [f"person:{_person(t.mo, mesa)}"]
    assert mesa.line.presence.here(t.room) == []


def _person(actor: Actor, mesa: Installation) -> str:
    with mesa.workshop.open_reading() as reading:
        return reading.session.get_one(Person, actor.person_id).public_id
