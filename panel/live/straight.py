"""Pushes go straight to the sockets that take them at once; all else goes as Socket.IO has it.

Stock, each follower's push waits in a queue for a writer of its own and is framed anew, which is
most of what a push costs (docs/adr/0024). Here one frame is made for all, and written where nothing
is in the way: no packet queued before it, no writer at work, room in the machine's buffer. So each
client gets all in order, whichever way it goes. Who is in a room, and by which websocket, is looked
up once, until somebody enters or leaves. `Serving.pipe` is the server's part of it; servers
without one, and PANEL_STRAIGHT=0, have the stock way.
"""

import logging
import socket
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from engineio import packet as engine
from socketio import Manager
from socketio import packet as messages

from panel.kernel.pipes import Pipe, write
from panel.kernel.serving import PipeOf
from panel.live.fanout import AT_ONCE
from panel.live.pulse import Pulse

log = logging.getLogger(__name__)
BEHIND = AT_ONCE  # packets that wait for a client; who is further behind has to load its page anew
TEXT, BINARY = 0x81, 0x82  # RFC 6455, 5.2: a whole message
SHORT, TWO_BYTES, EIGHT_BYTES = 125, 126, 127  # and how its length is told


class Session(Protocol):
    """What we ask of Engine.IO's end of a connection (engineio.Socket)."""

    sid: str
    upgraded: bool
    last_ping: float | None
    queue: Any

    def close(self, *, wait: bool, abort: bool) -> None:
        """Part with the client; `abort` without a word."""


@dataclass(frozen=True, slots=True)
class Wire:
    """An open websocket, how it is written to at once, and the session that it belongs to."""

    session: Session
    websocket: Any
    pipe: Pipe
    waiting: Collection[object]  # packets that were queued before and have not been written

    def cut(self) -> None:
        """Hang up at once, whoever waits to write or to read."""
        with suppress(OSError):  # it has gone by itself
            self.websocket.socket.shutdown(socket.SHUT_RDWR)


class Hearer(NamedTuple):
    """A client in a room: its ids in Socket.IO and Engine.IO, and its websocket if it has one."""

    sid: str
    eio_sid: str
    wire: Wire | None


class Room(NamedTuple):
    """Who is in a room: first those with a websocket, whose pipes stand in the same order."""

    hearers: Sequence[Hearer]
    pipes: Sequence[Pipe]

    def without(self, skipped: Collection[object]) -> "Room":
        """Leave some out."""
        hearers = [one for one in self.hearers if one.sid not in skipped]
        return Room(hearers, [one.wire.pipe for one in hearers if one.wire])


