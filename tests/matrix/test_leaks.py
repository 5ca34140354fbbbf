"""Each word that is for some only is met by all of them, and by nobody else, wherever one looks."""

import re
from collections.abc import Iterator, Mapping

import pytest

from tests.matrix.asking import room
from tests.matrix.canaries import leaks, met
from tests.matrix.drawers import FILE
from tests.matrix.tables import KINDS, PEOPLE
from tests.matrix.world import HERE, NEVER, QUIET, Place, World

PANEL_PAGES = (
    *("", "/threads", "/threads?filter=unread", "/threads?filter=concluded", "/threads/new"),
    *("/people", "/invitations", "/papers", "/papers?filter=adopted", "/papers/new"),
)
THREADS = ("open", "closed", "hushed")  # the last begins with what is hidden
NO_BEFORE = f"0{'9' * 20}{NEVER}"  # the key of a row that stands above all others


def addresses(world: World) -> Iterator[str]:
    """Every address under which something can be read."""
    yield from ("/", "/me", "/sign-in", "/health", "/invitation", f"/invitations/{NEVER}")
    yield from ("/password/forgotten", "/password/new", "/address", "/mailbox")
    for panel in (HERE, QUIET):
        yield from (f"/p/{panel}{page}" for page in PANEL_PAGES)
    yield f"/p/{HERE}/threads?before={NO_BEFORE}"
    yield f"/p/{QUIET}/threads/{world.laid.quiet_thread}"
    for place in world.laid.places.values():
        yield from (f"/rooms/{room(place, about)}/since/0" for about in ("open", "list"))
        yield from (f"/p/{HERE}/threads/{place.threads[name]}" for name in THREADS)
        yield from _of_thread(f"/p/{HERE}/threads/{place.threads['open']}", place.numbers)
        for name, paper in place.papers.items():
            yield from _of_paper(f"/p/{HERE}/papers/{paper}", place.jobs.get(name))
        yield from _around_papers(place)


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


def _around_papers(place: Place) -> Iterator[str]:
    """The threads about papers, the rooms of papers, and what papers can be begun from."""
    abouts = ("papers", "document", "about", "job, draft", "job, adopted")
    yield from (f"/rooms/{room(place, about)}/since/0" for about in abouts)
    yield from (f"/p/{HERE}/threads/{place.threads[name]}" for name in ("remark", "hidden remark"))
    yield f"/p/{HERE}/papers/new?from={place.threads['open']}"
    yield f"/p/{HERE}/papers/{place.papers['draft']}/comments?block=x"


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


def test_the_words_are_of_every_kind_of_audience(world: World) -> None:
    kinds = {kind for kind in KINDS for word in world.laid.sees if f"kanari{kind}" in word}

    assert kinds == set(KINDS)
