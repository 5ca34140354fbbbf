"""Waking workers: a ring is heard at once, and one that is lost costs nothing but a while."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread
from time import monotonic

import pytest

from panel.cli.installation import opened
from panel.jobs.bell import Bell
from panel.jobs.models import Job, State
from panel.kernel.settings import Settings
from tests.jobs.bench import Bench, knit
from tests.services.valkey import Valkey, valkey
from tests.services.waiting import until

LONG = 20.0  # seconds
AWAY = "redis://127.0.0.1:1/0"  # nobody listens at this port


@pytest.fixture(scope="module")
def shared() -> Iterator[Valkey]:
    with valkey() as running:
        yield running


@pytest.fixture(params=["sqlite", "redis"])
def new(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], Bell]:
    """Make the bell of one more process."""
    url = request.getfixturevalue("shared").url if request.param == "redis" else ""
    return lambda: Bell(tmp_path, url)


def waits(bell: Bell, seconds: float = LONG, over: Event | None = None) -> float:
    """Give the seconds that a worker waited."""
    began = monotonic()
    bell.wait(seconds, over or Event())
    return monotonic() - began


def test_a_ring_wakes_who_waits_for_it(new: Callable[[], Bell]) -> None:
    waiting = Thread(target=waits, args=(new(),))
    waiting.start()

    new().ring()  # as another process does

    waiting.join(LONG / 4)
    assert not waiting.is_alive()


def test_a_ring_that_came_before_is_heard(new: Callable[[], Bell]) -> None:
    new().ring()

    assert waits(new()) < LONG / 4
    assert waits(new(), 0.5) >= 0.5


def test_who_is_to_end_waits_no_longer(new: Callable[[], Bell]) -> None:
    over = Event()
    over.set()

    assert waits(new(), over=over) < LONG / 4


def test_while_redis_is_away_nobody_fails_and_it_is_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    bell = Bell(tmp_path, AWAY)

    for _ in range(3):
        bell.ring()
        assert waits(bell, 0.5) >= 0.5

    assert caplog.text.count("is not used") == 1
    assert "Workers look by themselves" in caplog.text


def test_a_bell_is_heard_again_when_redis_is_back(tmp_path: Path) -> None:
    with valkey() as shared:
        bell = Bell(tmp_path, shared.url)
        shared.kill()
        bell.ring()
        shared.start()

        waiting = Thread(target=waits, args=(bell,))
        waiting.start()
        until(lambda: rung(Bell(tmp_path, shared.url), waiting), "the ring", LONG / 2)


def rung(bell: Bell, waiting: Thread) -> bool:
    """Ring once more; tell whether who waits has heard it."""
    bell.ring()
    waiting.join(0.2)
    return not waiting.is_alive()


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

    @pytest.mark.parametrize("redis", ["", AWAY], ids=["unrung", "redis-away"])
    def test_a_worker_looks_by_itself_and_ends_when_it_is_to(
        self, bench: Bench, settings: Settings, redis: str
    ) -> None:
        def done() -> bool:
            jobs: list[Job] = bench.jobs()
            return [job.state for job in jobs] == [State.DONE]

        bench.ask(colour="red")  # nobody rings for it
        over, bell = Event(), Bell(settings.var, redis)
        worker = Thread(target=lambda: bench.runner(knit).attend(bell, over))
        worker.start()
        try:
            until(done, "the job")
        finally:
            over.set()
            worker.join(LONG)

        assert not worker.is_alive()
