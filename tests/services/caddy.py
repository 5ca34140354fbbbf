"""A real Caddy out of a package, with the Caddyfile that we give to operators."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.services.server import ROOT, free_port
from tests.services.waiting import until

CADDY = Path(sys.executable).parent / "caddy"
OURS = ROOT / "deploy" / "Caddyfile"


@contextmanager
def caddy(port: int, *upstreams: int, folder: Path, config: Path = OURS) -> Iterator[str]:
    """Stand in front of servers of this machine, without https; give the address in front.

    Without servers it stands in front of those that the file names.
    """
    environment = os.environ | {
        "MESA_SITE": f"http://127.0.0.1:{port}",
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
    }
    if upstreams:
        environment["MESA_UPSTREAM"] = " ".join(f"127.0.0.1:{upstream}" for upstream in upstreams)
    with (folder / "caddy.log").open("ab") as log:
        running = subprocess.Popen(  # noqa: S603  # out of our own packages
            [CADDY, "run", "--adapter", "caddyfile", "--config", str(config)],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        until(lambda: _listens(port), f"Caddy at port {port}", 30)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
