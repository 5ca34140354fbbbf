"""Somebody whose right to draft ends: what was taken in stays, and nothing more is taken in."""

from base64 import b64decode, b64encode
from dataclasses import replace

import pytest
from flask_socketio import SocketIOTestClient

from panel.documents.text.schema import SCHEMA
from panel.kernel.ids import new_id
from panel.kernel.work import Workshop
from panel.membership import queries
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.models import Role, Verb
from panel.membership.policy import REFUSALS
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.documents.together.writing import Writer
from tests.pages import read
from tests.papers.versioned import Folder


class Tab:
    """Ana's page, with the paper open in the editor."""

    def __init__(self, folder: Folder) -> None:
        self.folder, self.name = folder, folder.paper().document.public_id
        browser = folder.browser("member")
        self.socket: SocketIOTestClient = folder.mesa.io.test_client(
            folder.mesa.app, flask_test_client=browser
        )
        joined = self.joins()
        client = joined["client"]
        assert isinstance(client, int)
        self.writer = Writer(client, b64decode(str(joined["update"])))

    def enters(self) -> None:
        """Enter the room, as a page does that was shown out of it, too."""
        self._say("enter", room=f"document:{self.name}")

    def joins(self) -> dict[str, object]:
        self.enters()
        said = {"vector": "AA==", "schema": SCHEMA}
        return self._say("document.join", document=self.name, **said)

    def writes(self, words: str) -> dict[str, object]:
        data = b64encode(self.writer.adds(words, new_id())).decode()
        return self._say("document.update", document=self.name, data=data)

    def _say(self, event: str, **said: object) -> dict[str, object]:
        answer: dict[str, object] = self.socket.emit(event, said, callback=True)
        return answer


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    return Folder(mesa)


def unheard(folder: Folder) -> Workshop:
    """Give the workshop of a process whose nudges are lost: the tab is told by nobody."""
    return replace(folder.mesa.workshop, announce=lambda _heard: None)


@pytest.mark.parametrize("role", [Role.READER, Role.COMMENTER, Role.AUTHORITY])
@pytest.mark.parametrize("told", [True, False], ids=["told", "unheard"])
def test_who_becomes_an_observer_in_mid_sentence_writes_no_further(
    folder: Folder, role: Role, *, told: bool
) -> None:
    tab = Tab(folder)
    assert "number" in tab.writes("In time.")

    workshop = folder.mesa.workshop if told else unheard(folder)
    with workshop.open_work() as work:
        change_role(work, folder.mo, queries.seat(work, folder.mo, folder.ana.seat), role)
    if told:
        assert tab.writes("Meanwhile.") == {"error": "refused"}
        tab.enters()
    late = tab.writes("Too late.")

    shown = role is not Role.AUTHORITY
    assert late == ({"refused": REFUSALS[Verb.DRAFT]} if shown else {"error": "refused"})
    assert "In time." in folder.reads()
    assert "Too late." not in folder.reads()
    assert "Meanwhile." not in folder.reads()


def test_who_has_left_is_answered_as_if_there_were_nothing(folder: Folder) -> None:
    tab = Tab(folder)
    with unheard(folder).open_work() as work:
        end_seat(work, folder.mo, queries.seat(work, folder.mo, folder.ana.seat))

    assert tab.writes("Too late.") == {"error": "refused"}
    assert "Too late." not in folder.reads()
    assert folder.posts("title", title="Mine").status_code == 404


def test_who_may_draft_no_more_keeps_their_name_beside_what_they_wrote(folder: Folder) -> None:
    with folder.mesa.workshop.open_work() as work:
        end_seat(work, folder.mo, queries.seat(work, folder.mo, folder.ana.seat))

    page = read(folder.browser("reader").get(folder.url))

    assert "Written by Ana" in page.text


def test_a_text_that_closes_in_mid_sentence_takes_in_no_more_and_says_so(folder: Folder) -> None:
    tab = Tab(folder)
    assert "number" in tab.writes("In time.")

    folder.moves(Stage.CONSULTATION)

    late = tab.writes("Too late.")
    assert late == {"refused": "This text is not open for drafting now."}
    assert "Too late." not in folder.reads()
    assert tab.joins()["client"] is None
