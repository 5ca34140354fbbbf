"""What the figures are to be: one target for each, and how the rounds are held against it.

Targets judge nothing but the words of the last table: a machine's noise fails no run.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Figures = Sequence[float]  # round by round
Compared = Callable[[Figures, Figures], list[float]]


def alone(ours: Figures, _beside: Figures) -> list[float]:
    """Take the figure as it is."""
    return list(ours)


def times(ours: Figures, beside: Figures) -> list[float]:
    """Take how many times the baseline it is, each round against its own neighbour."""
    return [a / b for a, b in zip(ours, beside, strict=True)]


def more(ours: Figures, beside: Figures) -> list[float]:
    """Take how much more than the baseline it is."""
    return [a - b for a, b in zip(ours, beside, strict=True)]


@dataclass(frozen=True)
class Target:
    """What the median of the rounds is to be."""

    words: str
    compared: Compared
    bound: float
    least: bool = False  # the bound is the least, not the most

    def holds(self, ours: Figures, beside: Figures) -> bool:
        """Tell whether it is so."""
        middle = median(self.compared(ours, beside))
        return middle >= self.bound if self.least else middle <= self.bound


LAST_P50 = Target("at most the loop + 10 ms", more, 10)
LAST_P95 = Target("at most the loop + 20 ms", more, 20)
LAST_OFFERED = Target("within a tenth of that", times, 1.1)
SERVER_A_POST = Target("at most 2.5 times the loop's", times, 2.5)
MEMORY = Target("at most 96 kB", alone, 96)
POSTS_A_SECOND = Target("at least 0.3 of the app's", times, 0.3, least=True)
PAGES_A_SECOND = Target("at least 0.5 of the app's", times, 0.5, least=True)
EDIT = Target("no slower than Hocuspocus", times, 1)
SERVER_AN_EDIT = Target("no more than Hocuspocus", times, 1)
STORED = Target("all of them", times, 1, least=True)
OPENING = Target("at most half of Hocuspocus'", times, 0.5)
ELSEWHERE = Target("at most 3 ms more", more, 3)
MOST_BACK = Target("within 10 s", alone, 10)
ALL_BACK = Target("within 20 s", alone, 20)
