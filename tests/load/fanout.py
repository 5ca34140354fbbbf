"""How long it takes until the last of a thousand followers has a post, and what that costs."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from panel.discussion.events import room_of
from tests.load import targets
from tests.load.asking import posting
from tests.load.beside import baseline
from tests.load.crowd import Crowd, Told
from tests.load.laying import Laid
from tests.load.measuring import Line, Measured, Spread, in_turn, resident
from tests.load.rounds import Rounds
from tests.load.sizes import Size
from tests.services.server import Server
from tests.serving.wire import Wire, framed

WARMING = 10  # posts
PAUSE = 0.02  # seconds between two posts
OFFER = "permessage-deflate; client_max_window_bits"  # as browsers do
FEW = 3  # followers, to warm a server up
BYTE = b"."
LOOP, SILENT = "bare loop", "no offer"


@dataclass(frozen=True)
class Followed:
    """A server with its followers in the room."""

    crowd: Crowd
    rounds: Rounds
    memory: float  # kilobytes of the server, for each of them


def measure(plain: Server, offered: Server, laid: Laid, folder: Path, size: Size) -> Measured:
    """Let everybody follow one thread, and post in it; beside it a bare loop does nothing else.

    Both servers have just started and run on the same data; at one of them browsers offer to have
    what they hear compressed.
    """
    with ExitStack() as opened:
        mesa = followed(opened, plain, laid, size.followers, size)
        offering = followed(opened, offered, laid, size.followers, size, OFFER)
        frame = folder / "frame"
        frame.write_bytes(framed(mesa.crowd.sample))
        loop = floor(opened, frame, size.followers, size)
        in_turn(size.telling, mesa.rounds.go, loop.go, offering.rounds.go)
    lines = _lines(mesa.rounds, loop, size.followers)
    memory = "memory of the server, a follower, kB"
    return [
        *lines,
        *_offered(offering.rounds, mesa.rounds),
        Line(memory, [mesa.memory], target=targets.MEMORY),
        Line("  the same where compression is offered", [offering.memory], target=targets.MEMORY),
    ], [
        f"A push is a frame of {frame.stat().st_size:,} bytes, made in two languages and for two",
        f"sights; the post was acknowledged after {Spread.of(mesa.rounds.answered)} ms (p50).",
        f"{size.posts} posts a round. Memory is what /proc tells of the server that is resident,",
        f"with all in the room and {WARMING} posts told, less what it was when {FEW} had come",
        "and gone; what the system keeps for sockets is not in it. Mesa declines compression.",
    ]


def _lines(mesa: Rounds, loop: Rounds, followers: int) -> list[Line]:
    last = f"post → last of {followers:,} followers"
    all_ = f"{last}, p95 of {len(mesa.last):,} posts"
    return [
        Line(f"{last}, p50", mesa.p50, loop.p50, LOOP, targets.LAST_P50),
        Line(f"{last}, p95", mesa.p95, loop.p95, LOOP),
        Line(all_, mesa.p95_of_all(), loop.p95_of_all(), LOOP, targets.LAST_P95),
        Line(
            "processor time of the server, a post",
            mesa.server,
            loop.server,
            LOOP,
            targets.SERVER_A_POST,
        ),
        Line("  and of the load generator", mesa.generator, loop.generator, LOOP),
    ]


def _offered(offering: Rounds, mesa: Rounds) -> list[Line]:
    """Compare what is told where compression is offered with what is told where it is not."""
    p95, plain_p95 = offering.p95_of_all(), mesa.p95_of_all()
    target = targets.LAST_OFFERED
    return [
        Line("where compression is offered, p50", offering.p50, mesa.p50, SILENT, target),
        Line("where compression is offered, p95 of all", p95, plain_p95, SILENT, target),
    ]


def followed(
    opened: ExitStack, server: Server, laid: Laid, followers: int, size: Size, offer: str = ""
) -> Followed:
    """Let so many follow the thread, and weigh the server before and after."""
    assert server._process
    pid, path = server._process.pid, f"/p/{laid.panel}/threads/{laid.live}/posts"

    def posts(crowd: Crowd) -> Told:
        return crowd.tell(posting(path, laid.cookies[1]), answered=True)

    def warm(opened: ExitStack, followers: int) -> Crowd:
        wires = tabs(opened, server, laid.live, laid.cookies[:followers], offer)
        crowd = Crowd([wire.socket for wire in wires], connected(opened, server.port))
        crowd.settle()
        for _ in range(WARMING):
            posts(crowd)
        return crowd

    with ExitStack() as few:
        warm(few, FEW)
    without = resident(pid)
    crowd = warm(opened, followers)
    memory = (resident(pid) - without) / followers / 1e3
    rounds = Rounds(lambda: posts(crowd), pid, times=size.posts, pause=PAUSE, before=crowd.settle)
    return Followed(crowd, rounds, memory)


def floor(opened: ExitStack, frame: Path, followers: int, size: Size) -> Rounds:
    """Run the bare loop, which writes one frame to as many."""
    bare = opened.enter_context(baseline("floor", str(frame), str(followers)))
    writer = connected(opened, bare.port)  # first of all, as it wants it
    crowd = Crowd([connected(opened, bare.port) for _ in range(followers)], writer)
    return Rounds(lambda: crowd.tell(BYTE, answered=False), bare.pid, times=size.posts, pause=PAUSE)


def tabs(
    opened: ExitStack, server: Server, thread: str, cookies: tuple[str, ...], offer: str = ""
) -> list[Wire]:
    """Open a socket for each of these people, and let them enter the thread's room."""
    wires = [opened.enter_context(Wire(server.port, one, offer=offer)) for one in cookies]
    for wire in wires:
        assert wire.ask("enter", {"room": room_of(thread)})["seq"] is not None
    return wires


def connected(opened: ExitStack, port: int) -> socket.socket:
    """Open a bare connection."""
    connection = opened.enter_context(socket.create_connection(("127.0.0.1", port)))
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection
