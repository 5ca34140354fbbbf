"""Who may hear what, and what becomes of it when rights change."""

import logging
from collections.abc import Callable

import pytest
from flask_socketio import SocketIOTestClient
from sqlalchemy import delete

from panel.discussion.events import list_of, room_of
from panel.discussion.queries.threads import thread as find_thread
from panel.identity.models import Person, SignIn
from panel.live.ears import Ear
from panel.live.sockets import MALFORMED, REFUSED, ROOMS_LIMIT
from panel.membership.actions.groups import join_group, leave_group
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.actors import Actor
from panel.membership.models import Grant, Kind, Panel, Role, Verb
from tests.conftest import Installation
from tests.factories import (
    a_group,
    a_panel,
    a_person,
    a_post,
    a_seat,
    a_thread,
    again,
    the_audience,
    the_seat,
)


def a_socket(mesa: Installation, who: Actor) -> SocketIOTestClient:
    return mesa.io.test_client(mesa.app, flask_test_client=mesa.browser(who))


def enters(socket: SocketIOTestClient, room: object) -> dict[str, object]:
    answer: dict[str, object] = socket.emit("enter", {"room": room}, callback=True)
    return answer


def heard(socket: SocketIOTestClient, *names: str) -> list[dict[str, object]]:
    received = socket.get_received()
    return [one["args"][0] for one in received if not names or one["name"] in names]


@pytest.mark.parametrize(
    ("role", "may", "sight"),
    [
        (Role.READER, ["read"], "all"),
        (Role.COMMENTER, ["read", "reply"], "all"),
        (Role.MEMBER, ["read", "reply", "start"], "all"),
        (Role.MODERATOR, ["moderate", "read", "reply", "start"], "moderators"),
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


Change = Callable[["Losing"], None]


class Losing:
    """Somebody in a room, and the moderator who changes what she may do."""

    def __init__(self, mesa: Installation, kind: Kind, role: Role = Role.MEMBER) -> None:
        self.mesa = mesa
        with mesa.workshop.open_work() as work:
            panel = a_panel(work)
            self.mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel, role)
            self.group = a_group(work, panel, ana)
            inside = self.group if kind is Kind.GROUP else None
            thread = a_thread(work, panel, self.mo, kind=kind, group=inside)
            self.ana, self.name, self.audience = again(work, ana), thread.public_id, thread.audience
        self.panel = panel
        self.room = room_of(self.name)
        self.socket, self.moderator = a_socket(mesa, self.ana), a_socket(mesa, self.mo)

    def role(self, role: Role) -> None:
        with self.mesa.workshop.open_work() as work:
            change_role(work, self.mo, the_seat(work, self.ana), role)

    def end(self) -> None:
        with self.mesa.workshop.open_work() as work:
            end_seat(work, self.mo, the_seat(work, self.ana))

    def leave(self) -> None:
        with self.mesa.workshop.open_work() as work:
            group = work.session.merge(self.group)
            leave_group(work, again(work, self.mo), group, the_seat(work, self.ana))

    def join(self) -> None:
        with self.mesa.workshop.open_work() as work:
            group = work.session.merge(self.group)
            join_group(work, again(work, self.mo), group, the_seat(work, self.ana))

    def post(self) -> None:
        with self.mesa.workshop.open_work() as work:
            a_post(work, self.mo, find_thread(work, again(work, self.mo), self.name))


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        (Kind.MEMBERS, lambda one: one.role(Role.READER)),
        (Kind.MEMBERS, lambda one: one.role(Role.AUTHORITY)),
        (Kind.PANEL, lambda one: one.role(Role.AUTHORITY)),
        (Kind.PANEL, Losing.end),
        (Kind.MEMBERS, Losing.end),
        (Kind.GROUP, Losing.leave),
        (Kind.GROUP, Losing.end),
    ],
)
def test_who_loses_the_right_is_out_before_anything_more_is_told(
    mesa: Installation, kind: Kind, change: Change
) -> None:
    t = Losing(mesa, kind)
    for socket in (t.socket, t.moderator):
        assert enters(socket, t.room)["seq"] == 2
    t.post()
    assert len(heard(t.socket, "push")) == 1

    change(t)
    t.post()

    assert heard(t.socket) == [{"room": t.room}, {}]  # left, standing
    assert len(heard(t.moderator, "push")) == 2
    assert enters(t.socket, t.room) == REFUSED
    assert t.ana.seat not in [actor.seat for actor in mesa.line.presence.here(t.room)]


def test_who_is_taken_out_of_a_group_hears_no_list_of_it(mesa: Installation) -> None:
    t = Losing(mesa, Kind.GROUP)
    room = list_of(t.audience.public_id)
    assert enters(t.socket, room)["seq"] == 2
    t.post()
    assert len(heard(t.socket, "push")) == 1

    t.leave()
    t.post()

    assert heard(t.socket, "push") == []
    assert enters(t.socket, room) == REFUSED


