"""Several processes on one machine: what `make cluster` runs, and tests try.

PostgreSQL, Valkey, server processes, a worker beside the first, and Caddy in front of all.
"""

import os
import signal
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from tests.services.caddy import caddy
from tests.services.postgresql import new_database, postgresql
from tests.services.server import Server, free_port
from tests.services.valkey import Valkey, valkey


@dataclass(frozen=True)
class Cluster:
    """Server processes over one database and one Valkey, and the address in front of them.

    The last of them may not have been started: the front knows their addresses already.
    """

    url: str
    servers: Sequence[Server]
    valkey: Valkey


@contextmanager
def cluster(
    database_url: str,
    var: Path,
    settings: Mapping[str, str] | None = None,
    *,
    servers: int = 2,
    joining: int = 0,
    front: int = 0,
) -> Iterator[Cluster]:
    """Run all of it, but the database, until the block ends; who is `joining` is started later."""
    front = front or free_port()
    with ExitStack() as running:
        shared = running.enter_context(valkey())
        common = {
            "PANEL_REDIS": shared.url,
            "PANEL_PROXIES": "1",
            "PANEL_URL": f"http://127.0.0.1:{front}",
            "PANEL_WORKERS": "1",
            **(settings or {}),
        }
        processes = list[Server]()
        for number in range(servers + joining):
            own = common | ({"PANEL_WORKERS": "0"} if number else {})
            folder = var / f"logs-{number}"  # data are in one folder, the printed lines are not
            folder.mkdir(parents=True, exist_ok=True)
            one = Server(
                "eventlet", database_url, folder, free_port(), own | {"PANEL_VAR": str(var)}
            )
            running.callback(one.stop)
            if number < servers:
                one.start()
            processes.append(one)
        ports = [one.port for one in processes]
        url = running.enter_context(caddy(front, *ports, folder=var))
        yield Cluster(url, processes, shared)


def main() -> None:
    """Serve the demo by three processes until Ctrl-C."""
    over = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    front = int(os.environ.get("PORT", "8000"))
    with tempfile.TemporaryDirectory(prefix="mesa-cluster-") as folder, postgresql() as database:
        url, var = new_database(database, "mesa"), Path(folder)
        with cluster(url, var, {"PANEL_DEMO": "1"}, servers=3, front=front) as running:
            sys.stdout.write(running.servers[0].log.partition("Mesa answers at")[0])
            for one in running.servers:
                sys.stdout.write(f"A process by itself: {one.url}\n")
            sys.stdout.write(f"\nMesa answers at {running.url} (Ctrl-C ends all of it)\n")
            sys.stdout.flush()
            over.wait()


if __name__ == "__main__":
    main()
