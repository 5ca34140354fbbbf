"""`python -m tests.load`: how fast Mesa is, beside baselines in the same run. It judges nothing."""

import os
import platform
import tempfile
import textwrap
import time
from collections.abc import Iterable
from pathlib import Path

from panel.cli.migrations import upgrade
from tests.load import coediting, drafts, exporting, fanout, opening, pages
from tests.load.laying import lay
from tests.load.measuring import ROUNDS, Line, Spread, in_turn, spin
from tests.services.server import server
from tests.serving.ground import SETTINGS, ground

HEAD = ("milliseconds: median of rounds (min … max)", "Mesa", "", "beside it", "ratio")
ROW = "{:<44}{:>25}   {:<12}{:>20}{:>21}"
WIDTH = 100


def main() -> None:
    """Lay, measure, print."""
    began, noise, busy = time.perf_counter(), list[float](), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="mesa-load-") as folder:
        var = Path(folder)
        url = f"sqlite:///{var / 'mesa.db'}"
        print("Laying a panel of two hundred people and a thread of 100,000 posts…", flush=True)
        upgrade(url)
        with ground(url, var) as laid_on:
            laid = lay(laid_on)
            drafted = drafts.lay(laid_on, laid.actors)
        with server("eventlet", url, var, SETTINGS) as running:
            in_turn(lambda: noise.append(spin()))
            print("Measuring what followers see…", flush=True)
            lines, notes = fanout.measure(running, laid, var)
            in_turn(lambda: noise.append(spin()))
            print("Measuring pages…", flush=True)
            more, others = pages.measure(running, laid)
            in_turn(lambda: noise.append(spin()))
            print("Measuring co-editing…", flush=True)
            written, said = coediting.measure(running, laid, drafted, var)
            in_turn(lambda: noise.append(spin()))
        print("Measuring how papers open, and their files…", flush=True)
        opened, of_those = opening.measure(url, var, laid, drafted)
        made, of_files = exporting.measure(var)
        in_turn(lambda: noise.append(spin()))
    _show([*lines, *more, *written, *opened, *made])
    print("", *map(_paragraph, (notes, others, said, of_those, of_files)), sep="\n")
    print(_machine(), f"load {busy:.1f} at the beginning, {os.getloadavg()[0]:.1f} at the end.")
    print(f"Noise: a fixed piece of work took {Spread.of(noise)} ms on this machine meanwhile.")
    print(f"{ROUNDS} rounds of each in turn, in {time.perf_counter() - began:.0f} s.")


def _show(lines: Iterable[Line]) -> None:
    print("", ROW.format(*HEAD), sep="\n")
    for line in lines:
        ours, beside = Spread.of(line.ours), Spread.of(line.beside)
        print(ROW.format(line.figure, str(ours), line.baseline, str(beside), str(line.ratio)))


def _paragraph(lines: Iterable[str]) -> str:
    return textwrap.fill(" ".join(lines), WIDTH)


def _machine() -> str:
    system = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return f"{os.cpu_count()} processors, {system};"


if __name__ == "__main__":
    main()
