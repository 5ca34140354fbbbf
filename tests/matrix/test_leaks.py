"""Each word that is for some only is met by all of them, and by nobody else, wherever one looks."""

import re
from collections.abc import Iterator, Mapping

import pytest

from panel.discussion.queries.threads import thread as find_thread
from panel.exports.jobs import run_thread
from panel.exports.queries.threads import cover
from panel.exports.shelf import Shelf
from panel.jobs.runner import Task
from tests.matrix.asking import room
from tests.matrix.canaries import MARK, PANEL, leaks, met
from tests.matrix.drawers import FILE
from tests.matrix.tables import KINDS, PEOPLE, RIGHTS
from tests.matrix.world import HERE, NEVER, QUIET, Place, World
from tests.pages import read

PANEL_PAGES = (
    *("", "/threads", "/threads?filter=unread", "/threads?filter=concluded", "/threads/new"),
    *("/people", "/log", "/invitations", "/papers", "/papers?filter=adopted", "/papers/new"),
    *("/groups", "/invitations/many", "/invitations/organisation"),
)
THREADS = ("open", "closed", "hushed")  # the last begins with what is hidden
NO_BEFORE = f"0{'9' * 20}{NEVER}"  # the key of a row that stands above all others


def addresses(world: World) -> Iterator[str]:
    """Every address under which something can be read."""
    yield from ("/", "/me", "/sign-in", "/health", "/invitation", f"/invitations/{NEVER}")
    yield from ("/password/forgotten", "/password/new", "/address", "/mailbox")
    for panel in (HERE, QUIET):
        yield from (f"/p/{panel}{page}" for page in PANEL_PAGES)
        yield from (f"/p/{panel}/people?q={words}" for words in (MARK, "zzz"))
    yield from _of_people(world)
    yield f"/p/{HERE}/threads?before={NO_BEFORE}"
    yield f"/p/{QUIET}/threads/{world.laid.quiet_thread}"
    for group in world.laid.groups.values():
        pages = ("", "/keeping", "/milestones/new", "/calendar")
        yield from (f"/p/{HERE}/groups/{group}{page}" for page in pages)
        yield f"/rooms/group:{group}/since/0"
    yield f"/p/{HERE}/invitations/{world.laid.whole}/seats"
    for place in world.laid.places.values():
        yield from (f"/rooms/{room(place, about)}/since/0" for about in ("open", "list"))
        yield from (f"/p/{HERE}/threads/{place.threads[name]}" for name in THREADS)
        yield from _of_thread(f"/p/{HERE}/threads/{place.threads['open']}", place.numbers)
        for name, paper in place.papers.items():
            yield from _of_paper(f"/p/{HERE}/papers/{paper}", place.jobs.get(name))
        yield from _around_papers(place)
        yield from _of_files(f"/p/{HERE}/threads/{place.threads['open']}/exports", place)


def _of_people(world: World) -> Iterator[str]:
    """The pages of people and organisations."""
    for house in world.laid.houses.values():
        yield from (f"/p/{HERE}/organisations/{house}{page}" for page in ("", "/edit"))
    yield from (f"/p/{HERE}/people/{seat}" for seat in world.laid.seats.values())


def _of_thread(thread: str, numbers: Mapping[str, int]) -> Iterator[str]:
    """The other ways of looking at a thread, and what can be opened from there."""
    yield from (
        f"{thread}?order=time&after=0",
        f"{thread}?before=999999&answer={numbers['hidden']}",
    )
    for about in ("hidden", "edited"):
        yield from (f"{thread}/posts/{numbers[about]}{page}" for page in ("", "/history", "/edit"))
        yield from (f"{thread}/posts/{numbers[about]}{page}" for page in ("/citing", "/citation"))
    yield f"{thread}/posts/{numbers['deleted']}/history"


def _of_paper(paper: str, job: str | None) -> Iterator[str]:
    """All that can be read of a paper."""
    yield from (f"{paper}{page}" for page in ("", "/comments", "/versions", "/changes", "/exports"))
    yield from (f"{paper}/versions/1{page}" for page in ("", "/canonical.json"))
    yield from (f"{paper}/stage?to={to}" for to in ("consultation", "delivered"))
    yield from (f"{paper}/exports?version={version}" for version in ("", "1"))
    yield from (f"{paper}/compare?old=1&new={new}" for new in ("", "1"))
    yield f"{paper}/exports/{job}/{FILE}"


