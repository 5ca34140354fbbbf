"""The live page is the reloaded page: a group's, and the list of groups, fact by fact."""

from collections.abc import Callable

import pytest

from panel.membership.actions.groups import rename_group
from panel.membership.actions.seats import change_role, end_seat
from panel.membership.models import Kind, Role
from tests.browser_double import Tab
from tests.factories import a_thread, the_seat
from tests.groups.circle import FIRST, Circle


def planned(circle: Circle) -> None:
    circle.plans("Another <one>")


def retitled(circle: Circle) -> None:
    circle.retitles(circle.plans(), "Said & better")


def moved(circle: Circle) -> None:
    circle.moves(circle.plans())


def finished(circle: Circle) -> None:
    circle.finishes(circle.plans())


def reopened(circle: Circle) -> None:
    name = circle.plans()
    circle.finishes(name)
    circle.reopens(name)


def removed(circle: Circle) -> None:
    circle.removes(circle.plans("Not there any more"))


def restored(circle: Circle) -> None:
    name = circle.plans()
    circle.removes(name)
    circle.restores(name)


def mandated(circle: Circle) -> None:
    circle.mandates()
    circle.mandates("")


def renamed(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        found = work.session.merge(circle.group)
        rename_group(work, circle.mo, found, "A better <name>")


def joined(circle: Circle) -> None:
    circle.takes_in(circle.coco)


def left(circle: Circle) -> None:
    circle.sees_out(circle.ana)


def contributes(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)


def stops_contributing(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    circle.ends_contributor(circle.coco)


def changed_role(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        change_role(work, circle.mo, the_seat(work, circle.ana), Role.COMMENTER)


def ended(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        end_seat(work, circle.mo, the_seat(work, circle.ana))


CHANGES = [
    *(planned, retitled, moved, finished, reopened, removed, restored, mandated, renamed),
    *(joined, left, contributes, stops_contributing, changed_role, ended),
]


@pytest.mark.parametrize("losing", [0, 1], ids=["heard", "healed"])
@pytest.mark.parametrize("change", CHANGES)
def test_the_page_of_a_group_and_the_list_are_what_a_reload_shows(
    circle: Circle, change: Callable[[Circle], None], losing: int
) -> None:
    circle.plans("There from the beginning", FIRST)
    tabs: list[Tab] = [
        circle.mesa.tab(who, path)
        for who in (circle.rosa, circle.mo)
        for path in (circle.url, f"/p/{circle.panel.slug}/groups")
    ]

    circle.mandates("Heard by all")
    change(circle)

    for tab in tabs:
        assert tab.hear(losing=losing)
        tab.assert_live_equals_reload()


def test_what_was_removed_is_told_to_moderators_alone(circle: Circle) -> None:
    name = circle.plans("A secret that was none")
    reads, moderates = (circle.mesa.tab(who, circle.url) for who in (circle.rosa, circle.mo))

    circle.removes(name)

    assert "A secret that was none" not in str(reads.hear())
    assert "A secret that was none" in str(moderates.hear())


def test_nothing_of_a_group_reaches_those_outside(circle: Circle) -> None:
    outside = circle.mesa.tab(circle.eva, f"/p/{circle.panel.slug}/groups")
    assert f"group:{circle.name}" not in outside.seqs
    entered = outside.socket.emit("enter", {"room": f"group:{circle.name}"}, callback=True)
    assert entered["seq"] is None
    inside = circle.mesa.tab(circle.ana, circle.url)

    circle.mandates("A secret mandate")
    with circle.mesa.workshop.open_work() as work:
        a_thread(work, circle.panel, circle.ana, kind=Kind.GROUP, group=circle.group, title="Ours")

    assert "A secret mandate" in str(heard := inside.hear())
    assert "Ours" in str(heard)
    assert not outside.hear()


def test_who_is_made_a_contributor_enters_at_once_and_is_out_at_once(circle: Circle) -> None:
    tab = circle.mesa.tab(circle.coco, f"/p/{circle.panel.slug}/threads")
    room = {"room": f"group:{circle.name}"}
    assert tab.socket.emit("enter", room, callback=True)["seq"] is None

    circle.makes_contributor(circle.coco)
    tab.hear()
    assert {"name": "standing", "args": [{}], "namespace": "/"} in tab.other
    assert tab.socket.emit("enter", room, callback=True)["may"] == ["draft", "read", "reply"]

    circle.ends_contributor(circle.coco)
    tab.other.clear()
    for one in tab.socket.get_received():
        tab.other.append(one)
    assert {"name": "left", "args": [room], "namespace": "/"} in tab.other
