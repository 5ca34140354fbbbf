"""How long the page of a thread takes, short or very long, and a post that nobody follows."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from statistics import fmean

from tests.load.asking import Reader
from tests.load.beside import baseline
from tests.load.laying import LONG, SHORT, Laid
from tests.load.measuring import Line, in_turn, share
from tests.services.server import Server

PAGES, POSTS = 25, 60  # a round
APP = "minimal app"


@dataclass
class Rounds:
    """What the rounds of one kind of request have come to."""

    ask: Callable[[], tuple[float, int]]
    times: int
    p50: list[float] = field(default_factory=list)  # milliseconds
    size: float = 0.0  # bytes of an answer

    def go(self) -> None:
        """Run one round."""
        asked = [self.ask() for _ in range(self.times)]
        self.p50.append(share([took for took, _ in asked], 0.5))
        self.size = fmean(size for _, size in asked)


def measure(server: Server, laid: Laid) -> tuple[list[Line], list[str]]:
    """Ask in turn for both pages, and for the page of the minimal app; then the same for posts."""
    base, cookie = f"/p/{laid.panel}/threads", laid.cookies[1]
    place = (server.database_url, str(server.var), f"{base}/{laid.short}", cookie)
    with ExitStack() as opened:
        ours, beside = Reader(server.port, cookie), None
        opened.callback(ours.close)
        beside = Reader(opened.enter_context(baseline("minimal", *place)).port)
        opened.callback(beside.close)
        short = Rounds(lambda: ours.get(f"{base}/{laid.short}"), PAGES)
        long = Rounds(lambda: ours.get(f"{base}/{laid.long}"), PAGES)
        page = Rounds(lambda: beside.get("/minimal"), PAGES)
        post = Rounds(lambda: ours.post(f"{base}/{laid.quiet}/posts"), POSTS)
        insert = Rounds(lambda: beside.post("/minimal"), POSTS)
        for rounds in (short, long, page, post, insert):
            rounds.ask()
        in_turn(short.go, page.go, long.go, post.go, insert.go)
    return [
        Line(f"newest page of a thread of {SHORT:,} posts, p50", short.p50, page.p50, APP),
        Line(f"newest page of a thread of {LONG:,} posts, p50", long.p50, page.p50, APP),
        Line("  the long thread beside the short one", long.p50, short.p50, "short one"),
        Line("post → acknowledged, nobody follows, p50", post.p50, insert.p50, APP),
    ], [
        f"Pages: {short.size:,.0f}, {long.size:,.0f} and {page.size:,.0f} bytes, of 50 posts each;",
        f"signed in, uncompressed, one connection. {PAGES} pages and {POSTS} posts a round.",
    ]
