import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

from panel.discussion.queries import threads
from tests.services.waiting import until
from tests.serving.conftest import Place
from tests.serving.sides import on_both

SOON = 8.0  # seconds; a heartbeat takes ten
ARRIVING = 0.3  # seconds in which a request has surely begun


@on_both
def test_a_server_that_is_to_end_takes_leave_and_finishes_what_is_under_way(place: Place) -> None:
    writer, tab = place.writer(), place.follower(1)

    with ThreadPoolExecutor() as pool:
        with place.ground.workshop.open_work() as work:
            threads.thread(work, place.people[0], place.threads[0], lock=True)  # it has to wait
            answer = pool.submit(writer.post, "I was under way.")
            time.sleep(ARRIVING)
            end = pool.submit(place.server.stop)
            goodbye = tab.hear("bye", within=SOON)
            still_under_way = not answer.done()
        status = answer.result()
        end.result(SOON)
    writer.close()
    tab.socket.close()

    assert goodbye == {}
    assert still_under_way
    assert status == 201


@on_both
def test_the_keys_that_end_a_programme_end_the_server(place: Place) -> None:
    process = place.server._process
    assert process
    with place.follower(1) as tab:
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does for Ctrl-C
        goodbye = tab.hear("bye", within=SOON)
        until(lambda: process.poll() is not None, "its end", SOON)

    assert goodbye == {}
