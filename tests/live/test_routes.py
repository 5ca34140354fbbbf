"""Catching up, over HTTP."""

import pytest

from panel.discussion.actions import posts
from panel.discussion.events import room_of
from panel.discussion.queries.posts import post as find_post
from panel.discussion.queries.threads import thread as find_thread
from panel.membership.models import Kind, Role
from tests.conftest import Installation
from tests.factories import a_panel, a_person, a_post, a_seat, a_thread

LIMIT = 20  # pushes; the real one is ten times that


def test_what_was_hidden_since_is_not_told_again(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        rosa, mo = a_seat(work, panel, Role.READER), a_seat(work, panel, Role.MODERATOR)
        thread = a_thread(work, panel, mo)
        a_post(work, mo, thread, "unwise words")
    url = f"/rooms/{room_of(thread.public_id)}/since/0"
    assert "unwise words" in mesa.browser(rosa).get(url).text

    with mesa.workshop.open_work() as work:
        found = find_thread(work, mo, thread.public_id, lock=True)
        posts.hide(work, mo, found, find_post(work, found, 2), "It names a person.")

    assert "unwise words" in mesa.browser(mo).get(url).text
    caught = mesa.browser(rosa).get(url)
    assert "unwise words" not in caught.text
    assert [push["seq"] for push in caught.get_json()["pushes"]] == [1, 2, 3, 4]
    assert "It names a person." in caught.text


def test_who_has_missed_too_much_loads_the_page_again(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("panel.live.routes.LIMIT", LIMIT)
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        thread = a_thread(work, panel, ana)
    tab = mesa.tab(ana, f"/p/{panel.slug}/threads/{thread.public_id}")
    browser, url = mesa.browser(ana), f"/rooms/{tab.room}/since"
    tab.socket.disconnect()
    with mesa.workshop.open_work() as work:
        found = find_thread(work, ana, thread.public_id, lock=True)
        for n in range(LIMIT + 1):
            a_post(work, ana, found, f"post {n}")

    assert len(browser.get(f"{url}/3").get_json()["pushes"]) == LIMIT
    answer = browser.get(f"{url}/2").get_json()
    assert (answer["pushes"], answer["lost"], answer["seq"]) == (None, False, LIMIT + 3)
    tab.socket.connect()
    tab.enter(tab.room)
    assert tab.seqs[tab.room] == LIMIT + 3
    tab.assert_live_equals_reload()


def test_who_is_where_the_room_has_never_been_loads_the_page_again(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
        a_post(work, ana, thread, "the third fact")
    room = room_of(thread.public_id)
    browser, socket = mesa.browser(ana), mesa.tab(ana, f"/p/{panel.slug}").socket
    entered = socket.emit("enter", {"room": room}, callback=True)
    mesa.line.heart.beat()
    beats = [one["args"][0] for one in socket.get_received() if one["name"] == "beat"]
    beat = next(one for one in beats if one["room"] == room)
    pushes = browser.get(f"/rooms/{room}/since/0").get_json()["pushes"]
    marks = [push["mark"] for push in pushes]
    assert marks[-1] == entered["mark"] == beat["mark"]

    for at, mark in ((0, ""), (0, "any"), (2, ""), (2, marks[1]), (3, marks[2])):
        answer = browser.get(f"/rooms/{room}/since/{at}?mark={mark}").get_json()
        assert [push["seq"] for push in answer["pushes"]] == [1, 2, 3][at:]
        assert (answer["lost"], answer["seq"], answer["mark"]) == (False, 3, marks[2])
    for at, mark in ((2, marks[2]), (3, marks[1]), (3, "\0"), (4, ""), (2_147_483_647, "")):
        answer = browser.get(f"/rooms/{room}/since/{at}", query_string={"mark": mark}).get_json()
        assert (answer["pushes"], answer["lost"], answer["seq"]) == (None, True, 3)
    for wrong in ("-1", "x", "2147483648", ""):
        assert mesa.browser(ana).get(f"/rooms/{room}/since/{wrong}").status_code == 404


def test_what_one_may_not_hear_is_not_there(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, rosa = a_seat(work, panel), a_seat(work, panel, Role.READER)
        stranger, nobody = a_seat(work, a_panel(work), Role.MODERATOR), a_person(work)
        thread = a_thread(work, panel, kind=Kind.MEMBERS)
    room = room_of(thread.public_id)
    assert mesa.browser(ana).get(f"/rooms/{room}/since/0").status_code == 200

    closed = [
        mesa.browser(who).get(f"/rooms/{room}/since/0").data for who in (rosa, stranger, nobody)
    ]
    closed.append(mesa.browser(rosa).get("/rooms/thread:neverwas/since/0").data)

    assert all(b"There is nothing here" in answer for answer in closed)
    assert mesa.browser().get(f"/rooms/{room}/since/0").status_code == 401


@pytest.mark.parametrize(
    "room", ["thread", "thread:", "seat:{seat}", "person:1", "panel:{panel}", "x:1", "a" * 300]
)
def test_rooms_that_nobody_enters_cannot_be_read_either(mesa: Installation, room: str) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)

    name = room.format(seat=mo.seat, panel=panel.slug)

    assert mesa.browser(mo).get(f"/rooms/{name}/since/0").status_code == 404


def test_a_page_older_than_its_socket_catches_up_when_it_enters(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
        thread = a_thread(work, panel, ana)
    tab = mesa.tab(ana, f"/p/{panel.slug}/threads/{thread.public_id}")
    tab.socket.disconnect()
    with mesa.workshop.open_work() as work:
        a_post(work, ana, find_thread(work, ana, thread.public_id, lock=True), "meanwhile")

    tab.socket.connect()
    tab.enter(tab.room)

    assert "meanwhile" in tab.text
    tab.assert_live_equals_reload()
