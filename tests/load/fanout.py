"""How long it takes until the last of two hundred followers has a post."""

import socket
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from panel.discussion.events import room_of
from tests.load.asking import posting
from tests.load.beside import Baseline, baseline
from tests.load.crowd import Crowd, Told
from tests.load.laying import FOLLOWERS, Laid
from tests.load.measuring import Line, Spread, in_turn, processor_seconds, share
from tests.services.server import Server
from tests.serving.wire import Wire, framed

POSTS = 60  # a round
WARMING = 10
PAUSE = 0.02  # seconds between two posts
SETTLING = 2.0  # seconds until everybody has been told who is here
BYTE = b"."
LOOP = "bare loop"


@dataclass
class Rounds:
    """What the rounds of one server have come to, in milliseconds."""

    tell: Callable[[], Told]
    pid: int
    times: int = POSTS
    pause: float = PAUSE
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)  # processor, for each post
    generator: list[float] = field(default_factory=list)

    def go(self) -> None:
        """Run one round."""
        server, generator = processor_seconds(self.pid), time.process_time()
        told = []
        for _ in range(self.times):
            told.append(self.tell())
            time.sleep(self.pause)
        last = [one.last * 1e3 for one in told]
        self.p50.append(share(last, 0.5))
        self.p95.append(share(last, 0.95))
        self.answered.append(share([one.answered * 1e3 for one in told], 0.5))
        self.server.append((processor_seconds(self.pid) - server) / self.times * 1e3)
        self.generator.append((time.process_time() - generator) / self.times * 1e3)


def measure(server: Server, laid: Laid, folder: Path) -> tuple[list[Line], list[str]]:
    """Let everybody follow one thread, and post in it; beside it a bare loop does nothing else."""
    assert server._process
    with ExitStack() as opened:
        crowd = _followers(opened, server, laid)
        path = f"/p/{laid.panel}/threads/{laid.live}/posts"

        def post() -> Told:
            return crowd.tell(posting(path, laid.cookies[1]), answered=True)

        for _ in range(WARMING):
            post()
        frame = folder / "frame"
        frame.write_bytes(framed(crowd.sample))
        bare = opened.enter_context(baseline("floor", str(frame), str(FOLLOWERS)))
        told = _told_by(opened, bare)
        mesa = Rounds(post, server._process.pid)
        floor = Rounds(lambda: told.tell(BYTE, answered=False), bare.pid)
        in_turn(mesa.go, floor.go)
    size, answered = frame.stat().st_size, Spread.of(mesa.answered)
    return [
        Line(f"post → last of {FOLLOWERS} followers, p50", mesa.p50, floor.p50, LOOP),
        Line(f"post → last of {FOLLOWERS} followers, p95", mesa.p95, floor.p95, LOOP),
        Line("  processor time of the server, a post", mesa.server, floor.server, LOOP),
        Line("  and of the load generator", mesa.generator, floor.generator, LOOP),
    ], [
        f"A push is a frame of {size:,} bytes, made in two languages and for two sights; the",
        f"post itself was acknowledged after {answered} ms (p50). {POSTS} posts a round.",
    ]


def _followers(opened: ExitStack, server: Server, laid: Laid) -> Crowd:
    """Open everybody's socket, and let them enter the room."""
    wires = [opened.enter_context(Wire(server.port, one)) for one in laid.cookies[:FOLLOWERS]]
    for wire in wires:
        assert wire.ask("enter", {"room": room_of(laid.live)})["seq"] is not None
    time.sleep(SETTLING)
    return Crowd([wire.socket for wire in wires], _connected(opened, server.port))


def _told_by(opened: ExitStack, bare: Baseline) -> Crowd:
    writer = _connected(opened, bare.port)  # first of all, as it wants it
    return Crowd([_connected(opened, bare.port) for _ in range(FOLLOWERS)], writer)


def _connected(opened: ExitStack, port: int) -> socket.socket:
    connection = opened.enter_context(socket.create_connection(("127.0.0.1", port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
