"""A fact is told by all processes on a machine, whichever of them has recorded it."""

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread

import pytest

from panel.cli.installation import opened
from panel.kernel.settings import Settings
from tests.conftest import Installation
from tests.live.conftest import Talk


class TestBetweenProcesses:
    @pytest.fixture
    def settings(self, settings: Settings) -> Iterator[Settings]:
        with tempfile.TemporaryDirectory(prefix="mesa") as var:  # a socket's path has to be short
            yield replace(settings, var=Path(var))

    @pytest.fixture
    def listening(self, mesa: Installation, settings: Settings) -> Iterator[Path]:
        listen, hears = mesa.line.nudges.listen, mesa.line.hears
        Thread(target=listen, args=(hears,), daemon=True).start()
        folder = settings.var / "nudges"
        waited(lambda: any(folder.glob("*.sock")))
        yield folder
        mesa.line.nudges.close()

    def test_a_fact_that_the_command_line_records_reaches_an_open_tab(
        self, mesa: Installation, talk: Talk, settings: Settings, listening: Path
    ) -> None:
        assert listening.is_dir()

        with opened(settings) as other:
            assert other is not mesa.workshop
            talk.post(other, "from the command line")
            other.engine.dispose()

        waited(lambda: bool(talk.tab.hear()))
        assert "from the command line" in talk.tab.text
        talk.tab.assert_live_equals_reload()

    def test_nonsense_in_place_of_a_nudge_is_passed_over(
        self, mesa: Installation, talk: Talk, settings: Settings, listening: Path
    ) -> None:
        [path] = listening.glob("*.sock")
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
            for nonsense in (b"", b"\xff", b"[]", b'{"room": "x"}', b'{"thread:none": 1}', b"{"):
                sender.sendto(nonsense, str(path))

        with opened(settings) as other:
            talk.post(other, "heard all the same")
            other.engine.dispose()

        waited(lambda: bool(talk.tab.hear()))
        assert "heard all the same" in talk.tab.text

    def test_the_socket_of_a_process_that_is_gone_is_cleared_away(
        self, mesa: Installation, talk: Talk, listening: Path
    ) -> None:
        gone = listening / "1-gone.sock"
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.bind(str(gone))

        talk.post(mesa.workshop, "said")

        assert not gone.exists()
        assert len(talk.tab.hear()) == 1
        assert len(list(listening.glob("*.sock"))) == 1


def waited(until: Callable[[], bool], *, seconds: float = 10) -> None:
    """Wait for another thread to have done something."""
    end = time.monotonic() + seconds
    while not until():
        assert time.monotonic() < end
        time.sleep(0.01)
