"""Who is here, and who is writing."""

from dataclasses import replace

from bs4 import BeautifulSoup

from panel.discussion.events import room_of
from panel.live.sockets import REFUSED
from panel.live.typing import Typing
from panel.membership.models import Kind
from tests.browser_double import Tab
from tests.conftest import Installation
from tests.factories import a_thread
from tests.live.conftest import Table
from tests.live.sockets import told


def seated(tab: Tab) -> list[str]:
    """Read the names at the table, as the last message has them."""
    html = told(tab, "here")[-1]["html"]
    return [item.get_text(" ", strip=True) for item in BeautifulSoup(html, "html.parser")("li")]


def test_who_comes_and_goes_is_shown_to_the_others(table: Table) -> None:
    ana = table.tab(table.ana)
    assert [("Ana" in name) for name in seated(ana)] == [True]

    rosa = table.tab(table.rosa)
    names = seated(ana)
    assert len(names) == 2
    assert "Rosa" in names[1]
    assert "Rosa" in ana.http.get(table.url).text  # a page made now has it, too

    rosa.socket.disconnect()
    assert len(seated(ana)) == 1


def test_somebody_with_three_tabs_is_here_once(table: Table) -> None:
    tabs = [table.tab(table.ana) for _ in range(3)]
    eva = table.tab(table.eva)

    assert len(seated(eva)) == 2
    tabs[0].socket.disconnect()
    assert len(seated(eva)) == 2
    for tab in tabs[1:]:
        tab.socket.disconnect()
    assert len(seated(eva)) == 1


def test_presence_speaks_the_language_of_each_reader(table: Table) -> None:
    ana, rosa = table.tab(table.ana), table.tab(table.rosa)

    [english, spanish] = [told(tab, "here")[-1]["html"] for tab in (ana, rosa)]

    shown = [BeautifulSoup(html, "html.parser").get_text() for html in (english, spanish)]
    assert all("Ana" in one and "Rosa" in one for one in shown)


def test_lists_have_no_presence(table: Table) -> None:
    page = table.mesa.tab(table.ana, f"/p/{table.panel.slug}/threads")

    assert told(page, "here") == []


def test_typing_goes_to_the_others_in_the_room_only(table: Table, mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        other = a_thread(work, work.session.merge(table.panel)).public_id
    ana, eva, rosa = (table.tab(who) for who in (table.ana, table.eva, table.rosa))
    away = mesa.tab(table.eva, f"/p/{table.panel.slug}/threads/{other}")

    assert ana.socket.emit("typing", {"room": table.room}, callback=True) == {}

    expected = {"room": table.room, "seat": table.ana.seat, "name": "Ana"}
    assert told(eva, "typing") == told(rosa, "typing") == [expected]
    assert told(ana, "typing") == told(away, "typing") == []


def test_typing_is_told_once_in_three_seconds_for_each_person_and_room(
    table: Table, mesa: Installation
) -> None:
    with mesa.workshop.open_work() as work:
        other = a_thread(work, work.session.merge(table.panel)).public_id
    there, now = f"/p/{table.panel.slug}/threads/{other}", [100.0]
    typing = Typing(mesa.line.gestures, clock=lambda: now[0])
    mesa.app.extensions["line"] = replace(mesa.line, typing=typing)
    [one, two] = table.tab(table.ana), table.tab(table.ana)  # two tabs of one person
    eva, rosa, elsewhere = table.tab(table.eva), table.tab(table.rosa), mesa.tab(table.ana, there)
    listener = mesa.tab(table.rosa, there)

    def type_(tab: Tab, room: str = table.room) -> None:
        assert tab.socket.emit("typing", {"room": room}, callback=True) == {}

    def seats() -> list[str]:
        return [message["seat"] for message in told(rosa, "typing")]

    for tab in (one, one, two):
        type_(tab)
    assert seats() == [table.ana.seat]
    type_(eva)
    assert seats() == [table.eva.seat]
    type_(elsewhere, room_of(other))
    assert len(told(listener, "typing")) == 1

    now[0] += 2.9
    type_(two)
    assert seats() == []
    now[0] += 0.1
    type_(two)
    type_(one)
    assert seats() == [table.ana.seat]


def test_of_typing_nothing_is_kept_longer_than_it_counts(table: Table, mesa: Installation) -> None:
    now = [100.0]
    typing = Typing(mesa.line.gestures, clock=lambda: now[0])
    table.tab(table.ana), table.tab(table.eva)
    ears = mesa.line.ears.in_room(table.room)
    for ear in ears:
        typing.tell(ear)
    assert typing.held == len(ears) == 2

    now[0] += 3.0
    typing.tell(ears[0])

    assert typing.held == 1


def test_who_may_not_reply_does_not_type(table: Table) -> None:
    ana, rosa = table.tab(table.ana), table.tab(table.rosa)
    assert ana.socket.emit("typing", {"room": table.room}, callback=True) == {}

    assert rosa.socket.emit("typing", {"room": table.room}, callback=True) == REFUSED

    assert told(ana, "typing") == []


def test_who_is_not_in_the_room_does_not_type_there(table: Table, mesa: Installation) -> None:
    ana = table.tab(table.ana)
    outside = mesa.io.test_client(mesa.app, flask_test_client=mesa.browser(table.eva))

    assert outside.emit("typing", {"room": table.room}, callback=True) == REFUSED

    assert told(ana, "typing") == []


def test_a_visitor_is_not_told_who_is_here(table: Table, mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = work.session.merge(table.panel)
        name = a_thread(work, panel, kind=Kind.VISITORS).public_id
    url = f"/p/{table.panel.slug}/threads/{name}"
    mesa.tab(table.eva, url)
    assert "Eva" in mesa.browser(table.ana).get(url).text

    assert "Eva" not in mesa.browser().get(url).text
