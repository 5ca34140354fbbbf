"""Importing much at once, without looking for garbage in between."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Let the collector rest: what modules leave is there to stay, and not looked through again.

    Looking for garbage among it, up to the end of a process, takes a third of the time of a start.
    """
    resting = not gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if not resting:
            gc.enable()
