"""How long the server stands still: nobody else waits while one is served."""

import time
from concurrent.futures import Future, ThreadPoolExecutor, wait
from http.client import HTTPConnection
from urllib.parse import urlencode

import psycopg
import pytest
from PIL import Image

from panel.identity.actions import Profile, register
from panel.identity.passwords import hashed
from tests.identity.faces import encoded, from_a_phone
from tests.services.waiting import until
from tests.serving.conftest import Place
from tests.serving.sides import on_eventlet, on_eventlet_with_postgresql
from tests.serving.wire import Wire

AT_ONCE = 20
PASSWORD = "a sentence that nobody guesses"  # noqa: S105  # of nobody but these
LONGEST = 0.05  # seconds
TRIES = 3
PAUSE = 0.005  # seconds between two looks at the loop
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


def posts(port: int, path: str, body: str | bytes, kind: str, cookie: str = "") -> tuple[int, str]:
    """Send a form; give the answer's status, and the cookies that came with it."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", path, body, {"Content-Type": kind, "Cookie": cookie})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    cookies = answer.headers.get_all("Set-Cookie", [])
    return answer.status, "; ".join(one.partition(";")[0] for one in cookies)


def signs_in(port: int, email: str) -> tuple[int, str]:
    form = urlencode({"email": email, "password": PASSWORD})
    return posts(port, "/sign-in", form, "application/x-www-form-urlencoded")


def sign_in(port: int, email: str) -> int:
    return signs_in(port, email)[0]


def sends_picture(port: int, cookie: str, photograph: bytes) -> int:
    head = b'--edge\r\nContent-Disposition: form-data; name="picture"; filename="a.jpg"\r\n\r\n'
    body, kind = head + photograph + b"\r\n--edge--\r\n", "multipart/form-data; boundary=edge"
    return posts(port, "/me/picture", body, kind, cookie)[0]


def longest_gap(tab: Wire, people: list[Future[int]]) -> float:
    """Ping a tab's socket until all are in: the loop itself answers, so a ping takes as long as it
    is held. What the machine kept a bystander waiting meanwhile is no fault of the server's.
    """
    bounces, sleeps = [tab.bounce()], [PAUSE]
    while wait(people, timeout=0).not_done:
        begin = time.perf_counter()
        time.sleep(PAUSE)
        sleeps.append(time.perf_counter() - begin)
        bounces.append(tab.bounce())
    return max(bounces) - (max(sleeps) - PAUSE)


@pytest.mark.alone
@on_eventlet
def test_twenty_sign_ins_at_once_hold_up_nobody(place: Place) -> None:
    stored, emails = hashed(PASSWORD), [f"{place.panel}.{n}@mesa.example" for n in range(AT_ONCE)]
    with place.ground.workshop.open_work() as work:
        for email in emails:
            register(work, email, Profile("Ana", "en", "UTC"), stored, by="operator")
    port, gaps = place.server.port, list[float]()
    assert sign_in(port, emails[0]) == 303  # the first request ever takes its time

    with place.follower() as tab, ThreadPoolExecutor(AT_ONCE) as pool:
        while len(gaps) < TRIES and min(gaps, default=LONGEST) >= LONGEST:
            people = [pool.submit(sign_in, port, email) for email in emails]
            gaps.append(longest_gap(tab, people))
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


@pytest.mark.alone
@on_eventlet
def test_pictures_of_many_pixels_hold_up_nobody(place: Place) -> None:
    email = f"{place.panel}.pictures@mesa.example"
    with place.ground.workshop.open_work() as work:
        register(work, email, Profile("Ana", "en", "UTC"), hashed(PASSWORD), by="operator")
    port, gaps = place.server.port, list[float]()
    _, cookie = signs_in(port, email)
    largest = encoded(Image.new("RGBA", (8000, 5000)), "PNG")
    assert sends_picture(port, cookie, from_a_phone()) == 303

    with place.follower() as tab, ThreadPoolExecutor(3) as pool:
        while len(gaps) < TRIES and min(gaps, default=LONGEST) >= LONGEST:
            sent = [pool.submit(sends_picture, port, cookie, largest) for _ in range(3)]
            gaps.append(longest_gap(tab, sent))
            assert {one.result() for one in sent} == {303}

    assert min(gaps) < LONGEST, gaps
