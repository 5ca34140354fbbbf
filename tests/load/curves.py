"""`python -m tests.load.curves`: how figures grow, drawn into docs/performance.md.

By how many follow, by how long a thread is, and by how many processes serve it.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from panel.cli.migrations import upgrade
from tests.load import across, fanout
from tests.load.asking import Reader
from tests.load.beside import baseline
from tests.load.drawing import Column, Curve, put
from tests.load.laying import Laid, lay
from tests.load.measuring import in_turn, let_open_files
from tests.load.pages import MANY, Rounds, readers, writers
from tests.load.showing import machine
from tests.load.sizes import FULL, Size
from tests.load.together import Askers
from tests.services.server import ROOT, server
from tests.serving.ground import SETTINGS, ground
from tests.serving.wire import framed

FOLLOWERS, POSTS = (10, 100, 1_000), (100, 10_000, 100_000)
PROCESSES = (1, 2)
FOLLOWERS_WORDS = """\
One Python thread writes a frame to each socket, one after another: that is what grows. Below a
hundred followers it is the post itself (statements, Markdown, the push in two languages and for
two sights). Several processes would share the followers, for each renders once and writes to
its own."""
POSTS_WORDS = """\
The length does not matter: a page finds its fifty posts by an index, and a post is counted, not
searched for. The posts of the page were rendered before and are at hand, in ours alone; what limits
it is the frame around them (a third), fetching them (a fifth), and asking what is new, was moved or
came of it. What limits the post are statements through SQLAlchemy, and fewer would lift it."""
PROCESSES_WORDS = """\
Over PostgreSQL (which waits for the disk) and Valkey; everybody writes in one thread. The
processes, PostgreSQL and the load generator share two processors, and that limits all three
figures; more of them would lift it. Beyond that, posts of one thread wait for each other from
the lock on its row until the commit, which shorter transactions would lift."""
PAGE = ROOT / "docs" / "performance.md"


def main(size: Size = FULL) -> None:
    """Measure all of it, and put it into the page."""
    began = time.perf_counter()
    let_open_files()
    with tempfile.TemporaryDirectory(prefix="mesa-curves-") as folder:
        var = Path(folder) / "one"
        var.mkdir()
        url = f"sqlite:///{var / 'mesa.db'}"
        print(f"Laying threads of up to {POSTS[-1]:,} posts…", flush=True)
        upgrade(url)
        with ground(url, var) as laid_on:
            laid = lay(laid_on, size.people, POSTS)
        curves = [
            by_followers(url, var, laid, size),
            by_posts(url, var, laid, size),
            by_processes(Path(folder) / "two", size),
        ]
    taken = f"{datetime.now(UTC):%-d %B %Y}, {machine()}, {time.perf_counter() - began:.0f} s"
    words = f"Medians of {size.rounds} rounds, milliseconds if nothing else is said ({taken}).\n"
    drawn = "\n".join([words, *map(str, curves)])
    put(PAGE, drawn)
    print(drawn)


def by_followers(url: str, var: Path, laid: Laid, size: Size) -> Curve:
    """Post to few and to many, each time in a server that has just started."""
    last, loops, busy, bare, memory = (list[float]() for _ in range(5))
    for followers in FOLLOWERS:
        print(f"Measuring with {followers:,} followers…", flush=True)
        with server("eventlet", url, var, SETTINGS) as running, ExitStack() as opened:
            mesa = fanout.followed(opened, running, laid, followers, size)
            frame = var / "frame"
            frame.write_bytes(framed(mesa.crowd.sample))
            loop = fanout.floor(opened, frame, followers, size)
            in_turn(size.rounds, mesa.rounds.go, loop.go)
        for kept, figures in (
            (last, mesa.rounds.p50),
            (loops, loop.p50),
            (busy, mesa.rounds.server),
            (bare, loop.server),
            (memory, [mesa.memory]),
        ):
            kept.append(median(figures))
    return Curve(
        "By how many follow",
        "followers",
        [f"{n:,}" for n in FOLLOWERS],
        [
            Column("post → last of them, p50", last, drawn=True),
            Column("bare loop", loops),
            Column("processor of the server, a post", busy),
            Column("bare loop", bare),
            Column("memory a follower, kB", memory),
        ],
        FOLLOWERS_WORDS,
    )


def by_posts(url: str, var: Path, laid: Laid, size: Size) -> Curve:
    """Read and write in threads short and long."""
    print("Measuring threads short and long…", flush=True)
    base, cookie = f"/p/{laid.panel}/threads", laid.cookies[1]
    place = (url, str(var), f"{base}/{laid.threads[POSTS[0]]}", cookie)
    with server("eventlet", url, var, SETTINGS) as running, ExitStack() as opened:
        ours = Reader(running.port, cookie)
        opened.callback(ours.close)
        beside = Reader(opened.enter_context(baseline("minimal", *place)).port)
        opened.callback(beside.close)
        paths = [f"{base}/{laid.threads[posts]}" for posts in POSTS]
        pages = [Rounds(_asks(ours.get, one), size.pages) for one in paths]
        posts = [Rounds(_asks(ours.post, f"{one}/posts"), size.written) for one in paths]
        page = Rounds(_asks(beside.get, "/minimal"), size.pages)
        post = Rounds(_asks(beside.post, "/minimal"), size.written)
        all_ = [*pages, page, *posts, post]
        for one in all_:
            one.ask()
        in_turn(size.rounds, *(one.go for one in all_))
    return Curve(
        "By how long a thread is",
        "posts",
        [f"{n:,}" for n in POSTS],
        [
            Column("newest page, p50", [median(one.p50) for one in pages], drawn=True),
            Column("minimal app", [median(page.p50)] * len(POSTS)),
            Column("post → acknowledged, p50", [median(one.p50) for one in posts]),
            Column("minimal app", [median(post.p50)] * len(POSTS)),
        ],
        POSTS_WORDS,
    )


def by_processes(folder: Path, size: Size) -> Curve:
    """Write, read and follow at one process, and at two, over the same PostgreSQL and Valkey."""
    print("Measuring with one and two processes…", flush=True)
    lengths = POSTS[:1]
    with across.processes(folder, size, lengths) as (servers, laid), ExitStack() as opened:
        ports = [one.port for one in servers]
        writing = [writers(ports[:n], laid, MANY, size) for n in PROCESSES]
        reading = [readers(ports[:n], laid, MANY, size) for n in PROCESSES]
        in_turn(size.rounds, *(one.go for one in (*writing, *reading)))
        pushes = []
        for number, thread in zip(PROCESSES, (laid.live, laid.quiet), strict=True):
            wires = [
                wire
                for n in range(number)
                for wire in fanout.tabs(opened, servers[n], thread, _part(laid, size, n, number))
            ]
            pushes.append(across.rounds(opened, servers[0], wires, thread, laid, size))
        in_turn(size.rounds, *(one.go for one in pushes))
    last = f"post → last of {size.elsewhere * 2} followers, p50"
    return Curve(
        "By how many processes serve",
        "processes",
        [str(n) for n in PROCESSES],
        [
            Column(f"thread pages a second, {MANY} readers", _rates(reading), drawn=True),
            Column(f"posts a second, {MANY} writers", _rates(writing)),
            Column(last, [median(one.p50) for one in pushes]),
        ],
        PROCESSES_WORDS,
    )


def _rates(asked: list[Askers]) -> list[float]:
    return [median(one.rates) for one in asked]


def _part(laid: Laid, size: Size, n: int, processes: int) -> tuple[str, ...]:
    """Give the followers that come to one of the processes."""
    many = size.elsewhere * 2 // processes
    return laid.cookies[n * many :][:many]


def _asks(ask: Callable[[str], tuple[float, int]], path: str) -> Callable[[], tuple[float, int]]:
    return lambda: ask(path)


if __name__ == "__main__":
    main()
