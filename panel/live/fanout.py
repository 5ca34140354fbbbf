"""Telling the browsers in a room, after the commit, from the journal.

It makes no difference who wrote: the own process says at once that a room has moved on, others by a
nudge, and the heartbeat finds what no nudge told. Only that what was written here alone, and is the
very next in its room, need not be read again. What this process has told is remembered for
each room, so facts go out in their order, each once; a tab that misses one sees the gap and asks.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from threading import Lock

from flask_babel import force_locale

from panel.kernel.web import open_reading
from panel.kernel.work import Heard, Reading
from panel.live.doors import Doors
from panel.live.ears import Ears, channel
from panel.live.journal import Head, heads, since
from panel.live.nudges import Firsts, Nudges
from panel.live.pushing import Push, Update, envelope, shown
from panel.live.rooms import Wired
from panel.live.stage import Stage

log = logging.getLogger(__name__)
AT_ONCE = 200  # facts; a tab that is further behind than this loads its page again
STREAMS = ("seat:", "person:")  # what concerns somebody's own tabs comes before what they hear


class Fanout:
    """What a process has told its tabs, and what it still has to."""

    def __init__(
        self, stage: Stage, ears: Ears, doors: Doors, wired: Wired, nudges: Nudges
    ) -> None:
        """Begin with nothing told; rooms are followed when somebody enters them."""
        self._stage, self._ears, self._doors = stage, ears, doors
        self._wired, self._nudges = wired, nudges
        self._lock = Lock()
        self._told = dict[str, int]()
        self._pending = dict[str, int]()
        self._own = dict[str, list[Heard]]()  # of rooms that are pending by own writes alone
        self._draining = False

    def announce(self, heard: Sequence[Heard]) -> None:
        """Follow up a commit of this process: here, and by a nudge in the others."""
        firsts = dict[str, int]()
        with self._lock:
            for one in heard:
                firsts.setdefault(one.room, one.seq)
                if one.room in self._own or one.room not in self._pending:
                    self._own.setdefault(one.room, []).append(one)
        self._look_into(firsts)
        self._nudges.send(firsts)

    def nudge(self, firsts: Firsts) -> None:
        """Look into the journal for these rooms, if anybody here follows them."""
        with self._lock:
            for room in firsts:
                self._own.pop(room, None)
        self._look_into(firsts)

    def _look_into(self, firsts: Firsts) -> None:
        with self._lock:
            for room, first in firsts.items():
                if self._ears.follows(room):
                    self._pending[room] = min(first, self._pending.get(room, first))
                else:
                    self._own.pop(room, None)
            if self._draining or not self._pending:
                return
            self._draining = True
        self._stage.serving.spawn(self._drain)

    def follow(self, room: str, seq: int) -> None:
        """Begin to follow a room that is at `seq`; what comes later will be told."""
        with self._lock:
            self._told.setdefault(room, seq)

    def compare(self) -> dict[str, Head]:
        """Find out how far every followed room is, and catch up where a nudge was lost."""
        with self._stage.app.app_context(), open_reading() as reading:
            last = heads(reading, self._ears.rooms())
        with self._lock:
            for room in self._told.keys() - last.keys():
                if not self._ears.follows(room):  # it may have been entered since
                    del self._told[room]
            behind = {
                room: self._told[room] + 1
                for room, head in last.items()
                if self._told.setdefault(room, head.seq) < head.seq
            }
        self.nudge(behind)
        return last

    def _drain(self) -> None:
        while pending := self._next():
            room, own = pending
            with _logged(room):
                self._tell(room, own)

    def _next(self) -> tuple[str, list[Heard]] | None:
        with self._lock:
            rooms = sorted(self._pending, key=lambda room: not room.startswith(STREAMS))
            if not rooms:
                self._draining = False
                return None
            first = self._pending.pop(rooms[0])
            self._told.setdefault(rooms[0], first - 1)
            return rooms[0], self._own.pop(rooms[0], [])

    def _tell(self, room: str, own: Sequence[Heard]) -> None:
        with self._stage.app.app_context():
            if self._is_next(room, own):
                self._pass_on(room, own)
                return  # whatever has come since has nudged for itself
            full = True
            while full:
                with open_reading() as reading:
                    heard = since(reading, self._wired.decoder, room, self._told[room], AT_ONCE)
                    if heard:
                        self._pass_on(room, heard, reading)
                full = len(heard) == AT_ONCE

    def _is_next(self, room: str, own: Sequence[Heard]) -> bool:
        """Tell whether what was written here comes next in a room, with nothing lacking before."""
        seqs = [one.seq for one in own]
        return bool(seqs) and seqs == list(range(self._told[room] + 1, seqs[-1] + 1))

    def _pass_on(self, room: str, heard: Sequence[Heard], looked: Reading | None = None) -> None:
        """Tell tabs of this; whoever looked into the journal looks on for the first alone."""
        if room.startswith(STREAMS):
            self._doors.ask_again(self._ears.followers(room), changed=True)
        else:
            for one in heard:
                with _logged(one), _opened(one, looked) as reading:
                    self._push(one, reading)
                looked = None  # one that failed would spoil others
        with self._lock:
            self._told[room] = heard[-1].seq

    def _push(self, one: Heard, reading: Reading) -> None:
        """Tell a fact in each language and by each sight; all who are shown the same, at once.

        All of it is put together before any is written: a thousand writes push everything else out
        of the processor's nearest memory.
        """
        alike = defaultdict[Push, list[str]](list)
        for language, sight in self._ears.channels(one.room):
            with _logged(one), force_locale(language):
                push = shown(self._wired.pushes, reading, one, sight)
                if isinstance(push, Update):  # bytes speak no language, and to all alike
                    self._stage.io.emit("push", envelope(one, push), to=one.room)
                    return
                alike[push].append(channel(one.room, language, sight))
        for push, channels in alike.items():
            with _logged(one):
                self._stage.io.emit("push", envelope(one, push), to=channels)


def _opened(one: Heard, looked: Reading | None) -> AbstractContextManager[Reading]:
    return closing(looked) if looked else open_reading(one.known)


@contextmanager
def _logged(what: object) -> Iterator[None]:
    """Let one failure spoil neither the next fact nor the write that caused it."""
    try:
        yield
    except Exception:
        log.exception("not told: %s", what)
