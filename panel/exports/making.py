"""Has a file made: in a child that can be killed, with limits of time and memory."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from panel.exports import child
from panel.kernel.errors import Failure
from panel.kernel.messages import N_, Message

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
STEPS = 3  # written down, made, laid where it is fetched
TIMEOUT = 180.0  # seconds by the clock; the machine may be busy with something else
TICK = 0.5

TOO_LONG = N_("Making the file took too long, so it was stopped. What was written is as it was.")
TOO_LARGE = N_("The file needs more memory than there is for one. What was written is as it was.")
FAILED = N_("The file could not be made. What was written is as it was; another try may help.")

_SAID = {
    child.OUT_OF_MEMORY: TOO_LARGE,
    -signal.SIGABRT: TOO_LARGE,  # how typst ends without memory
    -signal.SIGXCPU: TOO_LONG,
}

# No keys of ours; and as few threads on large machines, whose stacks would count as memory.
_ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "RAYON_NUM_THREADS": "2",
    "MALLOC_ARENA_MAX": "2",
}


class Told(Protocol):
    """All that a file says, of a kind that `makers` knows: a Sheet, or a Transcript."""

    @property
    def subject(self) -> str:
        """Name the kind."""

    def to_json(self) -> str:
        """Write it for another process."""


Step = Callable[[int, int], object]
"""Told how many steps of how many are done; twice a second meanwhile. It may raise, to stop it."""


class MakingError(Failure):
    """The file was not made, for a reason that the reader is told."""


@dataclass(frozen=True)
class Limits:
    """What a child may use."""

    memory: int = child.MEMORY  # MB
    seconds: int = child.SECONDS  # of computing


LIMITS = Limits()


def make(
    told: Told,
    kind: str,
    target: Path,
    *,
    on_step: Step = lambda _done, _steps: None,
    timeout: float = TIMEOUT,
    limits: Limits = LIMITS,
) -> tuple[Message, ...]:
    """Make a file in a format (see makers), whole or not at all; MakingError says why not.

    Gives what the reader should know about the file, sentence by sentence; mostly nothing.
    """
    with TemporaryDirectory(dir=target.parent, prefix=".making-") as name:
        folder = Path(name)
        (folder / "told.json").write_text(told.to_json(), encoding="utf-8")
        on_step(1, STEPS)
        said = _made(folder, (told.subject, kind), on_step, time.monotonic() + timeout, limits)
        on_step(2, STEPS)
        (folder / "made").replace(target)
    on_step(STEPS, STEPS)
    return said


def _made(
    folder: Path, what: tuple[str, str], on_step: Step, until: float, limits: Limits
) -> tuple[Message, ...]:
    command = [sys.executable, "-m", "panel.exports.child", *what]
    command += [str(folder / "told.json"), str(folder / "made")]
    command += [str(limits.memory), str(limits.seconds)]
    with (folder / "said").open("wb") as said, (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(  # noqa: S603  # our own module, arguments of our own
            command,
            cwd=ROOT,
            env=_ENVIRONMENT | {"TMPDIR": str(folder)},
            stdin=subprocess.PIPE,  # the child looks whether we are still there
            stdout=said,
            stderr=errors,
            start_new_session=True,  # so that what it starts can be ended with it
        )
        try:
            status = _awaited(process, on_step, until)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
    if status or not (folder / "made").exists():
        told = (folder / "errors").read_text("utf-8", "replace")[-2_000:]
        log.warning("%s %s of %s ended with %s: %s", *what, folder.name, status, told)
        raise MakingError(_reason(status, told))
    return tuple(map(Message, json.loads((folder / "said").read_text("utf-8"))))


def _awaited(process: subprocess.Popen[bytes], on_step: Step, until: float) -> int:
    while True:
        on_step(1, STEPS)
        rest = until - time.monotonic()
        if rest <= 0:
            raise MakingError(TOO_LONG)
        try:
            return process.wait(min(TICK, rest))
        except subprocess.TimeoutExpired:
            continue


def _reason(status: int, told: str) -> Message:
    """Read from how a child ended why; Pandoc and typst have words of their own for memory."""
    short = any(sign in told for sign in ("heap overflow", "Heap exhausted", "memory allocation"))
    return TOO_LARGE if short else _SAID.get(status, FAILED)
