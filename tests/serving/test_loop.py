"""How long the server stands still: nobody else waits while one is served."""

from concurrent.futures import Future, ThreadPoolExecutor, wait
from http.client import HTTPConnection
from urllib.parse import urlencode

import psycopg
import pytest

from panel.identity.actions import Profile, register
from panel.identity.passwords import hashed
from tests.services.waiting import until
from tests.serving.conftest import Place
from tests.serving.sides import on_eventlet, on_eventlet_with_postgresql

AT_ONCE = 20
PASSWORD = "a sentence that nobody guesses"  # noqa: S105  # of nobody but these
LONGEST = 0.05  # seconds
TRIES = 3
SLEEPERS = 5
SLOWLY = """
    CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$;
    CREATE TRIGGER slowly BEFORE INSERT ON post FOR EACH ROW EXECUTE FUNCTION slowly()
"""
ASLEEP = """
    SELECT count(*) FROM pg_stat_activity
    WHERE wait_event = 'PgSleep' AND datname = current_database()
"""


def sign_in(port: int, email: str) -> int:
    form = urlencode({"email": email, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/sign-in", form, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def going_on(futures: list[Future[int]]) -> bool:
    return bool(wait(futures, timeout=0).not_done)


@pytest.mark.alone
@on_eventlet
def test_twenty_sign_ins_at_once_hold_up_nobody(place: Place) -> None:
    """A ping to a tab's socket is answered by the loop itself: it takes as long as it is held."""
    stored, emails = hashed(PASSWORD), [f"{place.panel}.{n}@mesa.example" for n in range(AT_ONCE)]
    with place.ground.workshop.open_work() as work:
        for email in emails:
            register(work, email, Profile("Ana", "en", "UTC"), stored, by="operator")

    gaps = list[float]()
    with place.follower() as tab, ThreadPoolExecutor(AT_ONCE) as pool:
        while len(gaps) < TRIES and min(gaps, default=LONGEST) >= LONGEST:
            people = [pool.submit(sign_in, place.server.port, email) for email in emails]
            bounces = [tab.bounce()]
            while going_on(people):
                bounces.append(tab.bounce())
            gaps.append(max(bounces))
            assert {person.result() for person in people} == {303}

    assert min(gaps) < LONGEST, gaps


@on_eventlet_with_postgresql
def test_requests_wait_for_postgresql_side_by_side(place: Place) -> None:
    url = place.server.database_url.replace("+psycopg", "")
    writers = [place.writer(n, n) for n in range(SLEEPERS)]
    with psycopg.connect(url, autocommit=True) as observer, ThreadPoolExecutor(SLEEPERS) as pool:

        def all_asleep() -> bool:
            found = observer.execute(ASLEEP).fetchone()
            return found == (SLEEPERS,)

        observer.execute(SLOWLY)
        try:
            posts = [pool.submit(writer.post, "I can wait.") for writer in writers]
            until(all_asleep, "five requests that wait for the database at once")
            answers = [post.result() for post in posts]
        finally:
            observer.execute("DROP FUNCTION slowly CASCADE")
    for writer in writers:
        writer.close()

    assert answers == [201] * SLEEPERS
