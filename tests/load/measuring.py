"""What all benches share: rounds in turn, their medians and spread, and how noisy it was."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Self

ROUNDS = 5
SPIN = 2_000_000  # turns of an empty loop: a fixed piece of work


@dataclass(frozen=True)
class Spread:
    """What several rounds came to: the median one, the lowest and the highest."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Sum up the figures of the rounds."""
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        """Print in the unit that the values are in."""
        return f"{self.middle:.1f} ({self.low:.1f} … {self.high:.1f})"


@dataclass(frozen=True)
class Line:
    """One figure of ours, round by round, and the same of what stands beside it."""

    figure: str
    ours: Sequence[float]  # in milliseconds
    beside: Sequence[float]
    baseline: str

    @property
    def ratio(self) -> Spread:
        """How many times the baseline it is, each round against its own neighbour."""
        return Spread.of([a / b for a, b in zip(self.ours, self.beside, strict=True)])


def share(values: Sequence[float], part: float) -> float:
    """Give the value under which this part of all lies: 0.5 for the median."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def in_turn(*measures: Callable[[], object]) -> None:
    """Run each measure once a round, one after another, so that noise meets all of them alike."""
    for _ in range(ROUNDS):
        for measure in measures:
            measure()


def spin() -> float:
    """Do a fixed piece of work; how its milliseconds vary is the noise of the machine."""
    begin = time.perf_counter()
    for _ in range(SPIN):
        pass
    return (time.perf_counter() - begin) * 1e3


def processor_seconds(pid: int) -> float:
    """Tell how long a process has kept a processor busy (Linux numbers such clocks by process)."""
    return time.clock_gettime((~pid << 3) | 2)
