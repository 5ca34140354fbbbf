from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event
from uuid import uuid4

from sqlalchemy import select

from panel.discussion.models import Post, Thread
from panel.discussion.queries import threads
from tests.factories import a_post
from tests.services.waiting import until
from tests.serving.conftest import PEOPLE, Place
from tests.serving.sides import on_all, on_both
from tests.serving.writer import Writer, assert_gapless_and_in_order

EACH = 8  # posts of one writer
BETWEEN_CUTS = 40  # posts acknowledged
PATIENCE = 60.0  # seconds


def written(place: Place) -> Counter[str]:
    with place.ground.workshop.open_reading() as reading:
        assert_gapless_and_in_order(reading)
        here = select(Post.body).join(Thread).where(Thread.public_id.in_(place.threads))
        return Counter(reading.session.scalars(here.where(Post.number > 1)))


@on_all
def test_many_who_write_at_once_meet_no_error_and_leave_no_gap(place: Place) -> None:
    writers = [place.writer(n % PEOPLE, n % 2) for n in range(2 * PEOPLE)]

    def write(n: int) -> list[int]:
        return [writers[n].post(f"post {n}.{i}") for i in range(EACH)]

    def write_from_another_process() -> None:
        for i in range(EACH):
            with place.ground.workshop.open_work() as work:
                thread = threads.thread(work, place.people[0], place.threads[0], lock=True)
                a_post(work, place.people[0], thread, f"post elsewhere.{i}")

    with ThreadPoolExecutor(len(writers)) as pool:
        writing = [pool.submit(write, n) for n in range(len(writers))]
        write_from_another_process()
        answers = Counter(status for one in writing for status in one.result())
    for writer in writers:
        writer.close()

    assert answers == {201: EACH * len(writers)}
    whose = [*range(len(writers)), "elsewhere"]
    assert written(place) == Counter(f"post {one}.{i}" for one in whose for i in range(EACH))


class Persistent:
    """Writers who send each post again until it is acknowledged, and then the next."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.acknowledged = list[str]()
        self.over = Event()

    def write(self, n: int) -> None:
        """Write as one of the people, until it is over."""
        writer = self._place.writer(n)
        for i in count():
            if self.over.is_set():
                break
            self._insist(writer, f"post {n}.{i}")
        writer.close()

    def reach(self, posts: int) -> None:
        """Wait until so many are acknowledged."""
        until(lambda: len(self.acknowledged) >= posts, f"{posts} posts", PATIENCE)

    def _insist(self, writer: Writer, body: str) -> None:
        token = uuid4()
        until(lambda: writer.post(body, token) == 201, f"{body!r} to be accepted", PATIENCE)
        self.acknowledged.append(body)


@on_both
def test_what_was_acknowledged_is_there_once_after_two_power_cuts(place: Place) -> None:
    writers = Persistent(place)

    with ThreadPoolExecutor(PEOPLE) as pool:
        writing = [pool.submit(writers.write, n) for n in range(PEOPLE)]
        try:
            for cut in (1, 2):
                writers.reach(cut * BETWEEN_CUTS)
                place.server.kill()
                place.server.start()
            writers.reach(3 * BETWEEN_CUTS)
        finally:
            writers.over.set()
        for one in writing:
            one.result()

    found = written(place)
    assert found.keys() >= set(writers.acknowledged)
    assert set(found.values()) == {1}
