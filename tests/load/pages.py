"""How long the page of a thread takes, short or very long, and a post that nobody follows."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from statistics import fmean

from tests.load import targets
from tests.load.asking import Reader, posting, reading
from tests.load.beside import baseline
from tests.load.laying import Laid
from tests.load.measuring import Line, Measured, in_turn, share
from tests.load.sizes import Size
from tests.load.together import Asker, Askers
from tests.services.server import Server

APP = "minimal app"
MANY = 8  # writers


@dataclass
class Rounds:
    """What the rounds of one kind of request have come to."""

    ask: Callable[[], tuple[float, int]]
    times: int
    p50: list[float] = field(default_factory=list)  # milliseconds
    rates: list[float] = field(default_factory=list)  # requests a second, one after another
    size: float = 0.0  # bytes of an answer

    def go(self) -> None:
        """Run one round."""
        asked = [self.ask() for _ in range(self.times)]
        took = [one for one, _ in asked]
        self.p50.append(share(took, 0.5))
        self.rates.append(1e3 / fmean(took))
        self.size = fmean(size for _, size in asked)


def measure(server: Server, laid: Laid, size: Size) -> Measured:
    """Ask in turn for both pages, and for the page of the minimal app; then the same for posts."""
    (brief, one), (lengthy, other) = sorted(laid.threads.items())
    base, cookie = f"/p/{laid.panel}/threads", laid.cookies[1]
    place = (server.database_url, str(server.var), f"{base}/{one}", cookie)
    with ExitStack() as opened:
        ours = Reader(server.port, cookie)
        opened.callback(ours.close)
        app = opened.enter_context(baseline("minimal", *place))
        beside = Reader(app.port)
        opened.callback(beside.close)
        short = Rounds(lambda: ours.get(f"{base}/{one}"), size.pages)
        long = Rounds(lambda: ours.get(f"{base}/{other}"), size.pages)
        page = Rounds(lambda: beside.get("/minimal"), size.pages)
        post = Rounds(lambda: ours.post(f"{base}/{laid.quiet}/posts"), size.written)
        insert = Rounds(lambda: beside.post("/minimal"), size.written)
        for rounds in (short, long, page, post, insert):
            rounds.ask()
        in_turn(size.rounds, short.go, page.go, long.go, post.go, insert.go)
        writing = [
            (writers([server.port], laid, n, size), inserters(app.port, n, size)) for n in (1, MANY)
        ]
        in_turn(size.rounds, *(both.go for pair in writing for both in pair))
    (single, lone), (many, all_) = writing
    a_second, pages = "posts acknowledged a second", "thread page of 50 posts, signed in"
    return [
        Line(f"newest page of a thread of {brief:,} posts, p50", short.p50, page.p50, APP),
        Line(f"newest page of a thread of {lengthy:,} posts, p50", long.p50, page.p50, APP),
        Line("  the long thread beside the short one", long.p50, short.p50, "short one"),
        Line(f"{pages}, requests a second", short.rates, page.rates, APP, targets.PAGES_A_SECOND),
        Line("post → acknowledged, nobody follows, p50", post.p50, insert.p50, APP),
        Line(f"{a_second}, one writer", single.rates, lone.rates, APP, targets.POSTS_A_SECOND),
        Line(f"{a_second}, {MANY} writers", many.rates, all_.rates, APP, targets.POSTS_A_SECOND),
    ], [
        f"Pages: {short.size:,.0f}, {long.size:,.0f} and {page.size:,.0f} bytes, of 50 posts each;",
        f"signed in, uncompressed, one connection, one after another. {size.pages} pages and",
        f"{size.written} posts a round. Several writers write in one thread.",
    ]


def writers(ports: list[int], laid: Laid, number: int, size: Size) -> Askers:
    """Let several people write in the quiet thread, at these servers by turns."""
    path = f"/p/{laid.panel}/threads/{laid.quiet}/posts"
    return Askers(_askers(posting, path, ports, laid, number), size.written)


def readers(ports: list[int], laid: Laid, number: int, size: Size) -> Askers:
    """Let several people read the shortest thread, at these servers by turns."""
    path = f"/p/{laid.panel}/threads/{laid.threads[min(laid.threads)]}"
    return Askers(_askers(reading, path, ports, laid, number), size.pages)


def inserters(port: int, number: int, size: Size) -> Askers:
    """Let as many write in the minimal app."""
    return Askers([Asker(port, partial(posting, "/minimal", ""))] * number, size.written)


def _askers(
    request: Callable[[str, str], bytes], path: str, ports: list[int], laid: Laid, number: int
) -> list[Asker]:
    people = [partial(request, path, one) for one in laid.cookies[1:][:number]]
    return [Asker(ports[n % len(ports)], one) for n, one in enumerate(people)]
