"""Each word that is for some only is met by all of them, and by nobody else, wherever one looks."""

import re
from collections.abc import Iterator, Mapping

import pytest

from tests.matrix.asking import room
from tests.matrix.canaries import leaks, met
from tests.matrix.tables import KINDS, PEOPLE
from tests.matrix.world import HERE, NEVER, QUIET, World

PANEL_PAGES = (
    *("", "/threads", "/threads?filter=unread", "/threads?filter=concluded", "/threads/new"),
    *("/people", "/invitations"),
)
NO_BEFORE = f"0{'9' * 20}{NEVER}"  # the key of a row that stands above all others


def addresses(world: World) -> Iterator[str]:
    """Every address under which something can be read."""
    yield from ("/", "/me", "/sign-in", "/health", "/invitation", f"/invitations/{NEVER}")
    for panel in (HERE, QUIET):
        yield from (f"/p/{panel}{page}" for page in PANEL_PAGES)
    yield f"/p/{HERE}/threads?before={NO_BEFORE}"
    yield f"/p/{QUIET}/threads/{world.laid.quiet_thread}"
    for place in world.laid.places.values():
        yield from (f"/rooms/{room(place, about)}/since/0" for about in ("open", "list"))
        yield from (f"/p/{HERE}/threads/{place.threads[name]}" for name in ("open", "closed"))
        yield from _of_thread(f"/p/{HERE}/threads/{place.threads['open']}", place.numbers)


def _of_thread(thread: str, numbers: Mapping[str, int]) -> Iterator[str]:
    """The other ways of looking at a thread, and what can be opened from there."""
    yield from (
        f"{thread}?order=time&after=0",
        f"{thread}?before=999999&answer={numbers['hidden']}",
    )
    for about in ("hidden", "edited"):
        yield from (f"{thread}/posts/{numbers[about]}{page}" for page in ("", "/history", "/edit"))
    yield f"{thread}/posts/{numbers['deleted']}/history"


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