class Straight(Manager):  # type: ignore[misc]  # the library has no types
    """Socket.IO's register of clients and rooms, with a shorter way for what goes to many."""

    def __init__(self, pipe: PipeOf) -> None:
        """Know how websockets of the server in use are written to at once."""
        super().__init__()
        self._pipe = pipe
        self._wires = dict[str, Wire]()
        self._rooms = dict[tuple[str, str | None], Room]()

    def initialize(self) -> None:
        """Get to know websockets as they open: Engine.IO keeps them to itself."""
        super().initialize()
        engine_server = self.server.eio
        self._stock, engine_server.send_packet = engine_server.send_packet, self.send
        stock = engine_server._async["websocket"]
        engine_server._async = engine_server._async | {"websocket": self._known(stock)}
        Pulse(engine_server)

    def emit(
        self,
        event: str,
        data: object,
        namespace: str,
        room: str | list[str] | None = None,
        skip_sid: object = None,
        *,
        callback: object = None,
        to: str | list[str] | None = None,
        **rest: object,
    ) -> None:
        """Send to all in a room, or in several that share nobody, straight where possible."""
        packet = self.server.packet_class(messages.EVENT, namespace=namespace, data=[event, data])
        encoded = packet.encode()
        if callback or isinstance(data, tuple | None) or not isinstance(encoded, str):
            where = {"room": room, "to": to, "skip_sid": skip_sid}
            super().emit(event, data, namespace, callback=callback, **where, **rest)
            return
        whole = engine.Packet(engine.MESSAGE, encoded)
        frame = _frame(whole)
        skipped = skip_sid if isinstance(skip_sid, list) else [skip_sid] if skip_sid else []
        rooms = to or room
        for one in rooms if isinstance(rooms, list) else [rooms]:
            there = self._in(namespace, one)
            self._tell(there.without(skipped) if skipped else there, frame, whole)

    def send(self, eio_sid: str, whole: engine.Packet) -> None:
        """Send a packet to one client, an answer say, straight where that is possible."""
        wire = self._wires.get(eio_sid)
        if wire is None or not wire.session.upgraded or write(_frame(whole), [wire.pipe]):
            self._stock(eio_sid, whole)

    def basic_enter_room(
        self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None
    ) -> None:
        """Let somebody into a room."""
        super().basic_enter_room(sid, namespace, room, eio_sid)
        self._rooms.pop((namespace, room), None)

    def basic_leave_room(self, sid: str, namespace: str, room: str | None) -> None:
        """Let somebody out of a room; whoever disconnects leaves all of them so."""
        super().basic_leave_room(sid, namespace, room)
        self._rooms.pop((namespace, room), None)

    def _tell(self, there: Room, frame: bytes, whole: engine.Packet) -> None:
        polling = range(len(there.pipes), len(there.hearers))
        for at in (*write(frame, there.pipes), *polling):
            sid, eio_sid, wire = there.hearers[at]
            if wire and len(wire.waiting) >= BEHIND:
                self._let_go(sid, wire)
            else:
                self._stock(eio_sid, whole)

    def _in(self, namespace: str, room: str | None) -> Room:
        known = self._rooms.get((namespace, room))
        if known is None:
            there = list(self.get_participants(namespace, room))
            wires = [wire for _, at in there if (wire := self._wires.get(at))]
            ready = {one.session.sid: one for one in wires if one.session.upgraded}
            hearers = [Hearer(sid, at, ready.get(at)) for sid, at in there]
            hearers.sort(key=lambda one: one.wire is None)
            known = Room(hearers, [one.wire.pipe for one in hearers if one.wire])
            if there and len(ready) == len(wires):  # else some are changing from polling just now
                self._rooms[namespace, room] = known
        return known

    def _let_go(self, sid: str, wire: Wire) -> None:
        """Part with who has stopped reading: what waits for them must not grow without end."""
        log.info("let go, for it has stopped reading: %s", sid)
        wire.session.close(wait=False, abort=True)
        wire.cut()

    def _known(self, stock: Callable[..., Any]) -> Callable[..., Any]:
        def websocket(handler: Any, server: object) -> object:  # noqa: ANN401  # a bound method
            session: Session = handler.__self__

            def meet(opened: object) -> object:
                waiting = session.queue.queue
                wire = Wire(session, opened, self._pipe(opened, waiting), waiting)
                self._wires[session.sid] = wire
                self._rooms.clear()
                try:
                    return handler(opened)
                finally:
                    del self._wires[session.sid]
                    self._rooms.clear()

            return stock(meet, server)

        return websocket


def unmasked(data: bytes, mask: Sequence[int], length: int | None = None, offset: int = 0) -> bytes:
    """Take the mask off a part of a message that begins at `offset` (RFC 6455, 5.3), all at once.

    Eventlet takes it off byte by byte, which held everybody up for as long as a large paste took;
    this has the signature of its own way.
    """
    size, begin = length if length is not None else len(data), offset % len(mask)
    key = bytes([*mask[begin:], *mask[:begin]])
    long = (key * (size // len(key) + 1))[:size]
    return (int.from_bytes(data, "little") ^ int.from_bytes(long, "little")).to_bytes(
        size, "little"
    )


def framed(payload: bytes, kind: int = TEXT) -> bytes:
    """Frame a message as a server does (RFC 6455, 5.2): no mask, no extension."""
    length = len(payload)
    if length <= SHORT:
        head = bytes([kind, length])
    elif length < 1 << 16:
        head = bytes([kind, TWO_BYTES]) + length.to_bytes(2, "big")
    else:
        head = bytes([kind, EIGHT_BYTES]) + length.to_bytes(8, "big")
    return head + payload


def _frame(whole: engine.Packet) -> bytes:
    packed: str | bytes = whole.encode()
    return framed(packed, BINARY) if isinstance(packed, bytes) else framed(packed.encode())
