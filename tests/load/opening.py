"""How long it takes to open a paper of 20,000 edits: the first time in a process, and again."""

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pycrdt import Doc

from tests.load import hocuspocus, targets
from tests.load.drafts import Drafts, the_same
from tests.load.editor import Editor
from tests.load.hocuspocus import Peer
from tests.load.laying import Laid
from tests.load.measuring import Line, Measured, in_turn, processor_seconds
from tests.load.sizes import Size
from tests.services.server import server
from tests.serving.ground import SETTINGS

OURS, THEIRS, STATE = "Mesa", "Hocuspocus", "its state"
READY = "… ready"
Times = dict[str, tuple[list[float], list[float]]]  # milliseconds: of the first, and again
Busy = dict[str, list[float]]  # the same of the processor, for the first


def measure(url: str, var: Path, laid: Laid, drafts: Drafts, size: Size) -> Measured:
    """Open it in new processes in turn; Hocuspocus has no store of its own and gets files."""
    history = hocuspocus.kept(drafts.history, var / "history.updates")
    state = hocuspocus.kept([_whole(drafts.history)], var / "state.updates")
    times: Times = {name: ([], []) for name in (OURS, THEIRS, STATE)}
    busy: Busy = {name: [] for name in times}
    given = dict[str, bytes]()

    def ours() -> None:
        with server("eventlet", url, var, SETTINGS) as running:
            assert running._process
            for n, kept in enumerate(times[OURS]):
                with Editor(running.port, laid.cookies[1 + n]) as one:
                    before = processor_seconds(running._process.pid)
                    took, joined = one.open(drafts.long)
                    kept.append(took)
                    spent = processor_seconds(running._process.pid) - before
                    busy[OURS] += [] if n else [spent * 1e3]
                    given[OURS] = b64decode(joined["update"])

    def beside(name: str, file: Path) -> None:
        with hocuspocus.hocuspocus(file) as running, _peers(running.port) as peers:
            for n, (peer, kept) in enumerate(zip(peers, times[name], strict=True)):
                before = processor_seconds(running.pid)
                took, given[name] = peer.open()
                kept.append(took)
                busy[name] += [] if n else [(processor_seconds(running.pid) - before) * 1e3]

    in_turn(size.rounds, ours, lambda: beside(THEIRS, history), lambda: beside(STATE, state))
    (first, again), (replayed, held), (read, _) = (times[n] for n in (OURS, THEIRS, STATE))
    opening = f"opening {size.history:,} edits"
    return [
        Line(f"{opening}, in a new process", first, replayed, THEIRS, targets.OPENING),
        Line(
            "  processor time of the server for it",
            busy[OURS],
            busy[THEIRS],
            THEIRS,
            targets.OPENING,
        ),
        Line("  beside one that has their sum ready", first, read, READY),
        Line("  processor time beside that", busy[OURS], busy[STATE], READY),
        Line("opening them again, in the same process", again, held, THEIRS),
    ], [
        f"Opening: Mesa reads a snapshot and {drafts.later} edits after it, asks twice for rights,",
        "gives an id and notes it. Hocuspocus reads all edits from a file, one by one, and asks",
        "for nothing; “ready”, it reads their sum. All give the same text, of",
        f"{the_same(*given.values()):,} characters, in {len(given[OURS]):,} bytes (ours go out in",
        f"base64, as a third more) and {len(given[THEIRS]):,}.",
    ]


@contextmanager
def _peers(port: int) -> Iterator[tuple[Peer, Peer]]:
    with Peer(port) as one, Peer(port) as another:
        yield one, another


def _whole(history: list[bytes]) -> bytes:
    """Sum updates up, as somebody else would who keeps only that."""
    sum_: Doc[Any] = Doc()
    for update in history:
        sum_.apply_update(update)
    return sum_.get_update()
