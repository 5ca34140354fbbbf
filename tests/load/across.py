"""How much later followers on another process have a post; a PostgreSQL and a Valkey are shared."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from panel.cli.migrations import upgrade
from tests.load import targets
from tests.load.asking import posting
from tests.load.crowd import Crowd, Told
from tests.load.fanout import PAUSE, WARMING, connected, tabs
from tests.load.laying import Laid, lay
from tests.load.measuring import Line, Measured, in_turn
from tests.load.rounds import Rounds
from tests.load.sizes import Size
from tests.services.cluster import cluster
from tests.services.postgresql import new_database, postgresql
from tests.services.server import Server
from tests.serving.ground import SETTINGS, ground
from tests.serving.wire import Wire

SAFE = ("fsync", "full_page_writes")  # which tests do without
OWN = "own process"
Place = tuple[list[Server], Laid]


def measure(folder: Path, size: Size) -> Measured:
    """Post at one of two processes to those who follow there, and in turn to those elsewhere."""
    with processes(folder, size) as (servers, laid), ExitStack() as opened:
        own, other = followed(opened, servers, laid, size)
        in_turn(size.rounds, own.go, other.go)
    figure = f"post → last of {size.elsewhere} followers on another process, p50"
    return [
        Line(figure, other.p50, own.p50, OWN, targets.ELSEWHERE),
    ], [
        "On another process: PostgreSQL (fsync on), Valkey and two processes.",
        f"{size.elsewhere} people follow one thread at one of them, as many another thread at the",
        "other; posts to both threads go to the first.",
    ]


@contextmanager
def processes(folder: Path, size: Size, lengths: tuple[int, ...] = ()) -> Iterator[Place]:
    """Run two processes that serve one panel, until the block ends."""
    with postgresql() as database:
        _keep_safe(database)
        url = new_database(database, "mesa")
        upgrade(url)
        with ground(url, folder) as laid_on:
            laid = lay(laid_on, size.elsewhere * 2 + 2, lengths)
        with cluster(url, folder, SETTINGS) as running:
            yield list(running.servers), laid


def followed(
    opened: ExitStack, servers: list[Server], laid: Laid, size: Size
) -> tuple[Rounds, Rounds]:
    """Let as many follow a thread at each process; all posts are taken by the first."""
    many = size.elsewhere
    groups = laid.cookies[:many], laid.cookies[many : 2 * many]
    one, other = (
        rounds(opened, servers[0], tabs(opened, server, thread, people), thread, laid, size)
        for server, thread, people in zip(servers, (laid.live, laid.quiet), groups, strict=True)
    )
    return one, other


def rounds(
    opened: ExitStack, first: Server, wires: list[Wire], thread: str, laid: Laid, size: Size
) -> Rounds:
    """Post in a thread at one process, to all who follow it."""
    crowd = Crowd([one.socket for one in wires], connected(opened, first.port))
    path = f"/p/{laid.panel}/threads/{thread}/posts"

    def post() -> Told:
        return crowd.tell(posting(path, laid.cookies[-1]), answered=True)

    crowd.settle()
    for _ in range(WARMING):
        post()
    assert first._process
    return Rounds(post, first._process.pid, size.posts, PAUSE, crowd.settle)


def _keep_safe(database: str) -> None:
    """Let PostgreSQL wait for the disk, as it would where somebody works with it."""
    with psycopg.connect(database, autocommit=True) as connection:
        for name in SAFE:
            connection.execute(f"ALTER SYSTEM SET {name} = on")
        connection.execute("SELECT pg_reload_conf()")
