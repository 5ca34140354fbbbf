"""Every socket event, for every kind of person and of room; and what an open socket is told."""

import json
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from panel.discussion.actions import posts, threads
from panel.discussion.queries.threads import thread as the_thread
from panel.documents.actions.texts import edit
from panel.kernel.ids import new_id
from panel.membership import queries as membership
from panel.membership.actions.seats import change_role
from panel.membership.models import Role
from panel.papers.actions.comments import Remark, comment
from panel.papers.actions.papers import retitle
from panel.papers.queries.papers import paper as find_paper
from panel.papers.queries.texts import text
from tests.documents.together.writing import a_text, block
from tests.factories import a_draft, a_post, again, words
from tests.matrix.answering import standing
from tests.matrix.asking import room
from tests.matrix.canaries import MARK, leaks, met
from tests.matrix.coediting import joining, showing, updating
from tests.matrix.line import Line
from tests.matrix.reading import Row
from tests.matrix.tables import BY_SOCKET, KINDS, PEOPLE, RIGHTS, SEATED, STANDINGS
from tests.matrix.world import NEVER, Place, World

VERBS = {"R": "read", "A": "reply", "S": "start", "D": "draft", "M": "moderate"}


def the_room(world: World, person: str, place: Place, about: str) -> str:
    if about == "stream":
        return f"seat:{world.laid.seats.get(person, NEVER)}"
    return f"thread:{NEVER}" if about == "never" else room(place, about)


def connecting(line: Line, _place: Place, _room: str, _right: str) -> str:
    return "yes" if line.socket.is_connected() else "no"


def entering(line: Line, place: Place, about: str, rights: str) -> str:
    answer = line.ask("enter", about)
    line.ask("leave", about)
    if answer == line.ask("enter", f"thread:{NEVER}"):
        return "no"
    allowed = sorted(VERBS[letter] for letter in rights)
    sight = "moderators" if "M" in rights else "all"
    whole = answer["seq"] >= 0 and answer["may"] == allowed and answer["sight"] == sight
    return "yes" if whole else str(answer)


def typing(line: Line, place: Place, about: str, _rights: str) -> str:
    """Write in a room after having asked to come in; the others there are told, or nobody is."""
    listener = Line(line.world, "moderator", line.world.socket("moderator"))
    listener.ask("enter", about)
    line.ask("enter", about)
    listener.told("typing")
    answer = line.ask("typing", about)
    heard = [one["seat"] for one in listener.told("typing")]
    listener.socket.disconnect()
    seat = line.world.laid.seats.get(line.person, NEVER)
    done = {(True, True): "yes", (False, False): "no"}
    return done.get((answer == {}, heard == [seat]), f"{answer}, {heard}")


def leaving(line: Line, place: Place, about: str, _rights: str) -> str:
    """Go; whoever is gone hears nothing."""
    line.ask("enter", about)
    answer = line.ask("leave", about)
    line.told("push")
    speak(line.world, place, "Nobody is here.")
    return "yes" if answer == {} and not line.told("push") else str(answer)


def disconnecting(line: Line, _place: Place, _room: str, _rights: str) -> str:
    tabs = len(line.world.mesa.line.ears.tabs())
    line.socket.disconnect()
    return "yes" if len(line.world.mesa.line.ears.tabs()) == tabs - 1 else "no"


EVENTS = {
    "connect": connecting,
    "enter": entering,
    "typing": typing,
    "leave": leaving,
    "document.join": joining,
    "document.update": updating,
    "document.awareness": showing,
    "disconnect": disconnecting,
}


def speak(world: World, place: Place, body: str) -> None:
    """Let somebody who may write everywhere say something in the open thread of a place."""
    with world.mesa.workshop.open_work() as work:
        speaker = again(work, world.laid.speaker)
        a_post(work, speaker, the_thread(work, speaker, place.threads["open"], lock=True), body)


def test_every_event_has_its_row(world: World) -> None:
    registered = set(world.mesa.io.server.handlers["/"])

    assert registered == {row.endpoint for row in BY_SOCKET} == set(EVENTS)


