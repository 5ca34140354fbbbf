"""What is printed: all figures with their spread, and the table of those that have a target."""

import os
import platform
import textwrap
from collections.abc import Iterable
from statistics import median

from tests.load.measuring import Line, Spread

HEAD = ("milliseconds: median of rounds (min … max)", "Mesa", "", "beside it", "ratio")
ROW = "{:<56}{:>25}   {:<12}{:>20}{:>21}"
JUDGED_HEAD = ("figure", "Mesa", "", "beside it", "ratio", "target", "")
JUDGED = "{:<56}{:>9}   {:<12}{:>9}{:>8}   {:<29}{}"
HOLDS, SHORT = "holds", "falls short"
WIDTH = 100  # of a paragraph


def details(lines: Iterable[Line]) -> None:
    """Print all figures."""
    print("", ROW.format(*HEAD), sep="\n")
    for line in lines:
        ours, ratio = Spread.of(line.ours), line.ratio
        beside = str(Spread.of(line.beside)) if line.beside else ""
        print(ROW.format(line.figure, str(ours), line.baseline, beside, str(ratio or "")).rstrip())


def judged(lines: Iterable[Line]) -> None:
    """Print what has a target, and whether the median of its rounds reaches it."""
    print("", JUDGED.format(*JUDGED_HEAD).rstrip(), sep="\n")
    for line in lines:
        if line.target:
            verdict = HOLDS if line.target.holds(line.ours, line.beside) else SHORT
            beside = f"{median(line.beside):,.1f}" if line.beside else ""
            ratio = f"{line.ratio.middle:.2f}" if line.ratio else ""
            ours = f"{median(line.ours):,.1f}"
            told = (line.figure.strip(), ours, line.baseline, beside, ratio, line.target.words)
            print(JUDGED.format(*told, verdict))


def paragraph(lines: Iterable[str]) -> str:
    """Make a paragraph of what is to be said of some figures."""
    return textwrap.fill(" ".join(lines), WIDTH)


def machine() -> str:
    """Say what it ran on."""
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {system}"
