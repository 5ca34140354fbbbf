"""Co-editing over the page's connection: what a tab asks, what it is answered, what others hear."""

from base64 import b64decode, b64encode
from typing import Any

import pytest
from flask_socketio import SocketIOTestClient

from panel.documents.crdt import Replica
from panel.documents.lib0 import numbers, read_awareness, written_awareness
from panel.documents.policy import UPDATE_LIMIT
from panel.documents.pushes import CARET
from panel.documents.text.schema import SCHEMA
from panel.documents.text.words import plain
from panel.live.nudges import Gesture
from panel.membership.actions.seats import change_role
from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from tests.conftest import Installation
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer
from tests.factories import again, the_seat
from tests.live.sockets import a_socket, enters, heard

NOTHING = b"\0"  # the state vector of somebody who has nothing yet


class Page:
    """A tab that shows a document."""

    def __init__(
        self, mesa: Installation, table: Table, who: Actor, *, entering: bool = True
    ) -> None:
        self.name, self.room = table.name, f"document:{table.name}"
        self.socket: SocketIOTestClient = a_socket(mesa, who)
        if entering:
            enters(self.socket, self.room)
            self.joined = self.asks("join", schema=SCHEMA, vector=NOTHING, client=None)
            client = self.joined.get("client")
            self.writer = Writer(client or 1, b64decode(self.joined["update"]))

    def asks(self, event: str, **said: object) -> dict[str, Any]:
        message = {"document": self.name} | {name: as_said(one) for name, one in said.items()}
        answer: dict[str, Any] = self.socket.emit(f"document.{event}", message, callback=True)
        return answer

    def sends(self, data: object) -> dict[str, Any]:
        return self.asks("update", data=data)

    def carets(self) -> list[tuple[int, int, object]]:
        told = heard(self.socket, "document.awareness")
        return [one for each in told for one in read_awareness(b64decode(str(each["data"])))]


def as_said(value: object) -> object:
    """Bytes travel as base64."""
    return b64encode(value).decode() if isinstance(value, bytes) else value


@pytest.fixture
def table(mesa: Installation) -> Table:
    return Table(mesa.workshop)


def test_what_one_writes_the_others_hear_and_a_newcomer_finds(
    mesa: Installation, table: Table
) -> None:
    ana, beto = Page(mesa, table, table.ana), Page(mesa, table, table.beto)
    heard(beto.socket)

    answer = ana.sends(ana.writer.types(" More."))

    [push] = [one for one in heard(beto.socket, "push") if one["room"] == beto.room]
    beto.writer.hears(b64decode(str(push["data"])))
    assert (push["op"], push["number"], answer) == ("update", 2, {"number": 2})
    newcomer = Page(mesa, table, table.caro)
    assert newcomer.joined["client"] is None  # a commenter reads along
    read = Replica(b64decode(newcomer.joined["update"])).content()
    assert plain(read) == "One. More.\n\nTwo."
    assert beto.writer.texts() == ["One. More.", "Two."]


def test_a_client_id_is_given_once_and_kept(mesa: Installation, table: Table) -> None:
    ana, other = Page(mesa, table, table.ana), Page(mesa, table, table.ana)
    mine = ana.joined["client"]

    again_ = ana.asks("join", schema=SCHEMA, vector=ana.writer.vector, client=mine)
    theirs = Page(mesa, table, table.beto).asks("join", schema=SCHEMA, vector=NOTHING, client=mine)

    assert again_["client"] == mine
    assert len({mine, other.joined["client"], theirs["client"]}) == 3


def test_who_has_not_entered_the_room_is_not_answered(mesa: Installation, table: Table) -> None:
    ana, outside = Page(mesa, table, table.ana), Page(mesa, table, table.ana, entering=False)

    for answer in (
        outside.asks("join", schema=SCHEMA, vector=NOTHING, client=None),
        outside.sends(ana.writer.types(" More.")),
        outside.asks("awareness", data=written_awareness(1, 1, {})),
    ):
        assert answer == {"error": "refused"}


def test_a_page_of_another_schema_is_told_so(mesa: Installation, table: Table) -> None:
    ana = Page(mesa, table, table.ana)

    answer = ana.asks("join", schema=SCHEMA - 1, vector=NOTHING, client=None)

    assert answer == {"error": "schema", "schema": SCHEMA}


