"""Running a baseline in a process of its own."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.services.server import ROOT


@dataclass(frozen=True)
class Baseline:
    """What runs beside Mesa, and where it listens."""

    pid: int
    port: int


@contextmanager
def baseline(module: str, *arguments: str) -> Iterator[Baseline]:
    """Run a module of this folder until the block ends; it prints its port when it is ready."""
    command = [sys.executable, "-m", f"tests.load.{module}", *arguments]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own
        try:
            assert process.stdout
            yield Baseline(process.pid, int(process.stdout.readline()))
        finally:
            process.kill()
