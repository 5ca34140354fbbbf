"""Rooms: who may hear what. One question or a thousand are answered by the same few statements."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple, cast

from flask import current_app

from panel.identity.models import PersonId
from panel.kernel.work import Reading
from panel.live.journal import Decoder
from panel.live.nudges import Gesture
from panel.live.pushing import Pushes
from panel.membership.actors import Actor
from panel.membership.models import Audience, AudienceRow, Verb
from panel.membership.policy import Door, Sight, sight, verbs
from panel.membership.queries import actors

# Finds the audiences of rooms of one kind, by the part of their names behind the colon; or their
# doors, where it takes more than to read.
Rule = Callable[[Reading, Collection[str]], Mapping[str, Audience | AudienceRow | Door]]
# What tabs are told of a gesture; None: nothing. The answer is None for whoever may not be there.
Saying = Callable[["Answer | None", Gesture], Mapping[str, object] | None]
Sayings = Mapping[str, Saying]  # by the name of the event
NAME_LIMIT = 80  # characters of a room's name; longer ones are none of ours


@dataclass(frozen=True)
class Wired:
    """What the wiring tells the live edge about the domains above it."""

    rooms: Mapping[str, Rule]
    pushes: Pushes
    sayings: Sayings
    decoder: Decoder


class Question(NamedTuple):
    """Whether this person may hear this room."""

    room: str
    person_id: PersonId


@dataclass(frozen=True)
class Answer:
    """Yes: as whom, with which sight, and what else may be done there."""

    actor: Actor
    sight: Sight
    may: frozenset[Verb]


def wired() -> Wired:
    """Find the wiring of this application."""
    return cast(Wired, current_app.extensions["wired"])


def ask(reading: Reading, questions: Collection[Question]) -> Mapping[Question, Answer]:
    """Answer who may hear what; a question without an answer is refused."""
    doors = _doors(reading, {question.room for question in questions})
    people = {question.person_id for question in questions}
    panels = {door.audience.panel_id for door in doors.values()}
    acting = actors(reading, people, panels) if doors else {}
    answers = dict[Question, Answer]()
    for question in questions:
        door = doors.get(question.room)
        if door is None:
            continue
        actor = acting.get((question.person_id, door.audience.panel_id))
        may = verbs(actor, door.audience) if actor else frozenset()
        if actor and {Verb.READ, door.verb} <= may:  # the one may be granted without the other
            answers[question] = Answer(actor, sight(actor, door.audience), may)
    return answers


def _doors(reading: Reading, rooms: Collection[str]) -> dict[str, Door]:
    names = defaultdict[str, set[str]](set)
    for room in rooms:
        kind, _, name = room.partition(":")
        if len(room) <= NAME_LIMIT and name and room.isprintable():
            names[kind].add(name)
    return {
        f"{kind}:{name}": one if isinstance(one, Door) else Door(one)
        for kind, rule in wired().rooms.items()
        if names[kind]
        for name, one in rule(reading, names[kind]).items()
    }
