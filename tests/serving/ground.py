"""What the server is tried on: a panel whose people are signed in by rows, without a password."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from panel.app import create_app
from panel.identity.actions import sign_in
from panel.identity.models import Person
from panel.kernel.settings import Settings
from panel.kernel.work import Work, Workshop
from panel.membership.actors import Actor

KEY = "for tests only"
OFTEN = "100000 per second"
SETTINGS = {
    "PANEL_SECRET_KEY": KEY,
    "PANEL_POSTS": OFTEN,
    "PANEL_SIGN_INS": OFTEN,
    "PANEL_WORKERS": "0",  # who measures a server wants nobody beside it; tests/jobs has workers
}


@dataclass(frozen=True)
class Ground:
    """The database under a server, as seen from the process that tries it."""

    app: Flask
    workshop: Workshop

    def cookie(self, work: Work, who: Actor) -> str:
        """Sign somebody in, and give the cookie that their browser would hold."""
        person = work.session.get_one(Person, who.person_id)
        held = {"_permanent": True, "_fresh": True, "language": person.language}
        held |= {"day": work.at.date().isoformat()}  # as when signing in
        signed = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        return str(signed.dumps(held | {"_user_id": sign_in(work, person)}))


@contextmanager
def ground(database_url: str, var: Path) -> Iterator[Ground]:
    """Open the installation that a server with SETTINGS is going to run on."""
    var.mkdir(parents=True, exist_ok=True)
    settings = Settings(var, KEY, "http://127.0.0.1", database_url)
    app, _ = create_app(settings)
    workshop: Workshop = app.extensions["workshop"]
    try:
        yield Ground(app, workshop)
    finally:
        workshop.engine.dispose()
