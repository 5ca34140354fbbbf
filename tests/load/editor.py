"""One of Mesa's co-editors, made of bytes: events that carry bytes, and their answers."""

import json
import time
from base64 import b64encode
from typing import Any

from panel.documents.events import room_of
from panel.documents.text.schema import SCHEMA
from tests.load.circle import Said, Signs
from tests.serving.wire import Wire, frame

BINARY = 0x2
EMPTY = b"\0"  # a state vector of nothing
SIGNS = Signs(b'42["push"', b"43")


def calling(number: int, event: str, message: dict[str, Any], bytes_: dict[str, bytes]) -> bytes:
    """Make the frames of an event that carries bytes under one name, and wants an answer."""
    [(name, data)] = bytes_.items()
    said = json.dumps([event, message | {name: {"_placeholder": True, "num": 0}}])
    return frame(f"451-{number}{said}".encode()) + frame(data, BINARY)


class Editor(Wire):
    """Somebody who is signed in and has a paper open."""

    def open(self, document: str) -> tuple[float, dict[str, Any]]:
        """Enter and join; give the milliseconds of both together, and the answer to the join."""
        begin = time.perf_counter()
        entered = self.ask("enter", {"room": room_of(document)})
        self._asked += 1
        message = {"document": document, "schema": SCHEMA}
        self.socket.sendall(calling(self._asked, "document.join", message, {"vector": EMPTY}))
        while not (packet := self._packet()).startswith(f"43{self._asked}"):
            self._keep(packet)
        took = (time.perf_counter() - begin) * 1e3
        joined: dict[str, Any] = json.loads(packet[2 + len(str(self._asked)) :])[0]
        assert entered["seq"] is not None and "update" in joined, joined
        return took, joined


def change(number: int, document: str, data: bytes) -> Said:
    """Make the frames that bring an update; it is passed on in base64."""
    frames = calling(number, "document.update", {"document": document}, {"data": data})
    return Said(frames, b64encode(data))


def stored_as(answer: bytes) -> int:
    """Read the number under which an update was stored out of its acknowledgement."""
    said = json.loads(answer[answer.index(b"[") :])[0]
    assert set(said) == {"number"}, said
    return int(said["number"])
