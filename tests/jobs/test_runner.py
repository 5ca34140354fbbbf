"""Doing a job: what comes of it, whatever happens meanwhile."""

import logging
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from panel.jobs import actions
from panel.jobs.actions import LEASE, LostError
from panel.jobs.holding import EndedError, Hold
from panel.jobs.models import State
from panel.jobs.queries import job_view
from panel.jobs.runner import BROKEN, DEADLY, TRIES, Failed, Kind, LaterError, Runner, Task
from panel.kernel.messages import Message
from tests.jobs.bench import KIND, STEPS, Bench, knit
from tests.services.waiting import until

NO_WOOL = Message("There is no wool in %(colour)s.")
AGAIN = {"url": "/again", "fields": {"colour": "red"}}


def test_a_job_is_done_and_leaves_something_behind(bench: Bench) -> None:
    name = bench.ask(colour="red")

    assert bench.run(knit)

    job = bench.job(name)
    assert (job.state, job.result) == (State.DONE, {"name": "a red scarf"})
    assert (job.step, job.lease_until, job.ended_at) == (STEPS, None, bench.clock.now)
    assert not bench.run(knit)


def test_each_step_is_told_once(bench: Bench) -> None:
    name, steps = bench.ask(), list[tuple[int, int]]()

    def run(task: Task) -> dict[str, Any]:
        for step in (1, 1, 1, 2, 2):
            task.advance(step, STEPS)
            steps.append((step, bench.job(name).step))
        return {}

    bench.run(run)

    assert steps == [(1, 1), (1, 1), (1, 1), (2, 2), (2, 2)]


def test_a_failure_says_why_and_offers_another_try(bench: Bench) -> None:
    name = bench.ask(colour="red")

    def run(task: Task) -> dict[str, Any]:
        raise Failed(NO_WOOL, colour=task.args["colour"])

    bench.run(run, AGAIN)

    with bench.workshop.open_reading() as reading:
        view = job_view(reading, name)
    assert view.state == State.FAILED
    assert view.failure
    assert (view.failure.text, view.failure.words) == (NO_WOOL, {"colour": "red"})
    assert view.again
    assert (view.again.url, view.again.fields) == ("/again", {"colour": "red"})
    bench.try_again(name)
    bench.run(knit)
    assert bench.job(name).state == State.DONE


def test_what_nobody_expected_is_logged_and_told_in_a_sentence(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    name = bench.ask()

    def run(_task: Task) -> dict[str, Any]:
        return {"needles": 1 // 0}

    assert bench.run(run)

    assert (bench.job(name).state, bench.job(name).failure) == (State.FAILED, BROKEN)
    assert "ZeroDivisionError" in caplog.text


def test_a_job_that_cannot_be_read_any_more_fails_without_another_try(bench: Bench) -> None:
    name = bench.ask()

    def again(args: dict[str, Any]) -> dict[str, Any]:
        return {"url": args["url"]}

    kind = Kind(KIND, knit, STEPS, again)
    assert Runner(bench.workshop, bench.settings, {KIND: kind}).run_one(Event())

    assert bench.job(name).state == State.FAILED
    with bench.workshop.open_reading() as reading:
        assert job_view(reading, name).again is None


def test_a_job_that_kills_its_workers_is_given_up(bench: Bench) -> None:
    name = bench.ask(colour="red")
    for n in range(TRIES):
        bench.taken(f"worker {n}")
        bench.clock.pass_(LEASE)

    assert bench.run(knit)

    assert (bench.job(name).state, bench.job(name).failure) == (State.FAILED, DEADLY)
    bench.try_again(name)
    assert bench.run(knit)
    assert bench.job(name).state == State.DONE


def test_who_has_lost_the_job_is_stopped_and_leaves_it_to_the_other(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    name, reached = bench.ask(colour="red"), list[int]()

    def slowly(task: Task) -> dict[str, Any]:
        task.advance(1, STEPS)
        bench.clock.pass_(LEASE)
        bench.runner(knit).run_one(Event())
        task.advance(2, STEPS)
        reached.append(2)
        return {"name": "another"}

    with caplog.at_level(logging.WARNING):
        assert bench.run(slowly)

    assert not reached
    assert bench.job(name).result == {"name": "a red scarf"}
    assert "is another's by now" in caplog.text


def test_who_loses_the_job_at_the_very_end_writes_nothing(bench: Bench) -> None:
    name = bench.ask(colour="red")

    def slowly(_task: Task) -> dict[str, Any]:
        bench.clock.pass_(LEASE)
        bench.runner(knit).run_one(Event())
        return {"name": "another"}

    bench.run(slowly)

    assert bench.job(name).result == {"name": "a red scarf"}


def test_a_worker_that_is_to_end_gives_its_job_back(bench: Bench) -> None:
    name, over = bench.ask(colour="red"), Event()

    def run(task: Task) -> dict[str, Any]:
        task.advance(1, STEPS)
        over.set()
        return knit(task)

    bench.runner(run).run_one(over)

    job = bench.job(name)
    assert (job.state, job.tries) == (State.WAITING, 0)
    bench.run(knit)
    assert bench.job(name).state == State.DONE


def test_a_job_that_lacks_something_is_left_for_a_while(bench: Bench) -> None:
    name, tries = bench.ask(colour="red"), list[int]()

    def run(task: Task) -> dict[str, Any]:
        tries.append(1)
        if len(tries) <= TRIES + 1:  # more often than a job may kill its workers
            raise LaterError(timedelta(minutes=1))
        return knit(task)

    for _ in range(TRIES + 1):
        assert bench.run(run)
        assert bench.job(name).state == State.WAITING
        assert not bench.run(run)
        bench.clock.pass_(timedelta(minutes=1))
    assert bench.run(run)

    assert bench.job(name).state == State.DONE


def test_a_lease_is_renewed_while_the_job_runs(bench: Bench) -> None:
    name = bench.ask()
    lease = bench.taken()
    began = bench.job(name).lease_until

    with Hold(bench.workshop, lease, Event(), every=0.01):
        bench.clock.pass_(LEASE / 2)
        until(lambda: bench.job(name).lease_until != began, "a renewal")

    with bench.workshop.open_work() as work:
        actions.finish(work, lease, {})


def test_who_holds_a_lease_that_was_lost_hears_it_at_the_next_step(bench: Bench) -> None:
    bench.ask()
    lease = bench.taken()
    stopped = Event()

    def told(hold: Hold) -> bool:
        try:
            hold.advance(0, 0)  # nothing new: nothing is written
        except LostError:
            stopped.set()
        return stopped.is_set()

    with Hold(bench.workshop, lease, Event(), every=0.01) as hold:
        assert not told(hold)
        bench.clock.pass_(LEASE)
        until(lambda: told(hold), "the loss")


def test_who_is_to_end_is_stopped_at_the_next_step(bench: Bench) -> None:
    bench.ask()
    over = Event()
    with Hold(bench.workshop, bench.taken(), over) as hold:
        hold.advance(1, STEPS)
        over.set()

        with pytest.raises(EndedError):
            hold.advance(1, STEPS)
