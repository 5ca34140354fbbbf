"""Waiting for something to come true, for a while."""

import time
from collections.abc import Callable

PAUSE = 0.02  # seconds between two looks


def until(holds: Callable[[], bool], what: str, within: float = 10.0) -> None:
    """Look again and again until it holds; fail with `what` was waited for after some seconds."""
    deadline = time.monotonic() + within
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"after {within} s still waiting: {what}")
        time.sleep(PAUSE)
