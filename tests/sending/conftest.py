"""Where letters are posted and a worker sends them, by a clock that is set by hand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import Event

import pytest
from sqlalchemy import select

from panel.jobs.models import Job
from panel.jobs.runner import Kind, Runner
from panel.kernel.settings import Settings
from panel.kernel.work import Workshop
from panel.mail.actions import Written, keep
from panel.mail.models import Letter
from panel.sending.jobs import KIND, sending
from tests.conftest import Installation
from tests.jobs.bench import Clock
from tests.services.mail import Post, post_office

LINK = "http://localhost/password/new/a-secret"
WORDS = Written("es", "Una carta", f"Hola.\n\n{LINK}\n", f"<p>Hola, {LINK}</p>")


@dataclass
class Desk:
    """Somebody who writes letters, and the worker that carries them."""

    workshop: Workshop
    clock: Clock
    settings: Settings
    kind: Kind = field(default_factory=lambda: sending(patience=5))

    def post(self, recipient: str = "ana@mesa.example", until: datetime | None = None) -> str:
        """Write a letter; gives its name."""
        with self.workshop.open_work() as work:
            return keep(work, recipient, WORDS, "mesa.example", until).public_id

    def carry(self) -> bool:
        """Let the worker do a job, if one is due."""
        runner = Runner(self.workshop, self.settings, {KIND: self.kind})
        return runner.run_one(Event())

    @property
    def letters(self) -> Sequence[Letter]:
        """Read how all letters stand."""
        with self.workshop.open_reading() as reading:
            return reading.session.scalars(select(Letter).order_by(Letter.id)).all()

    @property
    def letter(self) -> Letter:
        """Read how the only letter stands."""
        with self.workshop.open_reading() as reading:
            return reading.session.scalars(select(Letter)).one()

    @property
    def job(self) -> Job:
        """Read how the only job stands."""
        with self.workshop.open_reading() as reading:
            return reading.session.scalars(select(Job)).one()

    def pass_(self, time: timedelta) -> None:
        """Let some time go by."""
        self.clock.pass_(time)


@pytest.fixture
def post() -> Iterator[Post]:
    """A mail server on this machine."""
    with post_office() as running:
        yield running


@pytest.fixture
def desk(mesa: Installation, settings: Settings, post: Post) -> Iterator[Desk]:
    """Letters go to the mail server."""
    clock = Clock()
    with mesa.app.app_context():
        yield Desk(replace(mesa.workshop, clock=clock), clock, replace(settings, smtp=post.url))
