"""What processes tell each other: names and numbers only, never a word that somebody wrote."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

Firsts = Mapping[str, int]  # room -> the first number that is new in it
Here = Mapping[str, Sequence[int]]  # room -> the persons whose tabs hear it


class Gesture(NamedTuple):
    """What somebody does just now in a room; the next one of the same mark takes its place."""

    event: str
    room: str
    person: int
    mark: int = 0  # which of several that one person makes: the client id of a caret
    detail: Sequence[Any] = ()


@dataclass(frozen=True)
class Hears:
    """What a process does with that which others tell it."""

    nudged: Callable[[Firsts], object]
    shown: Callable[[str, Here], object]  # by the name of the process
    gestured: Callable[[Sequence[Gesture]], object]


def firsts_of(said: Mapping[str, Any]) -> Firsts:
    """Read a nudge."""
    return {str(room): int(first) for room, first in said.items()}


def here_of(said: Mapping[str, Any]) -> Here:
    """Read who is there."""
    return {str(room): [int(person) for person in persons] for room, persons in said.items()}


def gestures_of(said: Sequence[Any]) -> list[Gesture]:
    """Read what is done there."""
    return [
        Gesture(str(event), str(room), int(person), int(mark), list(detail))
        for event, room, person, mark, detail in said
    ]


def packed(said: object) -> bytes:
    """Write a message."""
    return json.dumps(said, separators=(",", ":")).encode()
