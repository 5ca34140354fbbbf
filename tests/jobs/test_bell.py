"""Waking workers: a ring is heard at once, and one that is lost costs nothing but a while."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from panel.cli.installation import opened
from panel.jobs.bell import Bell
from panel.jobs.models import Job, State
from panel.kernel.settings import Settings
from tests.jobs.bench import Bench, knit
from tests.services.waiting import until

LONG = 20.0  # seconds


def waits(bell: Bell, seconds: float = LONG, over: Event | None = None) -> float:
    """Give the seconds that a worker waited."""
    began = monotonic()
    bell.wait(seconds, over or Event())
    return monotonic() - began


def test_a_ring_wakes_who_waits_for_it(tmp_path: Path) -> None:
    waiting = Thread(target=waits, args=(Bell(tmp_path),))
    waiting.start()

    Bell(tmp_path).ring()  # as another process does

    waiting.join(LONG / 4)
    assert not waiting.is_alive()


def test_a_ring_that_came_before_is_heard(tmp_path: Path) -> None:
    Bell(tmp_path).ring()

    assert waits(Bell(tmp_path)) < LONG / 4
    assert waits(Bell(tmp_path), 0.5) >= 0.5


def test_who_is_to_end_waits_no_longer(tmp_path: Path) -> None:
    over = Event()
    over.set()

    assert waits(Bell(tmp_path), over=over) < LONG / 4


def test_where_no_bell_can_be_nothing_fails(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell(tmp_path / "nowhere")

    bell.ring()
    waits(bell, 0.3)

    assert "could not be rung" in caplog.text
    assert "could not be heard" in caplog.text


class TestAcrossAnInstallation:
    @pytest.fixture
    def bell(self, settings: Settings, bench: Bench) -> Iterator[Bell]:
        """The bell as other processes ring it."""
        yield Bell(settings.var)

    def test_what_is_asked_for_rings_and_what_a_worker_writes_does_not(
        self, bench: Bench, settings: Settings, bell: Bell
    ) -> None:
        with opened(settings) as elsewhere:
            bench.workshop = elsewhere
            name = bench.ask(colour="red")
            assert waits(bell) < LONG / 4
            bench.run(knit)
            assert waits(bell, 0.5) >= 0.5
            bench.try_again(name)
            assert waits(bell) < LONG / 4

    def test_a_worker_looks_by_itself_and_ends_when_it_is_to(
        self, bench: Bench, bell: Bell
    ) -> None:
        def done() -> bool:
            jobs: list[Job] = bench.jobs()
            return [job.state for job in jobs] == [State.DONE]

        bench.ask(colour="red")  # nobody rings for it
        over = Event()
        worker = Thread(target=lambda: bench.runner(knit).attend(bell, over))
        worker.start()
        try:
            until(done, "the job")
        finally:
            over.set()
            worker.join(LONG)

        assert not worker.is_alive()
