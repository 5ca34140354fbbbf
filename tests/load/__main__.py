"""`python -m tests.load`: how fast Mesa is, beside baselines in the same run, and its targets.

`--short` measures a little of everything, to see that all of it runs. No figure fails either.
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from panel.cli.migrations import upgrade
from tests.load import (
    across,
    coediting,
    drafts,
    exporting,
    fanout,
    opening,
    pages,
    returning,
    showing,
)
from tests.load.laying import Laid, lay
from tests.load.measuring import Line, Measured, Spread, Wanted, let_open_files, spin
from tests.load.sizes import FULL, SHORT, Size
from tests.services.server import server
from tests.serving.ground import SETTINGS, ground

BRIEF = 100  # posts of the short thread


@dataclass
class Report:
    """What has been measured so far."""

    lines: list[Line] = field(default_factory=list)
    notes: list[list[str]] = field(default_factory=list)
    noise: list[float] = field(default_factory=list)
    stolen: dict[str, float] = field(default_factory=dict)  # hundredths, while a part was measured

    def add(self, what: str, measure: Callable[[], Measured]) -> None:
        """Measure a part, and how noisy the machine is meanwhile and after it."""
        print(f"Measuring {what}…", flush=True)
        before = Wanted.so_far()
        lines, notes = measure()
        self.stolen[what] = Wanted.so_far().share(before)
        self.lines += lines
        self.notes.append(notes)
        self.noise += [spin() for _ in range(3)]


def main(size: Size) -> None:
    """Lay, measure, print."""
    began, busy, report = time.perf_counter(), os.getloadavg()[0], Report()
    let_open_files()
    with tempfile.TemporaryDirectory(prefix="mesa-load-") as folder:
        var, other = Path(folder) / "one", Path(folder) / "other"
        print(
            f"Laying a panel of {size.people:,} people, a thread of {size.long:,} posts…",
            flush=True,
        )
        url, laid, drafted = _lay(var, size)
        twin = _copy(var, other)
        with server("eventlet", url, var, SETTINGS) as running:
            with server("eventlet", twin, other, SETTINGS) as offered:
                report.add(
                    "what followers see",
                    lambda: fanout.measure(running, offered, laid, var, size),
                )
            report.add("pages and posts", lambda: pages.measure(running, laid, size))
            report.add("co-editing", lambda: coediting.measure(running, laid, drafted, var, size))
            report.add("restarts", lambda: returning.measure(running, laid, size))
        report.add("two processes", lambda: across.measure(Path(folder) / "two", size))
        report.add("how papers open", lambda: opening.measure(url, var, laid, drafted, size))
        report.add("their files", lambda: exporting.measure(var, size))
    showing.details(report.lines)
    print("", *map(showing.paragraph, report.notes), sep="\n")
    loads = f"load {busy:.1f} at the beginning, {os.getloadavg()[0]:.1f} at the end"
    print(f"{showing.machine()}; {loads}.")
    print(showing.paragraph(_noise(report)))
    rounds = f"{size.telling} rounds in turn of what followers see, {size.rounds} of all else"
    print(f"{rounds}, in {time.perf_counter() - began:.0f} s.")
    showing.judged(report.lines)
    if size == SHORT:
        print("\nAll of it runs. So little was measured that the figures say nothing.")


def _noise(report: Report) -> list[str]:
    stolen = ", ".join(f"{share:.1f} % ({what})" for what, share in report.stolen.items())
    return [
        f"Noise: a fixed piece of work took {Spread.of(report.noise)} ms meanwhile. Of the time in",
        f"which processors were wanted, other machines on the same one had {stolen}.",
    ]


def _lay(var: Path, size: Size) -> tuple[str, Laid, drafts.Drafts]:
    var.mkdir()
    url = f"sqlite:///{var / 'mesa.db'}"
    upgrade(url)
    with ground(url, var) as laid_on:
        laid = lay(laid_on, size.people, (BRIEF, size.long))
        return url, laid, drafts.lay(laid_on, laid.actors, size)


def _copy(var: Path, other: Path) -> str:
    """Copy the installation, for a second server that has nothing to do with the first."""
    other.mkdir()
    shutil.copy(var / "mesa.db", other)
    return f"sqlite:///{other / 'mesa.db'}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.load", description=__doc__)
    parser.add_argument("--short", action="store_true", help="a little of everything")
    main(SHORT if parser.parse_args().short else FULL)
