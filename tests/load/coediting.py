"""How long it takes until the last of fifty co-editors has an edit: Mesa, and Hocuspocus.

All get the very same updates at the same pace, and at the end all have the same text. Hocuspocus
asks for no rights; it runs twice, as it comes and storing each edit first, as Mesa does. Beside
them a bare loop (`bare.py`) shows how much of it Python takes that only stores and sends.
"""

import sqlite3
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from statistics import fmean

from tests.load import bare, editor, hocuspocus, targets
from tests.load.beside import Baseline, baseline
from tests.load.circle import RATE, Circle, Said
from tests.load.crowd import Told
from tests.load.drafts import Drafts, Typist, strokes, the_same
from tests.load.editor import Editor
from tests.load.hocuspocus import Peer
from tests.load.laying import Laid
from tests.load.measuring import Line, Measured, in_turn
from tests.load.rounds import Rounds
from tests.load.sizes import Size
from tests.services.server import Server

WARMING, WATCHED = 20, 30
SETTLING = 2.0  # seconds until everybody has been told who is here
PLAIN, STORING, BARE = "Hocuspocus", "… storing", "bare loop"

Says = Callable[[bytes], Said]  # how an update is sent
Edit = tuple[int, bytes]  # whose, and the update


def measure(server: Server, laid: Laid, drafts: Drafts, folder: Path, size: Size) -> Measured:
    """Let everybody type in turn."""
    assert server._process
    seed = hocuspocus.kept([drafts.live_seed], folder / "live.updates")
    with ExitStack() as opened:
        people = laid.cookies[1:][: size.editors]
        editors = [opened.enter_context(Editor(server.port, one)) for one in people]
        clients = [_joins(one, drafts.live) for one in editors]
        edits = list(_edits(clients, drafts.live_seed, size))
        plain = opened.enter_context(hocuspocus.hocuspocus(seed))
        storing = opened.enter_context(hocuspocus.hocuspocus(seed, folder / "beside.db"))
        ours = Circle([one.socket for one in editors], editor.SIGNS)
        theirs = [_peers(opened, one, size.editors) for one in (plain, storing)]
        loop = opened.enter_context(baseline("bare", str(folder / "bare.db")))
        least = bare.circle(opened, loop, size.editors)
        time.sleep(SETTLING)

        def says(data: bytes) -> Said:
            return editor.change(1, drafts.live, data)

        mesa = _rounds(ours, says, server._process.pid, edits, size.edits)
        beside = _rounds(theirs[0], hocuspocus.change, plain.pid, edits, size.edits)
        kept = _rounds(theirs[1], hocuspocus.change, storing.pid, edits, size.edits)
        floor = _rounds(least, bare.change, loop.pid, edits, size.edits)
        in_turn(size.rounds, mesa.go, beside.go, kept.go, floor.go)
        length = the_same(_opened(server, laid, drafts.live), *map(_held, (plain, storing)))
        stored = _watch(server, drafts.live, ours, edits[-WATCHED:])
    heavy = fmean(len(data) for _, data in edits)
    last = f"edit → last of {size.editors} co-editors"
    return [
        Line(f"{last}, p50", mesa.p50, beside.p50, PLAIN, targets.EDIT),
        Line("  beside one that stores each edit first", mesa.p50, kept.p50, STORING),
        Line("  beside a loop that stores and sends", mesa.p50, floor.p50, BARE),
        Line(f"{last}, p95", mesa.p95, beside.p95, PLAIN, targets.EDIT),
        Line("  beside one that stores each edit first", mesa.p95, kept.p95, STORING),
        Line("  beside a loop that stores and sends", mesa.p95, floor.p95, BARE),
        Line("edit → acknowledged, p50", mesa.answered, beside.answered, PLAIN),
        Line("  beside one that stores each edit first", mesa.answered, kept.answered, STORING),
        Line(
            "processor time of the server, an edit",
            mesa.server,
            beside.server,
            PLAIN,
            targets.SERVER_AN_EDIT,
        ),
        Line("  beside a loop that stores and sends", mesa.server, floor.server, BARE),
        Line("  and of the load generator", mesa.generator, beside.generator, PLAIN),
        Line(
            "edits that are stored when they are acknowledged",
            [stored],
            [WATCHED],
            "looked for",
            targets.STORED,
        ),
    ], [
        f"Edits: {RATE} a second, {size.edits} a round, of {heavy:.0f} bytes, the same to all.",
        "It was seen that everybody got these very bytes, also who had sent them, and that",
        f"whoever came afterwards found one text everywhere, of {length:,} characters.",
        f"Mesa stores before it acknowledges: {stored} of {WATCHED} were in the database when the",
        "answer came. Hocuspocus has edits in memory; “storing”, it writes each to a SQLite as",
        "safe as ours before all else.",
    ]


def _joins(one: Editor, document: str) -> int:
    _, joined = one.open(document)
    assert b64decode(joined["update"])
    return int(joined["client"])


def _peers(opened: ExitStack, running: Baseline, number: int) -> Circle:
    peers = [opened.enter_context(Peer(running.port)) for _ in range(number)]
    for peer in peers:
        peer.open()
    return Circle([one.socket for one in peers], hocuspocus.SIGNS)


def _edits(clients: Sequence[int], seed: bytes, size: Size) -> Iterator[Edit]:
    """Make all updates before: each types in a paragraph of their own."""
    typists, said = [Typist(one, seed) for one in clients], strokes()
    for number in range(WARMING + size.edits * size.rounds + WATCHED):
        who = number % len(typists)
        yield who, typists[who].types(next(said), who)


def _rounds(circle: Circle, says: Says, pid: int, edits: Sequence[Edit], times: int) -> Rounds:
    """Send the first edits, which nobody measures, and make rounds of those that follow."""
    left = iter(edits)

    def send() -> Told:
        who, data = next(left)
        return circle.tell(who, says(data))

    for _ in range(WARMING):
        send()
    return Rounds(send, pid, times)


def _opened(server: Server, laid: Laid, document: str) -> bytes:
    with Editor(server.port, laid.cookies[0]) as newcomer:
        _, joined = newcomer.open(document)
        return b64decode(joined["update"])


def _held(running: Baseline) -> bytes:
    with Peer(running.port) as newcomer:
        return newcomer.open()[1]


def _watch(server: Server, document: str, ours: Circle, edits: list[Edit]) -> int:
    """Look into the database, from this other process, at each moment of an acknowledgement.

    Gives how many of the edits were there.
    """
    found = list[bool]()
    query = """SELECT data FROM document_update JOIN document ON document.id = document_id
               WHERE public_id = ? AND number = ?"""
    with closing(sqlite3.connect(server.database_url.removeprefix("sqlite:///"))) as database:
        for who, data in edits:

            def look(data: bytes = data) -> None:
                number = editor.stored_as(ours.answer)
                row = database.execute(query, (document, number)).fetchone()
                found.append(row == (data,))

            ours.tell(who, editor.change(1, document, data), look)
    return sum(found)