@pytest.mark.parametrize(
    ("event", "said"),
    [
        ("join", {"schema": SCHEMA}),
        ("join", {"schema": SCHEMA, "vector": "no base64"}),
        ("join", {"schema": SCHEMA, "vector": b"\xff\xff"}),
        ("update", {}),
        ("update", {"data": "no base64"}),
        ("update", {"document": 7, "data": b"\0\0"}),
        ("awareness", {"data": b"\xff"}),
        ("awareness", {"data": None}),
        ("awareness", {"data": numbers((1, 1, 1, 5000)) + b"x" * 5000}),
    ],
)
def test_what_cannot_be_read_is_malformed(
    mesa: Installation, table: Table, event: str, said: dict[str, object]
) -> None:
    assert Page(mesa, table, table.ana).asks(event, **said) == {"error": "malformed"}


def test_who_loses_the_right_in_mid_sentence_is_told_why(mesa: Installation, table: Table) -> None:
    ana = Page(mesa, table, table.ana)
    assert ana.sends(ana.writer.types(" Before.")) == {"number": 2}

    with table.workshop.open_work() as work:
        change_role(work, again(work, table.mo), the_seat(work, table.ana), Role.COMMENTER)
    typed = ana.writer.types(" After.")
    assert ana.sends(typed) == {"error": "refused"}  # with other rights one enters anew
    enters(ana.socket, ana.room)
    answer = ana.sends(typed)

    assert set(answer) == {"refused"}
    assert "members" in answer["refused"]
    with mesa.app.app_context():
        assert table.anew() == "One. Before.\n\nTwo."


def test_a_refusal_says_why_and_a_gap_asks_for_joining_again(
    mesa: Installation, table: Table
) -> None:
    ana = Page(mesa, table, table.ana)
    ana.writer.types(" Lost.")

    assert ana.sends(ana.writer.types(" Later.")) == {"resync": True}
    assert set(ana.sends(b"garbage")) == {"refused"}
    assert set(ana.sends(ana.writer.types("x" * UPDATE_LIMIT))) == {"refused"}


def test_a_caret_is_shown_under_ones_own_name_and_mark_only(
    mesa: Installation, table: Table
) -> None:
    ana, beto = Page(mesa, table, table.ana), Page(mesa, table, table.beto)
    mine, theirs = ana.joined["client"], beto.joined["client"]
    state = {"user": {"name": "The President"}, "cursor": {"anchor": 1}, "more": "x" * 50}

    assert ana.asks("awareness", data=written_awareness(mine, 1, state)) == {}
    assert ana.asks("awareness", data=written_awareness(theirs, 9, state)) == {}

    assert ana.carets() == []
    user = {"name": "Ana", "seat": table.ana.seat}
    assert beto.carets() == [(mine, 1, {"user": user, "cursor": {"anchor": 1}})]


def test_a_caret_of_another_process_is_shown_to_whom_it_may_be(
    mesa: Installation, table: Table
) -> None:
    beto, caro = Page(mesa, table, table.beto), Page(mesa, table, table.caro)
    heard(beto.socket)

    def told(who: Actor, *detail: object) -> None:
        gesture = Gesture(CARET, beto.room, who.person_id or 0, 77, detail)
        mesa.line.hears.gestured([gesture])

    told(table.ana, 1, {"anchor": 1})
    told(table.caro, 1, {"anchor": 1})  # who comments has none
    told(table.ana, 2)

    user = {"name": "Ana", "seat": table.ana.seat}
    shown = [(77, 1, {"user": user, "cursor": {"anchor": 1}}), (77, 2, None)]
    assert beto.carets() == caro.carets() == shown


def test_a_document_of_others_is_not_there(mesa: Installation) -> None:
    table = Table(mesa.workshop, Kind.MEMBERS)
    caro = Page(mesa, table, table.caro, entering=False)

    assert enters(caro.socket, caro.room) == {"seq": None}
    asked = caro.asks("join", schema=SCHEMA, vector=NOTHING, client=None)
    assert asked == {"error": "refused"}
