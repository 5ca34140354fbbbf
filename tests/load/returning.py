"""How long a thousand followers take to be back, and to know what they missed, after a restart."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.request import Request, urlopen

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from panel.discussion.events import room_of
from panel.discussion.models import Thread
from tests.factories import a_post
from tests.load import targets
from tests.load.laying import TEXT, Laid
from tests.load.measuring import Line, Measured, processor_seconds, share
from tests.load.page import Page
from tests.load.sizes import Size
from tests.services.server import Server
from tests.serving.ground import ground

READERS = 8  # who look at their page anew: of both languages, one of them a moderator
GLANCE = 0.01  # seconds between two looks whether it listens, and whether all are back
LAST = "9" * 6  # the place of no post: what stands before it is the end of the thread
LONGEST = 60.0  # seconds: somebody does not come back at all


@dataclass
class Returns:
    """What the restarts have come to, in seconds from the moment that the server listens."""

    most: list[float] = field(default_factory=list)  # 95 of 100
    all_: list[float] = field(default_factory=list)
    server: list[float] = field(default_factory=list)  # milliseconds of processor, for each
    generator: list[float] = field(default_factory=list)


def measure(server: Server, laid: Laid, size: Size) -> Measured:
    """Kill the server under all its followers, post meanwhile, and start it again."""
    returns = asyncio.run(_restarts(server, laid, size))
    back = f"{size.followers:,} followers back after a restart, seconds"
    return [
        Line(f"{back}: 95 of 100", returns.most, target=targets.MOST_BACK),
        Line(f"{back}: all", returns.all_, target=targets.ALL_BACK),
        Line("  processor time of the server, a follower", returns.server),
        Line("  and of the load generator", returns.generator),
    ], [
        f"Restarts: {size.restarts}; the server is killed, and a post is written while it is away.",
        "A follower is back when the room is entered and that post has come by catching up. They",
        "try again as socket.ts does: after 0.5 to 1.5 seconds, 1 to 3, 2 to 6, and so on to 15.",
        "The seconds count from when the server listens.",
    ]


async def _restarts(server: Server, laid: Laid, size: Size) -> Returns:
    cookies = laid.cookies[: size.followers]
    pages = [Page(server.port, one, room_of(laid.live)) for one in cookies]
    returns = Returns()
    async with asyncio.TaskGroup() as tasks:
        lives = [tasks.create_task(page.live()) for page in pages]
        await _until(lambda: all(page.seq >= 0 for page in pages))
        for _ in range(size.restarts):
            await _restart(server, laid, pages, returns)
        for life in lives:
            life.cancel()
    return returns


async def _restart(server: Server, laid: Laid, pages: list[Page], returns: Returns) -> None:
    before = pages[0].seq
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(_post, server, laid)
    starting = asyncio.create_task(asyncio.to_thread(server.start))
    listening = await _listens(server.port)
    assert server._process
    busy, generator = processor_seconds(server._process.pid), time.process_time()
    await starting
    await _until(lambda: all(page.seq > before for page in pages))
    busy = processor_seconds(server._process.pid) - busy
    generator = time.process_time() - generator
    took = [page.reached - listening for page in pages]
    await asyncio.to_thread(_reload, laid, pages[:READERS])
    returns.most.append(share(took, 0.95))
    returns.all_.append(max(took))
    returns.server.append(busy / len(pages) * 1e3)
    returns.generator.append(generator / len(pages) * 1e3)


def _post(server: Server, laid: Laid) -> None:
    """Write a post while no server runs."""
    with ground(server.database_url, server.var) as laid_on, laid_on.workshop.open_work() as work:
        query = select(Thread).where(Thread.public_id == laid.live)
        query = query.options(joinedload(Thread.audience))
        a_post(work, laid.actors[1], work.session.scalars(query).one(), TEXT)


def _reload(laid: Laid, pages: list[Page]) -> None:
    """See that what came by catching up is what a page shows that is loaded now."""
    for page in pages:
        url = f"http://127.0.0.1:{page.port}/p/{laid.panel}/threads/{laid.live}?before={LAST}"
        request = Request(url, headers={"Cookie": f"mesa={page.cookie}"})
        with urlopen(request) as answer:  # noqa: S310  # http, ours
            assert page.shown in answer.read().decode(), page.shown


async def _listens(port: int) -> float:
    """Give the moment at which a server listens."""
    while True:
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            now = time.perf_counter()
            writer.close()
            return now
        await asyncio.sleep(GLANCE)


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LONGEST):
        while not holds():
            await asyncio.sleep(GLANCE)
