"""The real server in a process of its own: started, killed and started again."""

import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.services.command import run
from tests.services.waiting import until

ROOT = Path(__file__).resolve().parents[2]
PORTS = range(10_000, 32_000)
STARTING = 30.0  # seconds that it may take until it answers
STOPPING = 20.0  # and to end its requests; it gives up by itself after 15


def free_port() -> int:
    """Find a port of this machine that nobody listens on.

    Not one of those that the machine gives to whoever opens a connection (Linux: from 32768): a
    server that is started again would find it taken by a client of another.
    """
    while True:
        with socket.socket() as listener:
            port = secrets.choice(PORTS)
            try:
                listener.bind(("127.0.0.1", port))
            except OSError:  # somebody listens there
                continue
            return port


@dataclass
class Server:
    """The real server in a process of its own; it can be killed and started again."""

    mode: str  # eventlet or threading
    database_url: str
    var: Path
    port: int
    settings: Mapping[str, str] = field(default_factory=dict)
    files: int = 0  # that it may open; 0: as many as we
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where its pages are."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that it has printed so far."""
        return (self.var / "server.log").read_text()

    @property
    def environment(self) -> dict[str, str]:
        """What the server and the command line need to work on the same installation."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("PANEL_", "PYTEST_"))}
        return inherited | {
            "PORT": str(self.port),
            "PANEL_MODE": self.mode,
            "PANEL_DATABASE_URL": self.database_url,
            "PANEL_VAR": str(self.var),
            **self.settings,
        }

    def run(self, *command: str) -> str:
        """Run a command of the command line on this installation; give what it printed."""
        done = run(command, self.environment)
        said = done.stdout + done.stderr
        assert done.returncode == 0, f"panel {' '.join(command)} failed:\n{said}"
        return said

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.var / "server.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  # our own
                [*self._narrowed, sys.executable, "-m", "panel", "serve"],
                env=self.environment,
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # so that a signal reaches its workers too
            )
        until(self._answers, f"the server at {self.url}", STARTING)

    def kill(self) -> None:
        """End it as a power cut would: nothing is told, nothing is finished."""
        self._signal(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end, let it finish what it is doing, and insist after a while."""
        try:
            self._signal(signal.SIGTERM)
        except subprocess.TimeoutExpired:
            self.kill()
            raise

    @property
    def _narrowed(self) -> list[str]:
        """Give what starts a process that may open fewer files."""
        return ["prlimit", f"--nofile={self.files}:{self.files}"] if self.files else []

    def _signal(self, number: signal.Signals) -> None:
        if self._process and self._process.poll() is None:
            os.killpg(self._process.pid, number)
            self._process.wait(STOPPING)

    def _answers(self) -> bool:
        assert self._process, "it has not been started"
        assert self._process.poll() is None, f"the server has ended:\n{self.log}"
        try:
            with urlopen(f"{self.url}/health", timeout=2) as answer:  # noqa: S310  # http, ours
                return bool(answer.status == 200)
        except (URLError, ConnectionError, TimeoutError):
            return False


@contextmanager
def server(
    mode: str, database_url: str, var: Path, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run the real server on a free port, with its data in `var`, until the block ends."""
    var.mkdir(parents=True, exist_ok=True)
    running = Server(mode, database_url, var, free_port(), settings or {})
    try:
        running.start()
        yield running
    finally:
        running.stop()
