"""An installation, and the doctor in it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from click.testing import CliRunner, Result
from sqlalchemy import Executable

from panel.cli import commands
from panel.jobs.models import Job
from panel.kernel.database import WRITES
from panel.kernel.ids import new_id
from panel.kernel.settings import Settings
from tests.conftest import Installation
from tests.factories import a_panel, a_seat, a_thread

HURRIED = ("fsync is off", "full_page_writes is off")


class Ward:
    """An installation, and the doctor in it."""

    def __init__(self, mesa: Installation, settings: Settings) -> None:
        self.mesa, self.settings = mesa, settings
        settings.var.chmod(0o700)
        with mesa.workshop.open_work() as work:
            panel = a_panel(work)
            self.ana = a_seat(work, panel)
            self.thread = a_thread(work, panel, self.ana).public_id

    def run(self, *args: str, **more: str) -> Result:
        environment = {
            "PANEL_VAR": str(self.settings.var),
            "PANEL_DATABASE_URL": self.settings.database_url,
            "PANEL_URL": self.settings.url,
        }
        return CliRunner(env=environment | more).invoke(commands, ["doctor", *args])

    def told(self, *args: str, **more: str) -> list[dict[str, str]]:
        result = self.run("--json", *args, **more)
        told: list[dict[str, str]] = json.loads(result.output)
        assert result.exit_code == any(one["state"] == "wrong" for one in told), result.output
        return told

    def wrong(self, *args: str, **more: str) -> dict[str, str]:
        """What is wrong, each by the name of its check; every one says how to mend it.

        The PostgreSQL of tests does not wait for the disk, which is told of it each time.
        """
        found = [one for one in self.told(*args, **more) if one["state"] == "wrong"]
        assert all(one["mend"] for one in found)
        found = [one for one in found if not one["says"].startswith(HURRIED)]
        return {one["check"]: one["says"] for one in found}

    def change(self, *statements: Executable) -> None:
        with self.mesa.workshop.engine.execution_options(**{WRITES: True}).begin() as connection:
            for statement in statements:
                connection.execute(statement)

    def a_job(self, kind: str, state: str, ago: timedelta, **more: Any) -> None:  # noqa: ANN401
        now = datetime.now(UTC)
        row = {"public_id": new_id(), "kind": kind, "key": new_id(), "args": {}, "state": state}
        with self.mesa.workshop.open_work() as work:
            work.session.add(Job(**row, at=now - ago, **more))
