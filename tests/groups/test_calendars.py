"""The calendar of a group: what it holds, and who gets it by which address."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from panel.groups.events import CalendarClosed, CalendarOpened
from panel.groups.models import GroupCalendar
from panel.identity.models import Person
from panel.kernel.ids import digest
from panel.live.models import Entry
from panel.membership.actions.groups import rename_group
from panel.membership.actions.panels import Entry as House
from panel.membership.actions.panels import organisation
from panel.membership.actions.seats import end_seat, take_seat
from panel.membership.actors import Actor
from panel.membership.models import Role
from tests.factories import the_seat
from tests.groups.circle import FIRST, SECOND, Circle
from tests.pages import read


def address(circle: Circle, who: Actor) -> str:
    """Make an address; give its path."""
    made = circle.mesa.browser(who).post(f"{circle.url}/calendar")
    assert made.status_code == 201
    [link] = read(made).select("#link")
    return str(link["value"]).removeprefix("http://localhost")


def events(circle: Circle, path: str) -> list[Any]:
    """Read the calendar as whoever has the address does: without signing in."""
    answer = circle.mesa.browser().get(path)
    assert answer.status_code == 200, answer.text
    assert answer.mimetype == "text/calendar"
    return list(Calendar.from_ical(answer.data).walk("VEVENT"))


def test_a_milestone_is_a_day_of_its_own_and_keeps_its_name_when_it_moves(circle: Circle) -> None:
    name = circle.plans("A first draft", FIRST)
    path = address(circle, circle.ana)
    [before] = events(circle, path)

    circle.moves(name, SECOND, "The harvest; is, late\\n.")

    [after] = events(circle, path)
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before.decoded("DTSTART"), before.decoded("DTEND")) == (FIRST, date(2031, 5, 5))
    assert (after.decoded("DTSTART"), after.decoded("DTEND")) == (SECOND, date(2031, 6, 8))
    assert after["SUMMARY"] == "A first draft"
    assert "2031-05-04 → 2031-06-07: The harvest; is, late\\n." in after["DESCRIPTION"]
    assert after["URL"] == f"http://localhost{circle.url}#milestone-{name}"
    assert after.decoded("DTSTAMP") <= datetime.now(UTC)


@pytest.mark.parametrize(
    "title",
    [
        'First; then, second: \\n \\, "quoted"',
        "END:VEVENT BEGIN:VALARM",
        "Ñandú 🌽 " + "very long " * 14,
    ],
)
def test_whatever_a_title_says_is_a_title(circle: Circle, title: str) -> None:
    circle.plans(title.strip())

    [event] = events(circle, address(circle, circle.ana))

    assert event["SUMMARY"] == title.strip()
    assert list(event.walk()) == [event]


def test_the_calendar_bears_the_name_of_the_group(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        rename_group(work, circle.mo, work.session.merge(circle.group), "Health; work, \\n and")

    answer = circle.mesa.browser().get(address(circle, circle.ana))

    assert b"X-WR-CALNAME:Health\\; work\\, \\\\n and\r\n" in answer.data


def test_what_is_reached_is_ticked_and_what_is_removed_is_gone(circle: Circle) -> None:
    done, gone = circle.plans("Reached"), circle.plans("Removed")
    path = address(circle, circle.ana)
    assert len(events(circle, path)) == 2

    circle.finishes(done)
    circle.removes(gone)

    [event] = events(circle, path)
    assert event["SUMMARY"] == "✓ Reached"


def test_the_policy_is_asked_each_time(circle: Circle) -> None:
    circle.plans()
    circle.makes_contributor(circle.coco)
    by_ana, by_coco, by_mo = (address(circle, who) for who in (circle.ana, circle.coco, circle.mo))
    browser = circle.mesa.browser()
    assert [browser.get(one).status_code for one in (by_ana, by_coco, by_mo)] == [200] * 3

    circle.sees_out(circle.ana)
    circle.ends_contributor(circle.coco)

    assert [browser.get(one).status_code for one in (by_ana, by_coco, by_mo)] == [404, 404, 200]
    circle.takes_in(circle.ana)
    assert browser.get(by_ana).status_code == 200


def test_an_address_ends_with_the_seat_also_for_who_comes_back(circle: Circle) -> None:
    path = address(circle, circle.ana)
    with circle.mesa.workshop.open_work() as work:
        end_seat(work, circle.mo, the_seat(work, circle.ana))
    assert circle.mesa.browser().get(path).status_code == 404

    with circle.mesa.workshop.open_work() as work:
        house = organisation(work, circle.panel, House("Mutual"), by="operator")
        person = work.session.get_one(Person, circle.ana.person_id)
        take_seat(work, circle.panel, person, house, Role.MEMBER, by="operator")
    circle.takes_in(circle.ana)

    assert circle.mesa.browser().get(path).status_code == 404
    page = circle.mesa.browser(circle.ana).get(f"{circle.url}/calendar")
    assert "You have an address" not in page.text
    assert circle.mesa.browser().get(address(circle, circle.ana)).status_code == 200


def test_a_new_address_ends_the_earlier_one_and_can_be_ended(circle: Circle) -> None:
    first, other = address(circle, circle.ana), address(circle, circle.rosa)
    second = address(circle, circle.ana)
    browser = circle.mesa.browser()
    assert [browser.get(one).status_code for one in (first, second, other)] == [404, 200, 200]
    ana = circle.mesa.browser(circle.ana)
    assert "You have an address" in ana.get(f"{circle.url}/calendar").text

    for _ in range(2):
        assert ana.post(f"{circle.url}/calendar?_method=DELETE").status_code == 303

    assert [browser.get(one).status_code for one in (first, second, other)] == [404, 404, 200]
    assert "You have an address" not in ana.get(f"{circle.url}/calendar").text


def test_only_a_digest_of_the_secret_is_kept_and_the_journal_tells_ids_alone(
    circle: Circle,
) -> None:
    token = address(circle, circle.ana).removeprefix("/calendars/").removesuffix(".ics")
    circle.mesa.browser(circle.ana).delete(f"{circle.url}/calendar")
    address(circle, circle.ana)

    with circle.mesa.workshop.open_reading() as reading:
        [kept] = reading.session.scalars(select(GroupCalendar.token_hash))
        journal = reading.session.scalars(select(Entry).order_by(Entry.room, Entry.seq)).all()
    assert len(kept) == len(digest(token))
    assert token not in str([one.fact for one in journal])
    mine = [one for one in journal if one.kind.startswith("groups.calendar")]
    kinds = [CalendarOpened.kind, CalendarClosed.kind, CalendarOpened.kind]
    assert [one.kind for one in mine] == kinds
    assert {one.room for one in mine} == {f"panel:{circle.panel.slug}"}
