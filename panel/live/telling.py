"""Which acts the log of a panel tells, and to whom; the wiring has one for each fact."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from panel.kernel.work import Fact, Reading


@dataclass(frozen=True)
class Told:
    """It is told to those who read its stream: an audience's, or the panel's own.

    The stream may be empty: then this one is told with another. With `at_most`, one act in so long
    stands for all of its kind in its room.
    """

    stream: Callable[[Reading, Any], str]
    at_most: timedelta | None = None


@dataclass(frozen=True)
class Untold:
    """No page of the log tells it, for this reason; it is on record all the same."""

    why: str


Tells = Mapping[type[Fact], Told | Untold]
