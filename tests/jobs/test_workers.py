"""Workers as processes of their own: beside the server for as long as it lives, and replaceable."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from panel.cli.migrations import upgrade
from panel.exports.formats import FORMATS
from panel.jobs.models import State
from tests.jobs.site import Site, children, runs
from tests.services.postgresql import new_database
from tests.services.server import ROOT, server
from tests.services.waiting import until
from tests.serving.ground import SETTINGS, ground
from tests.serving.sides import Side, on_both

SOON = 15.0  # seconds
LEASES = 60.0  # seconds in which a lease surely runs out, and a paper is made


@pytest.fixture
def workers() -> int:
    """How many the server keeps."""
    return 1


@pytest.fixture
def site(
    side: Side, workers: int, request: pytest.FixtureRequest, worker_id: str
) -> Iterator[Site]:
    """A server with its worker."""
    mode, kind = side
    with TemporaryDirectory(prefix="mesa") as folder:  # a socket's path has to be short
        var = Path(folder)
        url = f"sqlite:///{var / 'mesa.db'}"
        if kind == "postgresql":
            url = new_database(request.getfixturevalue("postgresql_server"), f"jobs_{worker_id}")
        upgrade(url)
        settings = SETTINGS | {"PANEL_WORKERS": str(workers)}
        with ground(url, var) as laid, server(mode, url, var, settings) as running:
            yield Site(running, laid)


def states(pushes: list[str]) -> list[str]:
    """Read from pushes how a job stood."""
    return [push.partition('data-state="')[2].partition('"')[0] for push in pushes]


@on_both
@pytest.mark.parametrize("of", ["paper", "thread"])
def test_what_a_killed_worker_had_begun_is_finished_once_by_another(site: Site, of: str) -> None:
    wire, pushes, seqs = site.follow(site.ask("pdf", of)), list[str](), list[int]()
    until(lambda: bool(site.job and site.job.step), "the making", SOON)
    assert site.job
    [worker] = site.workers
    assert f":{worker}:" in site.job.worker
    until(lambda: bool(children(worker)), "the process that makes it", SOON)
    makers = children(worker)

    site.kill(worker)
    while not pushes or 'data-state="done"' not in pushes[-1]:
        push = wire.hear("push", within=LEASES)
        pushes.append(push["parts"][0]["html"])
        seqs.append(push["seq"])
    wire.socket.close()

    job = site.job
    assert (job.state, job.tries) == (State.DONE, 2)
    assert f":{site.workers[0]}:" in job.worker
    assert site.workers[0] != worker
    assert not any(runs(maker) for maker in makers)
    assert set(states(pushes[:-1])) <= {"waiting", "running"}
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    made = [one.name for one in (site.server.var / "exports").glob("[!.]*")]
    assert made == [job.result["file"]]
    assert site.fetch(job.result["url"]).startswith(b"%PDF")
    assert len(site.fetch(job.result["url"])) == job.result["bytes"]


@on_both
def test_a_worker_goes_with_its_server_and_comes_back_with_it(site: Site) -> None:
    process = site.server._process
    assert process
    for end, of in ((signal.SIGTERM, "paper"), (signal.SIGKILL, "thread")):
        until(lambda: len(site.workers) == 1, "a worker", SOON)
        [keeper], [worker] = site.keepers, site.workers
        site.ask("pdf", of)
        until(lambda: bool(site.jobs[-1].step), "the making", SOON)

        process = site.server._process
        assert process
        os.killpg(process.pid, end)
        process.wait(SOON)

        until(lambda: not runs(worker) and not runs(keeper), "their end", SOON)  # noqa: B023
        assert (site.jobs[-1].state, site.jobs[-1].tries) == (State.WAITING, 0)
        site.server.start()
        until(lambda: site.jobs[-1].state == State.DONE, "the file", LEASES)


@on_both
def test_a_worker_that_died_is_started_again(site: Site) -> None:
    until(lambda: len(site.workers) == 1, "a worker", SOON)
    [worker] = site.workers

    site.kill(worker)

    until(lambda: bool(site.workers) and site.workers != [worker], "another", SOON)
    site.ask("md")
    until(lambda: bool(site.job and site.job.state == State.DONE), "the file", SOON)


@on_both
@pytest.mark.parametrize("workers", [0])
def test_workers_that_run_elsewhere_share_the_work(site: Site, workers: int) -> None:
    command = [sys.executable, "-m", "panel", "worker"]
    running = [
        subprocess.Popen(command, env=site.server.environment, cwd=ROOT)  # noqa: S603  # ourselves
        for _ in range(2)
    ]
    assert len(site.keepers) == workers

    for kind in FORMATS:
        site.ask(kind)
    until(lambda: all(job.state == State.DONE for job in site.jobs), "the files", LEASES)
    for one in running:
        one.terminate()
    ends = [one.wait(SOON) for one in running]

    assert ends == [0, 0]
    assert [job.tries for job in site.jobs] == [1] * len(FORMATS)
    pids = {int(job.worker.split(":")[1]) for job in site.jobs}
    assert pids <= {one.pid for one in running}
