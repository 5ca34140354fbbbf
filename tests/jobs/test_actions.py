"""Jobs and their leases: asked for once, held by one, written by nobody else."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from panel.jobs import actions
from panel.jobs.actions import LEASE, Lease, LostError
from panel.jobs.models import State
from panel.kernel.messages import Message
from panel.kernel.work import Work
from panel.live.models import Entry
from tests.jobs.bench import KIND, STEPS, Bench

MOMENT = timedelta(milliseconds=1)
WHILE = timedelta(minutes=5)
Write = Callable[[Work, Lease], None]
WRITES: dict[str, Write] = {
    "renew": actions.renew,
    "advance": lambda work, lease: actions.advance(work, lease, 1, STEPS),
    "finish": lambda work, lease: actions.finish(work, lease, {"file": "x"}),
    "fail": lambda work, lease: actions.fail(work, lease, Message("No."), {}),
    "give back": actions.give_back,
    "postpone": lambda work, lease: actions.postpone(work, lease, WHILE),
}
every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)


def facts(bench: Bench) -> list[str]:
    with bench.workshop.open_reading() as reading:
        told = select(Entry.kind).where(Entry.room.startswith("job:")).order_by(Entry.seq)
        return [kind.removeprefix("jobs.job_") for kind in reading.session.scalars(told)]


def write(bench: Bench, lease: Lease, what: Write) -> None:
    with bench.workshop.open_work() as work:
        what(work, lease)


def test_what_is_asked_for_waits_and_is_told(bench: Bench) -> None:
    name = bench.ask(colour="red")

    job = bench.job(name)
    assert (job.kind, job.state, job.args) == (KIND, State.WAITING, {"colour": "red"})
    assert (job.audience_id, job.by_id, job.at) == (
        bench.audience.id,
        bench.ana.seat_id,
        bench.clock.now,
    )
    assert facts(bench) == ["asked"]


def test_the_same_key_gives_the_same_job(bench: Bench) -> None:
    first = bench.ask("a scarf", colour="red")

    assert bench.ask("a scarf", colour="red") == first
    assert bench.ask("a hat") != first
    assert facts(bench) == ["asked", "asked"]


def test_many_who_ask_at_once_get_one_job(bench: Bench) -> None:
    with ThreadPoolExecutor(8) as people:
        names = list(people.map(lambda _: bench.ask(), range(8)))

    assert len(set(names)) == len(bench.jobs()) == 1
    assert facts(bench) == ["asked"]


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(bench: Bench) -> None:
    names = [bench.ask(f"scarf {n}") for n in range(3)]

    taken = [bench.taken(f"worker {n}").job for n in range(3)]

    assert taken == names
    assert bench.take() is None
    job = bench.job(names[0])
    assert (job.state, job.worker, job.tries) == (State.RUNNING, "worker 0", 1)
    assert (job.step, job.steps) == (0, STEPS)
    assert job.lease_until == bench.clock.now + LEASE


def test_many_who_take_at_once_get_a_job_each(bench: Bench) -> None:
    names = {bench.ask(f"scarf {n}") for n in range(6)}

    with ThreadPoolExecutor(8) as workers:
        taken = list(workers.map(lambda n: bench.take(f"worker {n}"), range(8)))
    taken += [bench.take(f"late worker {n}") for n in range(6)]  # one may have looked past a lock

    leases = [lease for lease in taken if lease]
    assert {lease.job for lease in leases} == names
    assert len(leases) == len(names)


def test_what_a_worker_does_not_know_is_left_to_others(bench: Bench) -> None:
    bench.ask()

    with bench.workshop.open_work() as work:
        assert actions.take(work, "one", {"sew": 1}) is None

    assert bench.take()


def test_a_lease_that_has_run_out_is_taken_up_again(bench: Bench) -> None:
    name = bench.ask()
    first = bench.taken("one")
    write(bench, first, WRITES["advance"])
    bench.clock.pass_(LEASE - MOMENT)
    assert bench.take("two") is None

    bench.clock.pass_(MOMENT)
    second = bench.taken("two")

    assert second.job == name
    job = bench.job(name)
    assert (job.worker, job.tries, job.step) == ("two", 2, 0)


def test_a_lease_that_is_renewed_holds(bench: Bench) -> None:
    bench.ask()
    lease = bench.taken("one")
    for write_ in (WRITES["renew"], WRITES["advance"]):
        bench.clock.pass_(LEASE - MOMENT)
        write(bench, lease, write_)
    bench.clock.pass_(LEASE - MOMENT)

    assert bench.take("two") is None


@every_write
def test_who_holds_a_job_may_write(bench: Bench, write: Write) -> None:
    bench.ask()
    lease = bench.taken()

    with bench.workshop.open_work() as work:
        write(work, lease)


@every_write
def test_who_has_lost_a_job_writes_nothing(bench: Bench, write: Write) -> None:
    name = bench.ask()
    lost = bench.taken("one")
    bench.clock.pass_(LEASE)
    bench.taken("two")
    before, told = vars(bench.job(name)), facts(bench)

    with pytest.raises(LostError), bench.workshop.open_work() as work:
        write(work, lost)

    after = vars(bench.job(name))
    assert {k: v for k, v in after.items() if k[0] != "_"} == {
        k: v for k, v in before.items() if k[0] != "_"
    }
    assert facts(bench) == told


@every_write
def test_a_lease_that_nobody_took_up_is_lost_all_the_same(bench: Bench, write: Write) -> None:
    bench.ask()
    lease = bench.taken()
    bench.clock.pass_(LEASE)

    with pytest.raises(LostError), bench.workshop.open_work() as work:
        write(work, lease)


@every_write
def test_what_has_ended_is_written_no_more(bench: Bench, write: Write) -> None:
    name = bench.ask()
    lease = bench.taken()
    with bench.workshop.open_work() as work:
        actions.finish(work, lease, {"file": "the first"})

    with pytest.raises(LostError), bench.workshop.open_work() as work:
        write(work, lease)

    assert bench.job(name).result == {"file": "the first"}


def test_what_has_failed_can_be_tried_again(bench: Bench) -> None:
    name = bench.ask()
    with bench.workshop.open_work() as work:
        lease = Lease(name, "one")
        assert actions.take(work, "one", {KIND: STEPS})
        actions.fail(work, lease, Message("There is no wool in %(colour)s."), {"colour": "red"})
    job = bench.job(name)
    assert (job.state, job.words) == (State.FAILED, {"colour": "red"})

    bench.try_again(name)

    job = bench.job(name)
    assert (job.state, job.tries, job.failure, job.words) == (State.WAITING, 0, "", {})
    assert job.ended_at is None
    assert bench.taken().job == name
    assert facts(bench) == ["asked", "advanced", "advanced", "asked", "advanced"]


def test_what_waits_or_runs_is_not_begun_once_more(bench: Bench) -> None:
    name = bench.ask()
    bench.try_again(name)
    lease = bench.taken()
    bench.try_again(name)

    assert facts(bench) == ["asked", "advanced"]
    write(bench, lease, WRITES["finish"])


def test_what_is_given_back_is_as_if_it_had_not_been_begun(bench: Bench) -> None:
    name = bench.ask()
    lease = bench.taken()
    write(bench, lease, WRITES["advance"])

    write(bench, lease, WRITES["give back"])

    job = bench.job(name)
    assert (job.state, job.tries, job.step, job.began_at) == (State.WAITING, 0, 0, None)
    assert bench.taken("two").job == name


def test_what_is_postponed_is_taken_when_its_time_has_come(bench: Bench) -> None:
    name, other = bench.ask(), bench.ask("a hat")
    write(bench, bench.taken(), WRITES["postpone"])
    job = bench.job(name)
    assert (job.state, job.tries, job.not_before) == (State.WAITING, 0, bench.clock.now + WHILE)

    later = bench.taken("two")
    assert later.job == other  # what can be done is not held up
    write(bench, later, WRITES["finish"])
    bench.clock.pass_(WHILE - MOMENT)
    assert bench.take() is None
    bench.clock.pass_(MOMENT)

    assert bench.taken().job == name
    assert bench.job(name).not_before is None


def test_who_asks_anew_does_not_wait_for_what_was_postponed(bench: Bench) -> None:
    name = bench.ask()
    write(bench, bench.taken(), WRITES["postpone"])
    bench.clock.pass_(WHILE)
    write(bench, bench.taken(), WRITES["fail"])

    bench.try_again(name)

    assert bench.taken().job == name
