"""Somebody who writes over HTTP as the page's script does, and what has become of it all."""

from collections import defaultdict
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlencode
from uuid import UUID, uuid4

from sqlalchemy import select

from panel.discussion.events import PostPublished
from panel.kernel.work import Reading
from panel.live.models import ROOM, Entry

PATIENCE = 30.0  # seconds
UNREACHED = 0  # in place of a status


class Writer:
    """A signed-in browser at one thread. It keeps its connection for as long as that holds."""

    def __init__(self, port: int, cookie: str, path: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._path = path
        self._headers = {
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
            "Cookie": f"mesa={cookie}",
        }

    def post(self, body: str, token: UUID | None = None) -> int:
        """Send a post; give the answer's status, or UNREACHED when no answer came."""
        return self.send({"body": body, "token": (token or uuid4()).hex, "parent": ""})

    def send(self, form: Mapping[str, str]) -> int:
        """Send another form in the same way."""
        try:
            self._connection.request("POST", self._path, urlencode(form), self._headers)
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self._connection.close()
            return UNREACHED
        return answer.status

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def assert_gapless_and_in_order(reading: Reading) -> None:
    """Insist that rooms count without gaps, and posts in the order in which they were saved."""
    far = {name: seq for name, seq in reading.session.execute(select(ROOM.c.name, ROOM.c.last_seq))}
    seqs, numbers = defaultdict[str, list[int]](list), defaultdict[str, list[int]](list)
    entries = select(Entry.room, Entry.seq, Entry.kind, Entry.fact).order_by(Entry.room, Entry.seq)
    for room, seq, kind, fact in reading.session.execute(entries):
        seqs[room].append(seq)
        if kind == PostPublished.kind and room.startswith("thread:"):
            numbers[room].append(fact["number"])
    assert seqs == {room: list(range(1, last + 1)) for room, last in far.items()}
    assert numbers == {room: list(range(1, len(these) + 1)) for room, these in numbers.items()}
