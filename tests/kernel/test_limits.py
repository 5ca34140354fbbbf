"""How often somebody may try, counted in memory."""

import time
from threading import Timer

import pytest

from panel.kernel.limits import SWEEP, Counts


class Noted(Timer):
    """A timer that notes that it was started, and does not run."""

    started = 0

    def start(self) -> None:
        """Note it."""
        Noted.started += 1


def test_counts_of_everybody_are_looked_through_once_in_a_while_and_not_with_each_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("limits.storage.memory.threading.Timer", Noted)
    counts, now = Counts("counts://"), time.monotonic()
    counts.acquire_entry("somebody", 2, 60)
    before = Noted.started

    allowed = [counts.acquire_entry("somebody else", 2, 60) for _ in range(3)]
    between = Noted.started
    monkeypatch.setattr(time, "monotonic", lambda: now + 2 * SWEEP)
    counts.acquire_entry("somebody", 2, 60)

    assert allowed == [True, True, False]
    assert between == before
    assert Noted.started == before + 1
