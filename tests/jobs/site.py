"""The real server with its worker beside it, and a paper and a thread to be exported."""

import json
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

from sqlalchemy import select

from panel.documents.actions import texts
from panel.jobs.models import Job
from panel.membership.models import Role
from panel.papers.actions import papers
from panel.papers.actions.papers import Outset
from tests.exports.floor import filled
from tests.exports.papers import long
from tests.factories import a_panel, a_seat, a_thread, the_audience
from tests.services.server import Server
from tests.serving.ground import Ground
from tests.serving.wire import Wire

PAGES = 60  # of a paper that takes a second or more to be made
POSTS = 1_500  # of a thread that takes as long


def children(pid: int) -> list[int]:
    """List the processes that a process has started."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(one) for task in tasks for one in (task / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def runs(pid: int) -> bool:
    """Tell whether a process is there, and is no corpse that nobody has fetched."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False


def command(pid: int) -> str:
    """Tell how a process was started."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        return ""


@dataclass
class Site:
    """A server, what it runs on, and a moderator with a long paper and a long thread."""

    server: Server
    ground: Ground
    url: str = ""
    thread: str = ""
    cookie: str = ""

    def __post_init__(self) -> None:
        """Let the moderator write."""
        with self.ground.app.app_context(), self.ground.workshop.open_work() as work:
            panel = a_panel(work)
            mo = a_seat(work, panel, Role.MODERATOR)
            outset = Outset("Protección social", uuid4())
            paper = papers.start(work, mo, the_audience(work, panel), outset)
            texts.edit(work, paper.document, long(PAGES).content, mo)
            self.url = f"{self.server.url}/p/{panel.slug}/papers/{paper.public_id}/exports"
            thread = a_thread(work, panel, mo)
            filled(work, thread, mo, POSTS)
            self.thread = f"{self.server.url}/p/{panel.slug}/threads/{thread.public_id}/exports"
            self.cookie = self.ground.cookie(work, mo)

    @property
    def keepers(self) -> list[int]:
        """List who keeps the workers of the server."""
        process = self.server._process
        assert process
        return [one for one in children(process.pid) if "panel.jobs.keeper" in command(one)]

    @property
    def workers(self) -> list[int]:
        """List the workers beside the server."""
        return [worker for keeper in self.keepers for worker in children(keeper)]

    @property
    def jobs(self) -> list[Job]:
        """Read how all jobs stand."""
        with self.ground.workshop.open_reading() as reading:
            return list(reading.session.scalars(select(Job).order_by(Job.id)))

    @property
    def job(self) -> Job | None:
        """Read how the first job stands."""
        return next(iter(self.jobs), None)

    def ask(self, kind: str, of: str = "paper") -> str:
        """Ask for a file of the paper, or the thread, as it is; gives the job's room."""
        data = urlencode({"format": kind, "version": "", "observers": ""}).encode()
        url = self.url if of == "paper" else self.thread
        with urlopen(self._request(url, data)) as answer:  # noqa: S310  # http, ours
            return str(json.load(answer)["room"])

    def fetch(self, path: str) -> bytes:
        """Fetch what was made."""
        with urlopen(self._request(self.server.url + path)) as answer:  # noqa: S310  # http, ours
            return bytes(answer.read())

    def follow(self, room: str) -> Wire:
        """Open a socket, and enter a room."""
        wire = Wire(self.server.port, self.cookie)
        assert wire.ask("enter", {"room": room})["seq"] is not None
        return wire

    def kill(self, pid: int) -> None:
        """End a process as a lack of memory would."""
        os.kill(pid, signal.SIGKILL)

    def _request(self, url: str, data: bytes | None = None) -> Request:
        headers = {"Accept": "application/json", "Cookie": f"mesa={self.cookie}"}
        return Request(url, data, headers)  # noqa: S310  # as above
