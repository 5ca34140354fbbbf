"""A backup under writers: what it holds is one moment of the whole, and Mesa goes on from there."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import func, select

from panel.discussion.models import Post, Thread
from panel.kernel.work import Reading
from panel.live.models import ROOM
from tests.cli.keeping import Place as Installed
from tests.cli.keeping import somewhere
from tests.services.server import server
from tests.serving.conftest import PEOPLE, Place
from tests.serving.ground import SETTINGS, ground
from tests.serving.sides import on_both
from tests.serving.test_writers import Persistent
from tests.serving.wire import Wire
from tests.serving.writer import Writer, assert_gapless_and_in_order

LOG = "server.log"
BEFORE, BACKUPS = 40, 3  # posts before the first backup, and between two


def installed(place: Place) -> Installed:
    """The installation under the running server, for the command line."""
    return Installed(place.server.var, place.server.database_url)


@contextmanager
def writing(place: Place) -> Iterator[Persistent]:
    """Have eight people write, each in a thread of their own, until the block ends."""
    writers = Persistent(place)
    with ThreadPoolExecutor(PEOPLE) as pool:
        all_ = [pool.submit(writers.write, n) for n in range(PEOPLE)]
        try:
            yield writers
        finally:
            writers.over.set()
        for one in all_:
            one.result()


def bodies(reading: Reading) -> Counter[str]:
    return Counter(reading.session.scalars(select(Post.body)))


def assert_counters_are_of_the_same_moment(reading: Reading) -> None:
    """Insist that what threads know of their posts is what posts there are."""
    assert_gapless_and_in_order(reading)
    here = select(Post.thread_id, func.count(), func.max(Post.number))
    posts = {
        row[0]: tuple(row[1:]) for row in reading.session.execute(here.group_by(Post.thread_id))
    }
    said = select(Thread.id, Thread.posts, Thread.last_number)
    assert {row[0]: tuple(row[1:]) for row in reading.session.execute(said)} == posts


@on_both
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_what_is_kept_while_eight_write_is_one_moment_of_all_and_goes_on_elsewhere(
    place: Place, kind: str, tmp_path: Path, postgresql_server: str
) -> None:
    house, taken = installed(place), list[tuple[Path, set[str], set[str]]]()
    with writing(place) as writers:
        for n in range(BACKUPS):
            writers.reach((n + 1) * BEFORE)
            before, file = set(writers.acknowledged), tmp_path / f"{n}.tar.gz"
            house.did("backup", file)
            taken.append((file, before, set(writers.acknowledged)))

    last = set(writers.acknowledged)
    for n, (file, before, after) in enumerate(taken):
        there = somewhere(tmp_path, kind, postgresql_server, f"there_{n}")
        there.did("restore", file)
        with ground(there.database_url, there.var) as laid, laid.workshop.open_reading() as reading:
            assert_counters_are_of_the_same_moment(reading)
            held = bodies(reading)
        assert before <= held.keys()
        assert len(after) > len(before)  # they wrote meanwhile
        with place.ground.workshop.open_reading() as reading:
            assert held <= bodies(reading)
    house.did("backup", tmp_path / "quiet.tar.gz")
    there = somewhere(tmp_path, kind, postgresql_server, "there_quiet")
    there.did("restore", tmp_path / "quiet.tar.gz")
    assert there.rows == house.rows
    assert there.files == {name: data for name, data in house.files.items() if name != LOG}
    assert last <= {body for body in bodies_of(there)}
    assert_people_go_on(place, there)


def bodies_of(there: Installed) -> set[str]:
    with ground(there.database_url, there.var) as laid, laid.workshop.open_reading() as reading:
        return set(bodies(reading))


def assert_people_go_on(place: Place, there: Installed) -> None:
    """Insist that who was signed in writes on, and who followed is told what comes next."""
    with place.ground.workshop.open_reading() as reading:
        here = select(ROOM.c.last_seq).where(ROOM.c.name == place.room)
        seq = reading.session.scalars(here).one()
    path = f"/p/{place.panel}/threads/{place.threads[0]}/posts"
    with (
        server("eventlet", there.database_url, there.var, SETTINGS) as restored,
        Wire(restored.port, place.cookies[1]) as follower,
    ):
        assert follower.ask("enter", {"room": place.room})["seq"] == seq
        writer = Writer(restored.port, place.cookies[0], path)
        assert writer.post("after the restoration") == 201
        writer.close()
        assert follower.hear("push")["seq"] == seq + 1
