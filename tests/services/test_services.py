from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import psycopg
import pytest
from playwright.sync_api import Browser

from tests.services.postgresql import new_database
from tests.services.waiting import until

PNG = b"\x89PNG\r\n"


@contextmanager
def site(folder: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listener:
        thread = Thread(target=listener.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{listener.server_port}"
        listener.shutdown()
        thread.join()


def test_the_browser_opens_a_page_and_takes_a_picture_of_it(
    browser: Browser, tmp_path: Path
) -> None:
    (tmp_path / "index.html").write_text("<title>Mesa</title><h1>¿Qué dice la mesa?</h1>")

    with site(tmp_path) as url, browser.new_context(viewport={"width": 390, "height": 844}) as one:
        page = one.new_page()
        page.goto(url)
        title, picture = page.title(), page.screenshot()

    assert title == "Mesa"
    assert picture.startswith(PNG)


def test_each_database_starts_empty_and_sorts_by_code_point(postgresql_server: str) -> None:
    for _ in range(2):
        url = new_database(postgresql_server, "mesa_trial").replace("+psycopg", "")
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE word (letters text)")
            connection.execute("INSERT INTO word VALUES ('a'), ('B'), ('á')")
            found = connection.execute("SELECT letters FROM word ORDER BY letters").fetchall()

    assert found == [("B",), ("a",), ("á",)]


def test_waiting_in_vain_says_for_what() -> None:
    until(lambda: True, "nothing")

    with pytest.raises(TimeoutError, match="the ship"):
        until(lambda: False, "the ship", within=0.05)
