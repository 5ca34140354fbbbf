"""Keeps workers beside a server: `python -m panel.jobs.keeper 1`, with its lifeline for stdin.

The lifeline is a pipe whose other end the server holds and never writes to. However the server
ends, by a signal or by kill -9, the system closes that end; the workers hold this end, too, so they
go even if their keeper went before. A worker that dies while the server lives is started again.
"""

import logging
import select
import subprocess
import sys
from contextlib import suppress

log = logging.getLogger("mesa.keeper")
COMMAND = (sys.executable, "-m", "panel", "worker", "--lifeline")
TICK = 0.5  # seconds between two looks at the workers
BREATH = 1.0  # seconds before a worker that died is started again
PATIENCE = 10.0  # seconds in which a worker leaves what it is doing


def main(workers: int) -> None:
    """Keep so many workers until the server has gone, then see them out."""
    logging.basicConfig(level="INFO", format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    running = [_started() for _ in range(workers)]
    while not _gone(TICK):
        for n, worker in enumerate(running):
            if worker.poll() is not None:
                log.warning("worker %s ended (%s), another is started", worker.pid, worker.poll())
                if _gone(BREATH):
                    break
                running[n] = _started()
    for worker in running:
        _see_out(worker)


def _started() -> "subprocess.Popen[bytes]":
    return subprocess.Popen(COMMAND)  # noqa: S603  # our own command; it inherits the lifeline


def _gone(within: float) -> bool:
    """Tell whether the server has gone: nothing is ever written, so what can be read is the end."""
    return bool(select.select([sys.stdin], [], [], within)[0])


def _see_out(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    with suppress(subprocess.TimeoutExpired):
        worker.wait(PATIENCE)
        return
    worker.kill()
    worker.wait()


if __name__ == "__main__":
    main(int(sys.argv[1]))
