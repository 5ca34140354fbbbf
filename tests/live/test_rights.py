"""What becomes of an open room when rights change: nothing is heard that one may not hear."""

from collections.abc import Callable, Collection, Mapping

import pytest
from sqlalchemy import delete

from panel.discussion.events import list_of
from panel.identity.models import SignIn
from panel.kernel.work import Reading
from panel.live.ears import Ear
from panel.live.rooms import Answer, Question, ask
from panel.live.sockets import REFUSED
from panel.membership.models import Grant, Kind, Panel, Role, Verb
from tests.conftest import Installation
from tests.factories import the_audience
from tests.live.sockets import Losing, a_socket, enters, heard

Change = Callable[[Losing], None]


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
        (Role.READER, Role.MEMBER, ["draft", "read", "reply", "start"]),
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
    assert enters(t.socket, t.room) | {"mark": ""} == {
        "seq": 2,
        "mark": "",
        "may": may,
        "sight": "all",
    }


def test_who_becomes_a_moderator_sees_what_was_hidden_only_after_entering_anew(
    mesa: Installation,
) -> None:
    t = Losing(mesa, Kind.PANEL)
    assert enters(t.socket, t.room)["sight"] == "all"

    t.role(Role.MODERATOR)
    heard(t.socket)
    t.post()

    assert heard(t.socket, "push") == []  # nothing of either sight until it asks
    assert enters(t.socket, t.room) | {"mark": ""} == {
        "seq": 3,
        "mark": "",
        "may": ["draft", "moderate", "read", "reply", "start"],
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


def test_who_enters_while_all_are_asked_again_stays(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the database answers, others go on."""
    t = Losing(mesa, Kind.MEMBERS)
    enters(t.moderator, t.room)

    def answer_while_she_enters(
        reading: Reading, questions: Collection[Question]
    ) -> Mapping[Question, Answer]:
        enters(t.socket, t.room)
        return ask(reading, questions)

    monkeypatch.setattr("panel.live.doors.ask", answer_while_she_enters)
    mesa.line.heart.beat()
    t.post()

    assert [one.get("seq") for one in heard(t.socket, "push", "left")] == [3]


def test_who_is_let_in_by_another_sight_while_all_are_asked_again_stays(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The answer is older than what she has entered by."""
    t = Losing(mesa, Kind.PANEL)
    enters(t.socket, t.room)

    def promote_after_the_answer(
        reading: Reading, questions: Collection[Question]
    ) -> Mapping[Question, Answer]:
        answers = ask(reading, questions)
        monkeypatch.setattr("panel.live.doors.ask", ask)
        t.role(Role.MODERATOR)
        enters(t.socket, t.room)
        heard(t.socket)
        return answers

    monkeypatch.setattr("panel.live.doors.ask", promote_after_the_answer)
    mesa.line.heart.beat()
    t.post()

    assert [one.get("seq") for one in heard(t.socket, "push", "left")] == [3]


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
    assert [(one["room"], one["seq"]) for one in heard(t.moderator, "beat")] == [(t.room, 2)]
