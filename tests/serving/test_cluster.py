"""Several processes: what one writes all tell, whoever of them or of what they share goes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from http.client import HTTPConnection
from threading import Event
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from panel.cli.migrations import upgrade
from panel.discussion.models import Post
from panel.jobs.bell import Bell
from panel.jobs.models import Job, State
from panel.jobs.runner import LOOK
from panel.membership.models import Role
from tests.factories import a_panel, a_seat, a_thread
from tests.services.cluster import Cluster, cluster
from tests.services.command import run
from tests.services.postgresql import new_database
from tests.services.server import ROOT, server
from tests.services.waiting import until
from tests.serving.conftest import Place
from tests.serving.ground import SETTINGS, ground
from tests.serving.test_sockets import LITTLE, LONG, MANY
from tests.serving.wire import Wire
from tests.serving.writer import Writer, assert_gapless_and_in_order

AT_ONCE = 5.0  # seconds; the next heartbeat is up to ten away, so `told` posts more than once
BEAT = 15.0  # seconds: a heartbeat, and what it takes to tell
GONE = 25.0  # two heartbeats, as above
PACE = 0.05  # seconds between two posts
ROLLING = "Written while they restart:"
TRIES = 4  # to sign in, from one address

pytestmark = pytest.mark.xdist_group("cluster")


@pytest.fixture(scope="module")
def laid(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Cluster, Place, Place]]:
    """A panel, as seen by each of two processes."""
    folder = tmp_path_factory.mktemp("cluster")
    url = new_database(postgresql_server, f"cluster_{folder.parent.name}".replace("-", "_"))
    upgrade(url)
    settings = SETTINGS | {"PANEL_SIGN_INS": f"{TRIES} per hour"}
    with ground(url, folder) as laid, cluster(url, folder, settings) as running:
        with laid.workshop.open_work() as work:
            panel = a_panel(work)
            roles = [Role.MEMBER] * 3 + [Role.MODERATOR]
            people = tuple(
                a_seat(work, panel, role, name=f"Ana {n}") for n, role in enumerate(roles)
            )
            threads = (a_thread(work, panel, people[0]).public_id,)
            cookies = tuple(laid.cookie(work, one) for one in people)
        rest = laid, panel.slug, threads, people, cookies
        one, other = (Place(server, *rest) for server in running.servers)
        yield running, one, other


def test_all_that_several_processes_promise(laid: tuple[Cluster, Place, Place]) -> None:
    """One story, since each start of a server costs seconds."""
    running, one, other = laid
    with other.follower(1) as tab:
        for n in range(5):  # five within less than a heartbeat, each at once
            posts(one, f"from the other process {n}")
            assert f"process {n}" in tab.hear("push", AT_ONCE)["html"]

        with one.follower(0) as theirs:
            wait_for_here(other, tab, 2)
            assert theirs.ask("typing", {"room": one.room}) == {}
            assert tab.hear("typing", AT_ONCE)["name"] == "Ana 0"
            running.valkey.kill()
            posts(one, "while Redis is away")
            assert "Redis is away" in tab.hear("push", BEAT)["html"]
            running.valkey.start()
            wait_until_nudged(one, tab)

            one.server.kill()
            wait_for_here(other, tab, 1)
        posts(other, "while the other process is away")
        assert "other process is away" in tab.hear("push", AT_ONCE)["html"]

        one.server.start()
        with one.follower(2):
            wait_for_here(other, tab, 2)
        wait_until_nudged(one, tab)
    assert other.server.log.count("is not used") <= 2  # who hears it, and who counts there


def test_tries_are_counted_by_all_together_and_by_each_while_redis_is_away(
    laid: tuple[Cluster, Place, Place],
) -> None:
    running, one, other = laid

    allowed = [tried(place) for place in (one, other) * (TRIES // 2)]
    too_often = [tried(place) for place in (one, other)]
    running.valkey.kill()
    alone = [tried(place) for place in (one, other)]
    running.valkey.start()

    assert allowed == [422] * TRIES
    assert too_often == [429, 429]
    assert alone == [422, 422]


def test_restarting_one_after_the_other_loses_and_doubles_no_post(
    laid: tuple[Cluster, Place, Place],
) -> None:
    """Somebody writes through the front all the while, and sends again what was not answered."""
    running, one, other = laid
    over = Event()

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(writes_until, over, one, urlsplit(running.url).port or 0)
        for place in (one, other):
            place.server.stop()
            place.server.start()
        over.set()
        sent = writing.result()

    with one.ground.workshop.open_reading() as reading:
        ours = select(Post.body).where(Post.body.like(f"{ROLLING} %")).order_by(Post.number)
        said = list(reading.session.scalars(ours))
        assert_gapless_and_in_order(reading)
    assert sent > 1
    assert said == [f"{ROLLING} {n}" for n in range(sent)]


def test_a_worker_hears_any_process_at_once_and_by_itself_while_redis_is_away(
    laid: tuple[Cluster, Place, Place],
) -> None:
    running, one, other = laid
    with worker(one):
        bell = Bell(one.server.var, running.valkey.url)
        assert bell.is_heard(BEAT)
        room = asks_for_file(other)
        until(lambda: is_begun(one, room), "the beginning", LOOK / 2)

        running.valkey.kill()
        rooms = [asks_for_file(place) for place in (one, other)]
        until(lambda: all(is_begun(one, room) for room in rooms), "both", 3 * LOOK)
        running.valkey.start()


def test_the_stock_server_of_threads_takes_part(laid: tuple[Cluster, Place, Place]) -> None:
    running, one, _other = laid
    shared = SETTINGS | {"PANEL_REDIS": running.valkey.url}
    var = one.ground.app.extensions["settings"].var
    with (
        server("threading", one.server.database_url, var, shared) as third,
        (threads := replace(one, server=third)).follower(1) as tab,
        one.follower(0) as theirs,
    ):
        wait_for_here(threads, tab, 2)
        wait_for_here(one, theirs, 2)
        assert theirs.ask("typing", {"room": one.room}) == {}
        assert tab.hear("typing", AT_ONCE)["name"] == "Ana 0"
        for n, place in enumerate((one, threads) * 3):
            posts(place, f"by turns {n}")
            for follower in (tab, theirs):
                assert f"by turns {n}" in follower.hear("push", AT_ONCE)["html"]


def test_who_stops_reading_behind_the_front_holds_up_nobody_and_misses_nothing(
    laid: tuple[Cluster, Place, Place],
) -> None:
    running, one, other = laid
    front = urlsplit(running.url).port or 0
    with (
        Wire(front, one.cookies[1], buffer=LITTLE) as slow,
        other.follower(2) as quick,
    ):
        assert slow.ask("enter", {"room": one.room})["seq"] is not None
        for n in range(MANY):
            posts(one, f"{n} {LONG}")
            assert f"{n} {LONG[:20]}" in quick.hear("push", AT_ONCE)["html"]
        missed = [slow.hear("push")["seq"] for _ in range(MANY)]

    assert missed == list(range(missed[0], missed[0] + MANY))


def test_the_doctor_looks_at_redis(laid: tuple[Cluster, Place, Place]) -> None:
    running, one, _other = laid
    strange = running.valkey.url.replace("//", "//somebody:secret@")

    well, refused, away = (
        examined(one, redis) for redis in (running.valkey.url, strange, "redis://127.0.0.1:1/0")
    )

    assert "is reached and takes what is written" in well
    assert "Processes that listen there: 2." in well
    assert "refuses the name or the password in PANEL_REDIS" in refused
    assert "secret@" not in refused
    assert "Redis at redis://127.0.0.1:1/0 cannot be used" in away


def writes_until(over: Event, place: Place, port: int) -> int:
    """Write one post after the other through the front; give how many were acknowledged."""
    sent = 0
    while not over.wait(PACE):
        arrives = partial(arrived, place, port, f"{ROLLING} {sent}", uuid4())
        until(arrives, "the acknowledgement", GONE)
        sent += 1
    return sent


def arrived(place: Place, port: int, words: str, token: UUID) -> bool:
    """Send a post, or send it again, over a connection of its own."""
    writer = Writer(port, place.cookies[0], place.path())
    try:
        return writer.post(words, token) == 201
    finally:
        writer.close()


def tried(place: Place) -> int:
    """Try to sign in without saying anything; give the status."""
    connection = HTTPConnection("127.0.0.1", place.server.port, timeout=AT_ONCE)
    connection.request("POST", "/sign-in")
    status = connection.getresponse().status
    connection.close()
    return status


def examined(place: Place, redis: str) -> str:
    """Ask the doctor, as the process is set but for its Redis; give what it says."""
    return run(["doctor"], {**place.server.environment, "PANEL_REDIS": redis}).stdout


def posts(place: Place, words: str) -> None:
    """Write by one of the processes, over a connection of its own: it may be another server now."""
    writer = place.writer()
    try:
        assert writer.post(words) == 201
    finally:
        writer.close()


@contextmanager
def worker(place: Place) -> Iterator[None]:
    """Let a worker run by itself."""
    command = [sys.executable, "-m", "panel", "worker"]
    running = subprocess.Popen(command, env=place.server.environment, cwd=ROOT)  # noqa: S603  # ours
    try:
        yield
    finally:
        running.terminate()
        assert running.wait(BEAT) == 0


def asks_for_file(place: Place) -> str:
    """Ask one of the processes for a file of the thread, as the moderator; give the job's name."""
    data = urlencode({"format": "md", "version": "", "observers": ""}).encode()
    url = place.server.url + place.path().replace("/posts", "/exports")
    headers = {"Accept": "application/json", "Cookie": f"mesa={place.cookies[-1]}"}
    with urlopen(Request(url, data, headers)) as answer:  # noqa: S310  # http, ours
        return str(json.load(answer)["room"]).partition(":")[2]


def is_begun(place: Place, job: str) -> bool:
    """Tell whether a worker has taken it, or has done it already."""
    with place.ground.workshop.open_reading() as reading:
        found = reading.session.scalars(select(Job).where(Job.public_id == job)).one()
        return found.state != State.WAITING


def wait_for_here(place: Place, tab: Wire, number: int) -> None:
    """Wait until so many are said to be here; whoever enters anew is told how it stands."""
    end = time.monotonic() + GONE
    while True:
        tab.ask("enter", {"room": place.room})
        if len(tab.hear("here", AT_ONCE)["seats"]) == number:
            return
        assert time.monotonic() < end, f"not {number} are here"


def wait_until_nudged(writer: Place, tab: Wire) -> None:
    """Insist that what is written is told, and soon faster than by a heartbeat."""
    for n in range(3):
        posts(writer, f"nudged again {n}")
        assert f"nudged again {n}" in tab.hear("push", BEAT)["html"]
