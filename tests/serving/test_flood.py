"""More connections than there is room for: who comes too many is refused, others are served on."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.services.server import Server, free_port
from tests.services.valkey import valkey
from tests.services.waiting import until
from tests.serving.conftest import Place
from tests.serving.ground import SETTINGS
from tests.serving.sides import on_both, on_eventlet
from tests.serving.wire import CLOSE, frame

FEW = 12  # lines that a server of this file holds
FILES, MANY = 300, 400  # that one may open, and connections that somebody opens


def status(place: Place, path: str, person: int = 0) -> int:
    """Ask for something as somebody; give the status."""
    connection = HTTPConnection("127.0.0.1", place.server.port, timeout=10)
    headers = {"Cookie": f"mesa={place.cookies[person]}"}
    connection.request("GET", path, headers=headers)
    found = connection.getresponse().status
    connection.close()
    return found


@contextmanager
def beside(place: Place, files: int = 0, **settings: str) -> Iterator[Place]:
    """Run one more server on the same rows, with other settings."""
    with TemporaryDirectory(prefix="mesa") as folder:  # a socket's path has to be short
        one = place.server
        rest = SETTINGS | settings
        other = Server(one.mode, one.database_url, Path(folder), free_port(), rest, files)
        try:
            other.start()
            yield replace(place, server=other)
        finally:
            other.stop()


@on_both
def test_a_flood_of_lines_is_refused_in_a_word_and_pages_are_served(place: Place) -> None:
    """Redis refuses the password, too: that is said, and holds up nobody either."""
    with valkey() as shared, ExitStack() as opened:
        wrong = shared.url.replace("//", "//somebody:a-password@")
        full = opened.enter_context(beside(place, PANEL_LINES=str(FEW), PANEL_REDIS=wrong))
        tabs = [opened.enter_context(full.follower(n % 6)) for n in range(FEW)]

        knock = "/socket.io/?EIO=4&transport=polling"
        assert [status(full, knock, 7) for _ in range(3)] == [401] * 3
        assert status(full, full.path().removesuffix("/posts"), 7) == 200
        writer = full.writer()
        assert writer.post("Is there room?") == 201
        writer.close()
        assert all("Is there room?" in tab.hear("push")["html"] for tab in tabs)
        tabs[0].socket.sendall(frame(b"", CLOSE))
        until(lambda: status(full, knock, 7) == 200, "room for one more")
        said = full.server.log

    assert said.count(f"refused, for {FEW} lines are open") == 1
    assert "it refuses the name or the password in PANEL_REDIS" in said
    assert "a-password" not in said


@on_eventlet
def test_a_flood_of_bare_connections_does_not_end_the_server(place: Place) -> None:
    with beside(place, FILES) as narrow:
        with ExitStack() as opened:
            for _ in range(MANY):
                opened.enter_context(socket.create_connection(("127.0.0.1", narrow.server.port)))
        after = status(narrow, "/health")

    assert after == 200