@pytest.mark.parametrize(
    ("before", "after", "may"),
    [
        (Role.MEMBER, Role.READER, ["read"]),
        (Role.COMMENTER, Role.READER, ["read"]),
        (Role.READER, Role.COMMENTER, ["read", "reply"]),
        (Role.READER, Role.MEMBER, ["read", "reply", "start"]),
    ],
)
def test_another_role_reaches_open_tabs_at_once_also_when_it_is_a_gain(
    mesa: Installation, before: Role, after: Role, may: list[str]
) -> None:
    t = Losing(mesa, Kind.PANEL, before)
    enters(t.socket, t.room)
    heard(t.socket)

    t.role(after)

    assert [one["name"] for one in t.socket.get_received() if one["name"] != "here"] == [
        "left",
        "standing",
    ]
    assert enters(t.socket, t.room) == {"seq": 2, "may": may, "sight": "all"}


def test_who_becomes_a_moderator_sees_what_was_hidden_only_after_entering_anew(
    mesa: Installation,
) -> None:
    t = Losing(mesa, Kind.PANEL)
    assert enters(t.socket, t.room)["sight"] == "all"

    t.role(Role.MODERATOR)
    heard(t.socket)
    t.post()

    assert heard(t.socket, "push") == []  # nothing of either sight until it asks
    assert enters(t.socket, t.room) == {
        "seq": 3,
        "may": ["moderate", "read", "reply", "start"],
        "sight": "moderators",
    }
    t.post()
    assert heard(t.socket, "push")[-1]["seq"] == 4
    t.role(Role.MEMBER)
    assert enters(t.socket, t.room)["sight"] == "all"


def test_who_gains_a_right_may_enter_what_was_refused(mesa: Installation) -> None:
    t = Losing(mesa, Kind.GROUP)
    t.leave()
    panel_room = list_of(_panel_audience(t))
    assert enters(t.socket, t.room) == REFUSED
    enters(t.socket, panel_room)  # a page of the panel is open
    heard(t.socket)

    t.join()

    assert [one["name"] for one in t.socket.get_received()] == ["standing"]
    assert enters(t.socket, t.room)["seq"] == 2


def _panel_audience(t: Losing) -> str:
    with t.mesa.workshop.open_work() as work:
        return the_audience(work, work.session.get_one(Panel, t.ana.panel_id)).public_id


def test_what_concerns_one_seat_does_not_disturb_others(mesa: Installation) -> None:
    t = Losing(mesa, Kind.PANEL)
    enters(t.moderator, t.room)
    enters(t.socket, t.room)
    heard(t.moderator)

    t.role(Role.READER)

    assert [one["name"] for one in t.moderator.get_received()] == ["here"]


def test_a_grant_opens_a_room_and_its_end_is_noticed_by_the_heartbeat(mesa: Installation) -> None:
    t = Losing(mesa, Kind.MEMBERS, Role.AUTHORITY)
    assert enters(t.socket, t.room) == REFUSED
    with mesa.workshop.open_work() as work:
        row = Grant(
            audience_id=t.audience.id, verb=Verb.READ, organisation_id=t.ana.organisation_id
        )
        work.session.add(row)
    assert enters(t.socket, t.room)["may"] == ["read"]

    with mesa.workshop.open_work() as work:
        work.session.delete(work.session.merge(row))
    mesa.line.heart.beat()
    t.post()

    assert heard(t.socket, "push", "left") == [{"room": t.room}]


def test_losing_a_role_cannot_be_raced(mesa: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The role is lost after the first question, before the room is joined."""
    t = Losing(mesa, Kind.MEMBERS)
    let_in = mesa.line.doors.let_in
    assert enters(t.socket, t.room)["seq"] == 2
    late = a_socket(mesa, t.ana)

    def demote_then_let_in(ear: Ear) -> None:
        t.role(Role.READER)
        let_in(ear)

    monkeypatch.setattr(mesa.line.doors, "let_in", demote_then_let_in)
    refused = enters(late, t.room)
    t.post()

    assert refused == REFUSED
    assert heard(late, "push") == []


def test_gaining_a_sight_cannot_be_raced_either(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    t = Losing(mesa, Kind.PANEL, Role.MODERATOR)
    let_in = mesa.line.doors.let_in

    def demote_then_let_in(ear: Ear) -> None:
        monkeypatch.setattr(mesa.line.doors, "let_in", let_in)
        t.role(Role.MEMBER)
        let_in(ear)

    monkeypatch.setattr(mesa.line.doors, "let_in", demote_then_let_in)
    refused = enters(t.socket, t.room)
    t.post()

    assert refused == REFUSED
    assert heard(t.socket, "push") == []
    assert enters(t.socket, t.room)["sight"] == "all"


def test_a_signed_out_socket_is_dropped_by_the_heartbeat_when_nobody_told(
    mesa: Installation,
) -> None:
    t = Losing(mesa, Kind.PANEL)
    for socket in (t.socket, t.moderator):
        enters(socket, t.room)
    with mesa.workshop.open_work() as work:
        work.session.execute(delete(SignIn).where(SignIn.person_id == t.ana.person_id))

    mesa.line.heart.beat()

    assert not t.socket.is_connected()
    assert t.moderator.is_connected()
    assert heard(t.moderator, "beat") == [{"room": t.room, "seq": 2}]


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
