"""The operator's command line: `panel serve`, `worker`, `open`, `appoint` and the others."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import click

from panel.kernel.importing import uncollected
from panel.kernel.settings import Settings, SettingsError

COMMANDS = {  # where each stands: only the one that is asked for is imported, which takes its time
    "serve": "serve:serve",
    "worker": "worker:worker",
    "open": "panels:open_panel",
    "appoint": "panels:appoint",
    "password": "people:password",
    "address": "people:address",
    "demo": "demo:demo",
    "migrate": "migrations:migrate",
    "backup": "backup:backup",
    "restore": "restore:restore",
    "doctor": "doctor:doctor",
    "jobs": "jobs:jobs",
}


class Commands(click.Group):
    """The commands by name, each imported when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name them all, as `panel --help` tells them."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find one."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        with uncollected():
            command: click.Command = getattr(import_module(f"panel.cli.{module}"), name)
        return command


@click.group(
    cls=Commands,
    help="Run an installation of Mesa. Settings are PORT and PANEL_* in the environment.",
)
@click.pass_context
def commands(context: click.Context) -> None:
    """Read the settings once, for whichever command follows."""
    context.obj = Settings.from_environment(os.environ)


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except SettingsError as error:
        sys.exit(f"panel: {error}")


def main() -> None:
    """Run the command line; a setting that cannot be is told in one sentence."""
    with _plainly():
        commands(prog_name="panel")
