"""What all benches share: rounds in turn, their medians and spread, and how noisy it was."""

import os
import resource
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import NamedTuple, Self

from tests.load.targets import Target

FILES = 16_384  # open at once: a thousand followers, both ends, three times, and more than that
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
        """Print in the unit that the values are in; what was taken once has no spread."""
        middle = f"{self.middle:.1f}"
        return middle if self.low == self.high else f"{middle} ({self.low:.1f} … {self.high:.1f})"


@dataclass(frozen=True)
class Line:
    """One figure of ours, round by round, and of what stands beside it, if anything does."""

    figure: str
    ours: Sequence[float]  # in milliseconds, unless the figure says something else
    beside: Sequence[float] = ()
    baseline: str = ""
    target: Target | None = None

    @property
    def ratio(self) -> Spread | None:
        """How many times the baseline it is, each round against its own neighbour."""
        if not self.beside:
            return None
        return Spread.of([a / b for a, b in zip(self.ours, self.beside, strict=True)])


Measured = tuple[list[Line], list[str]]  # the figures, and what is to be said of them


def share(values: Sequence[float], part: float) -> float:
    """Give the value under which this part of all lies: 0.5 for the median."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


def in_turn(rounds: int, *measures: Callable[[], object]) -> None:
    """Run each measure once a round, one after another, so that noise meets all of them alike."""
    for _ in range(rounds):
        for measure in measures:
            measure()


def spin() -> float:
    """Do a fixed piece of work; how its milliseconds vary is the noise of the machine."""
    begin = time.perf_counter()
    for _ in range(SPIN):
        pass
    return (time.perf_counter() - begin) * 1e3


class Wanted(NamedTuple):
    """How long all processors together were wanted so far, in ticks: proc_stat(5)."""

    had: int
    stolen: int  # by other machines that run on the same one

    @classmethod
    def so_far(cls) -> Self:
        """Read it."""
        user, nice, system, _, _, irq, softirq, stolen = map(
            int, Path("/proc/stat").read_text().split(maxsplit=9)[1:9]
        )
        return cls(user + nice + system + irq + softirq, stolen)

    def share(self, before: Self) -> float:
        """Tell which part of the time since then others had them, in hundredths."""
        had, stolen = self.had - before.had, self.stolen - before.stolen
        return 100 * stolen / (had + stolen or 1)


def processor_seconds(pid: int) -> float:
    """Tell how long a process has kept a processor busy (Linux numbers such clocks by process)."""
    return time.clock_gettime((~pid << 3) | 2)


def resident(pid: int) -> int:
    """Tell how many bytes of a process are in memory, without what the system keeps for it."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def let_open_files() -> None:
    """Let this process and those that it starts have so many files open, as far as may be."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        most = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
