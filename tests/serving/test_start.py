import os
import subprocess
import sys

from tests.services.server import ROOT
from tests.serving.conftest import Place
from tests.serving.sides import on_both, on_eventlet

PATIENCE = 30  # seconds


@on_both
def test_a_second_server_on_a_port_says_that_it_is_taken(place: Place) -> None:
    second = _run(place, "-m", "panel", "serve")

    assert second.returncode == 1
    assert f"cannot listen on port {place.server.port}" in second.stderr
    assert "Traceback" not in second.stderr


@on_both
def test_nothing_but_its_address_is_opened(place: Place) -> None:
    """Gunicorn would have all servers of an account share one control socket in its home."""
    assert "Control socket" not in place.server.log


@on_eventlet
def test_two_processes_never_share_a_port(place: Place) -> None:
    """`panel serve` asks first; this is what holds when two start in the same moment."""
    second = _run(place, "wsgi.py")

    assert second.returncode != 0
    assert "Address already in use" in second.stderr


def _run(place: Place, *what: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(  # noqa: S603  # our own programme
        [sys.executable, *what],
        env=place.server.environment | {"PYTHONPATH": os.fspath(ROOT)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