def _of_files(exports: str, place: Place) -> Iterator[str]:
    """The files that are made of a thread."""
    yield from (exports, f"{exports}?observers=yes", f"{exports}/{place.jobs['whole']}/{FILE}")


def _around_papers(place: Place) -> Iterator[str]:
    """The threads about papers, the rooms of papers, and what papers can be begun from."""
    abouts = ("papers", "document", "about", "job, draft", "job, adopted", "job, whole")
    yield from (f"/rooms/{room(place, about)}/since/0" for about in abouts)
    yield from (f"/p/{HERE}/threads/{place.threads[name]}" for name in ("remark", "hidden remark"))
    yield f"/p/{HERE}/papers/new?from={place.threads['open']}"
    yield f"/p/{HERE}/papers/{place.papers['draft']}/comments?block=x"


pytestmark = pytest.mark.xdist_group("matrix sqlite")


@pytest.fixture
def world(sqlite_world: World) -> World:
    """Rights are asked on both databases; what pages are made of is the same on either."""
    return sqlite_world


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_meets_the_words_for_them_and_no_others(world: World, person: str) -> None:
    everything = world.laid.sees
    listener = world.listen()

    told, found = dict[str, list[str]](), set[str]()
    for address in addresses(world):
        answer = world.browser(person).get(address, follow_redirects=True)
        told[address] = leaks(answer.text, person, everything, re.findall(r"[\w-]{8,}", address))
        found |= met(answer.text)
    listener.disconnect()

    assert {address: words for address, words in told.items() if words} == {}
    mine = {word for word, who in everything.items() if person in who and met(word)}
    assert found == mine


@pytest.mark.parametrize("person", PEOPLE)
def test_the_log_tells_everybody_what_is_for_them_back_to_the_first_act(
    world: World, person: str
) -> None:
    """What is hidden or gone by now, in a group or for members only is in it; page after page."""
    everything, browser = world.laid.sees, world.browser(person)
    address, found, pages = f"/p/{HERE}/log", set[str](), 0
    while address:
        answer = browser.get(address)
        assert leaks(answer.text, person, everything, [HERE]) == []
        found |= met(answer.text)
        older = read(answer).select_one("a[rel=next]")
        address, pages = str(older["href"]) if older else "", pages + 1

    titles = {f"{MARK}{kind}title" for kind in KINDS if "R" in RIGHTS[person][kind]}
    reads = person in PANEL
    assert (titles <= found, pages > 1) == (reads, reads)


@pytest.mark.parametrize("observers", [False, True])
def test_no_file_of_a_thread_holds_what_is_hidden_or_taken_back(
    world: World, observers: bool
) -> None:
    settings = world.mesa.app.extensions["settings"]
    keeper = world.actor("moderator")
    for kind, place in world.laid.places.items():
        with world.mesa.app.app_context(), world.mesa.workshop.open_reading() as reading:
            thread = find_thread(reading, keeper, place.threads["open"])
            asked = cover(reading, keeper.panel, thread, None, observers=observers)
        args = {"kind": "json", "cover": vars(asked), "at": "2026-03-01T12:00:00+00:00"}
        task = Task("job", world.mesa.workshop, args, lambda _step, _of: None, settings)

        with world.mesa.app.app_context():
            made = Shelf(settings).place(run_thread(task)["file"])

        found = met(made.read_text("utf-8"))
        made.unlink()
        assert {f"kanari{kind}text", f"kanari{kind}new", f"kanari{kind}reason"} <= found
        assert not found & {f"kanari{kind}{word}" for word in ("hidden", "deleted", "old")}
        assert "kanarishy" not in found


def test_the_words_are_of_every_kind_of_audience(world: World) -> None:
    kinds = {kind for kind in KINDS for word in world.laid.sees if f"kanari{kind}" in word}

    assert kinds == set(KINDS)
