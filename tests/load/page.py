"""A page's line as its client keeps it (static/ts/live), made of bytes: one of a thousand.

It tries again after a pause that grows and is never the same twice, opens its websocket, enters the
room of its thread, and asks over HTTP for what it lacks.
"""

import asyncio
import base64
import gzip
import json
import os
import random
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from tests.load.crowd import BEAT, PUSH
from tests.serving.wire import CLOSE, frame

FIRST, MOST, SPREAD = 1.0, 15.0, 0.5  # seconds: socket.io-client's pauses, as socket.ts sets them
OPENING, ENTERING, ASKING = 10.0, 10.0, 20.0  # seconds that an answer may take
AGAIN = 3.0  # seconds until a room is entered anew that gave no answer
COMING = 3.0  # seconds over which pages are opened in the beginning
TOLD = b'42["beat"'
END = b"\r\n\r\n"
GONE = (OSError, TimeoutError, asyncio.IncompleteReadError)

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter


@dataclass
class Page:
    """An open thread page: the number that it shows, and when it came to show it."""

    port: int
    cookie: str
    room: str
    seq: int = -1  # none yet
    mark: str = ""
    reached: float = 0.0  # by the clock of `time.perf_counter`
    shown: str = ""  # what came last by catching up
    tries: int = 0  # since the line went
    _asking: bool = False
    _answer: asyncio.Future[Any] = field(default_factory=asyncio.Future)

    async def live(self) -> None:
        """Keep the line until the page is closed, that is, for ever."""
        await asyncio.sleep(random.uniform(0, COMING))  # noqa: S311  # no secret
        while True:
            try:
                async with asyncio.timeout(OPENING):
                    reader, writer = await self._opens()
            except GONE:
                await asyncio.sleep(self._pause())
                continue
            self.tries, self._asking = 0, False
            try:
                async with asyncio.TaskGroup() as tasks:
                    tasks.create_task(self._enters(writer, tasks))
                    await self._hears(reader, writer, tasks)
            except* GONE:
                pass  # as it does when a server is killed; then it tries again
            finally:
                writer.close()
            await asyncio.sleep(self._pause())

    def _pause(self) -> float:
        pause = FIRST * (1 << self.tries)
        self.tries += 1
        return min(MOST, pause * random.uniform(1 - SPREAD, 1 + SPREAD))  # noqa: S311

    async def _opens(self) -> tuple[Reader, Writer]:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            self._asks(
                writer,
                "/socket.io/?EIO=4&transport=websocket",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                f"Sec-WebSocket-Key: {key}",
            )
            head = await reader.readuntil(END)
            if not head.startswith(b"HTTP/1.1 101"):
                raise ConnectionRefusedError
            await _message(reader)  # Engine.IO's opening
            writer.write(frame(b"40"))
            assert (await _message(reader)).startswith(b"40"), "the page was not let in"
        except BaseException:
            writer.close()
            raise
        return reader, writer

    async def _enters(self, writer: Writer, tasks: asyncio.TaskGroup) -> None:
        """Enter the room; what has happened there since is asked for."""
        while True:
            self._answer = asyncio.get_running_loop().create_future()
            writer.write(frame(f"420{json.dumps(['enter', {'room': self.room}])}".encode()))
            try:
                async with asyncio.timeout(ENTERING):
                    entered = await self._answer
                break
            except TimeoutError:
                await asyncio.sleep(AGAIN)
        if self.seq < 0:  # it has just been loaded
            self._reach(entered["seq"], entered["mark"])
        self._compare(entered["seq"], tasks)

    async def _hears(self, reader: Reader, writer: Writer, tasks: asyncio.TaskGroup) -> None:
        """Hear what the server tells, until it is gone."""
        while True:
            message = await _message(reader)
            if message == BEAT:
                writer.write(frame(b"3"))
            elif message.startswith(b"430") and not self._answer.done():
                self._answer.set_result(json.loads(message[3:])[0])
            elif message.startswith((PUSH, TOLD)):
                self._follow(message, tasks)

    def _follow(self, message: bytes, tasks: asyncio.TaskGroup) -> None:
        """Take a push if it is the next, and compare numbers with a heartbeat, or after a gap."""
        _, told = json.loads(message[2:])
        if message.startswith(PUSH) and told["seq"] == self.seq + 1:
            self._reach(told["seq"], told["mark"])
        else:
            self._compare(told["seq"], tasks)

    def _compare(self, seq: int, tasks: asyncio.TaskGroup) -> None:
        if seq > self.seq >= 0 and not self._asking:
            self._asking = True
            tasks.create_task(self._catches_up())

    async def _catches_up(self) -> None:
        """Ask for what is lacking; the next heartbeat asks again if that fails."""
        try:
            async with asyncio.timeout(ASKING):
                reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
                try:
                    path = f"/rooms/{quote(self.room, safe='')}/since/{self.seq}"
                    accept = ("Accept: application/json", "Accept-Encoding: gzip")
                    self._asks(writer, f"{path}?mark={quote(self.mark)}", *accept)
                    lack = await _answer(reader)
                finally:
                    writer.close()
        except GONE:
            return
        finally:
            self._asking = False
        assert [push["seq"] for push in lack["pushes"]] == [*range(self.seq + 1, lack["seq"] + 1)]
        self.shown = lack["pushes"][-1]["html"]
        self._reach(lack["seq"], lack["mark"])

    def _reach(self, seq: int, mark: str) -> None:
        self.seq, self.mark, self.reached = seq, mark, time.perf_counter()

    def _asks(self, writer: Writer, path: str, *headers: str) -> None:
        host = f"127.0.0.1:{self.port}"
        lines = (f"GET {path} HTTP/1.1", f"Host: {host}", f"Cookie: mesa={self.cookie}", *headers)
        writer.write("\r\n".join([*lines, "", ""]).encode())


async def _message(reader: Reader) -> bytes:
    """Read the next message of a server."""
    kind, length = await reader.readexactly(2)
    if kind & 0xF == CLOSE:
        raise ConnectionResetError
    if length > 125:
        length = int.from_bytes(await reader.readexactly(2 if length == 126 else 8), "big")
    return await reader.readexactly(length)


async def _answer(reader: Reader) -> Any:  # noqa: ANN401  # JSON
    """Read an answer over HTTP."""
    head = (await reader.readuntil(END)).decode()
    if not head.startswith("HTTP/1.1 200"):
        raise ConnectionRefusedError(head)
    fields = dict(line.lower().split(": ", 1) for line in head.splitlines()[1:] if line)
    body = await reader.readexactly(int(fields["content-length"]))
    zipped = fields.get("content-encoding") == "gzip"
    return json.loads(gzip.decompress(body) if zipped else body)
