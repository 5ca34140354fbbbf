"""One of Mesa's co-editors, made of bytes."""

import json
import time
from base64 import b64encode
from typing import Any

from panel.documents.events import room_of
from panel.documents.text.schema import SCHEMA
from tests.load.circle import Said, Signs
from tests.serving.wire import Wire, frame

EMPTY = "AA=="  # a state vector of nothing
SIGNS = Signs(b'42["push"', b"43")


class Editor(Wire):
    """Somebody who is signed in and has a paper open."""

    def open(self, document: str) -> tuple[float, dict[str, Any]]:
        """Enter and join; give the milliseconds of both together, and the answer to the join."""
        begin = time.perf_counter()
        entered = self.ask("enter", {"room": room_of(document)})
        message = {"document": document, "schema": SCHEMA, "vector": EMPTY}
        joined = self.ask("document.join", message)
        took = (time.perf_counter() - begin) * 1e3
        assert entered["seq"] is not None and "update" in joined, joined
        return took, joined


def change(number: int, document: str, data: bytes) -> Said:
    """Make the frame that brings an update; it is passed on as it came, in base64."""
    said = b64encode(data)
    message = {"document": document, "data": said.decode()}
    return Said(frame(f"42{number}{json.dumps(['document.update', message])}".encode()), said)


def stored_as(answer: bytes) -> int:
    """Read the number under which an update was stored out of its acknowledgement."""
    said = json.loads(answer[answer.index(b"[") :])[0]
    assert set(said) == {"number"}, said
    return int(said["number"])
