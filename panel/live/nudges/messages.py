"""What processes tell each other: names and numbers only, never a word that somebody wrote."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

Firsts = Mapping[str, int]  # room -> the first number that is new in it
Here = Mapping[str, Sequence[int]]  # room -> the persons whose tabs hear it


def firsts_of(said: Mapping[str, Any]) -> Firsts:
    """Read a nudge."""
    return {str(room): int(first) for room, first in said.items()}


def here_of(said: Mapping[str, Any]) -> Here:
    """Read who is there."""
    return {str(room): [int(person) for person in persons] for room, persons in said.items()}


def packed(said: object) -> bytes:
    """Write a message."""
    return json.dumps(said, separators=(",", ":")).encode()