@pytest.mark.parametrize("row", BY_SOCKET, ids=str)
def test_an_event_is_answered_by_ones_rights_in_the_room(world: World, row: Row) -> None:
    answers = dict(zip(STANDINGS, row.answers, strict=True))

    wrong = dict[tuple[str, str], str]()
    for person in PEOPLE:
        for kind in KINDS:
            expected, place = answers[standing(person, kind)], world.laid.places[kind]
            line = Line(world, person, world.socket(person))
            if expected == "-":
                assert not line.socket.is_connected()
                continue
            about = the_room(world, person, place, row.about)
            given = EVENTS[row.endpoint](line, place, about, RIGHTS[person][kind])
            if line.socket.is_connected():
                line.socket.disconnect()
            if given != expected:
                wrong[person, kind] = given

    assert wrong == {}


@dataclass
class Happening:
    """All that can happen to a thread, with words that only some may read."""

    world: World

    def everywhere(self) -> None:
        for kind, place in self.world.laid.places.items():
            with self.world.mesa.workshop.open_work() as work:
                speaker = again(work, self.world.laid.speaker)
                thread = the_thread(work, speaker, place.threads["open"], lock=True)
                said = a_post(work, speaker, thread, f"{MARK}{kind}text")
                posts.edit(work, speaker, thread, said, words(f"{MARK}{kind}new"), revision=0)
                gone = a_post(work, speaker, thread, f"{MARK}{kind}deleted")
                posts.delete(work, speaker, thread, gone)
                hidden = a_post(work, speaker, thread, f"{MARK}{kind}hidden")
                posts.hide(work, speaker, thread, hidden, f"{MARK}{kind}reason")
                threads.close(work, speaker, thread, words(f"{MARK}{kind}conclusion"))
                threads.reopen(work, speaker, thread)
                paper = find_paper(work, speaker, place.papers["heard"], lock=True)
                retitle(work, speaker, paper, f"{MARK}{kind}retitled {new_id()}")
                draft = a_draft(f"{MARK}{kind}remark")
                comment(work, speaker, paper, text(work, paper)[0], Remark(block(0), "", draft))
                edit(work, paper.document, a_text("#"), speaker)  # what follows is all new
                edit(work, paper.document, a_text(f"{MARK}{kind}papertext"), speaker)


LIVE = ("new", "hidden", "reason", "conclusion", "retitled", "remark", "papertext")
ABOUT = ("open", "list", "papers", "about, heard", "document, heard")


def written(told: list[dict[str, Any]]) -> Iterator[str]:
    """What the changes of texts say, which are no words as they come."""
    for one in (one["args"][0] for one in told if one["name"] == "push"):
        if one["op"] == "update":
            yield b64decode(one["data"]).decode(errors="replace")


@pytest.mark.parametrize("person", [person for person in PEOPLE if person != "visitor"])
def test_a_socket_is_told_what_its_person_may_read_and_nothing_else(
    world: World, person: str
) -> None:
    line = Line(world, person, world.socket(person))
    for place in world.laid.places.values():
        for about in ABOUT:
            line.ask("enter", room(place, about))
    listener = world.listen()
    line.socket.get_received()

    Happening(world).everywhere()
    told = line.socket.get_received()
    text = json.dumps(told) + "".join(written(told))
    listener.disconnect()
    line.socket.disconnect()

    assert leaks(text, person, world.laid.sees) == []
    seat = [kind for kind in KINDS if "R" in RIGHTS[person][kind] and person in SEATED]
    expected = {
        f"{MARK}{kind}{part}"
        for kind in seat
        for part in LIVE
        if part != "hidden" or "M" in RIGHTS[person][kind]
    }
    assert expected <= met(text)
    assert bool(told) == bool(seat)


def test_who_enters_anew_with_less_sight_hears_only_what_is_left(world: World) -> None:
    place = world.laid.places["panel"]
    twin = world.twin("moderator")
    browser = world.mesa.browser(twin.person)
    socket = world.mesa.io.test_client(world.mesa.app, flask_test_client=browser)
    about = {"room": room(place, "open")}
    assert socket.emit("enter", about, callback=True)["sight"] == "moderators"
    other = Line(world, "moderator", world.socket("moderator"))
    other.ask("enter", about["room"])
    with world.unheard().open_work() as work:
        keeper = again(work, world.laid.keeper)
        change_role(work, keeper, membership.seat(work, keeper, twin.seat), Role.READER)
    assert socket.emit("enter", about, callback=True)["sight"] == "all"
    socket.get_received()

    Happening(world).everywhere()

    text = json.dumps(socket.get_received())
    assert f"{MARK}panelhidden" in json.dumps(other.told("push"))
    assert f"{MARK}panelreason" in text
    assert f"{MARK}panelhidden" not in text
