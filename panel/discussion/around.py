"""What the wiring tells this domain about those above it, which it may not import.

Threads can be about things, and things come of threads: papers are both. `wiring.ABOUT` says of
each kind of thing what it is called, where it is, and where in it a place stands; `wiring.AROUND`
adds whom a thing is for, and what came of a thread. Pages and pushes ask here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from flask import current_app

from panel.discussion.models import Thread
from panel.discussion.views import CommentView, LinkView, Place, ThingView
from panel.kernel.work import Reading
from panel.membership.actors import Actor
from panel.membership.models import Audience


@dataclass(frozen=True)
class Kind:
    """A kind of thing that threads can be about; each function takes the thing's public id."""

    title: Callable[[Reading, str], str]
    url: Callable[[str, str], str]  # of the panel's short name and the id
    places: Callable[[Reading, str], Mapping[str, Place]]  # that there are in it, by their ids


@dataclass(frozen=True)
class Around:
    """All that is told."""

    kinds: Mapping[str, Kind]
    audiences: Callable[[Reading, Collection[str]], Mapping[str, Audience]]  # of things
    came_of: Callable[[Reading, Actor, Thread], Sequence[LinkView]]  # as far as one may read it
    # Whether any of some posts, by thread and number, is cited where not all may read an audience.
    cited: Callable[[Reading, Audience, Collection[tuple[str, int]]], bool]

    def audience(self, reading: Reading, thing: str) -> Audience | None:
        """Find whom a thing is for."""
        return self.audiences(reading, {thing}).get(thing)

    def thing(self, reading: Reading, actor: Actor, thread: Thread) -> ThingView | None:
        """Tell what a thread is about, if it is about something."""
        if not thread.about:
            return None
        kind, name = self._kind(thread.about)
        return ThingView(
            title=kind.title(reading, name),
            url=kind.url(actor.panel.slug, name),
            place=thread.place,
            quotation=thread.quotation,
            found=kind.places(reading, name).get(thread.place),
        )

    def placed(
        self, reading: Reading, thing: str, views: Iterable[CommentView]
    ) -> list[CommentView]:
        """Tell where threads about a thing stand in it now."""
        kind, name = self._kind(thing)
        return put(views, kind.places(reading, name), lambda slug: kind.url(slug, name))

    def _kind(self, thing: str) -> tuple[Kind, str]:
        kind, _, name = thing.partition(":")
        return self.kinds[kind], name


def put(
    views: Iterable[CommentView], places: Mapping[str, Place], url: Callable[[str], str]
) -> list[CommentView]:
    """Put cards in their places, in the order of reading."""
    placed = [replace(view, found=places.get(view.place), url=url(view.panel)) for view in views]
    return sorted(placed, key=lambda view: view.key)


def around() -> Around:
    """Find what this application was told."""
    return cast(Around, current_app.extensions["around"])
