"""Requests as bytes, and somebody who sends them one after another over one connection."""

import time
from http.client import HTTPConnection
from urllib.parse import urlencode
from uuid import uuid4

from tests.load.laying import TEXT

FORM = "application/x-www-form-urlencoded"


def posting(path: str, cookie: str) -> bytes:
    """Make the whole request of a new post, as the page's script sends it."""
    body = _form()
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: 127.0.0.1",
        "Accept: application/json",
        f"Content-Type: {FORM}",
        f"Content-Length: {len(body)}",
        f"Cookie: mesa={cookie}",
    )
    return "\r\n".join([*lines, "", ""]).encode() + body


def reading(path: str, cookie: str) -> bytes:
    """Make the whole request of a page."""
    lines = (f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: mesa={cookie}")
    return "\r\n".join([*lines, "", ""]).encode()


class Reader:
    """A signed-in browser that keeps its connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=30)
        self._headers = {"Cookie": f"mesa={cookie}"}

    def get(self, path: str) -> tuple[float, int]:
        """Fetch a page; give its milliseconds and its bytes."""
        return self._ask(200, "GET", path, None, self._headers)

    def post(self, path: str) -> tuple[float, int]:
        """Send a post; give the milliseconds until it is acknowledged, and the answer's bytes."""
        headers = {**self._headers, "Accept": "application/json", "Content-Type": FORM}
        return self._ask(201, "POST", path, _form(), headers)

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def _ask(
        self, status: int, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[float, int]:
        begin = time.perf_counter()
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        content = answer.read()
        took = (time.perf_counter() - begin) * 1e3
        assert answer.status == status, content
        return took, len(content)


def _form() -> bytes:
    return urlencode({"body": TEXT, "token": uuid4().hex, "parent": ""}).encode()
