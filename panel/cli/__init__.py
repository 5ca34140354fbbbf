"""The operator's command line: `panel serve`, `worker`, `open`, `appoint` and the others."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from panel.cli import backup, demo, jobs, migrations, panels, people, restore, serve, worker
from panel.cli.doctor import doctor
from panel.kernel.settings import Settings, SettingsError


@click.group(help="Run an installation of Mesa. Settings are PORT and PANEL_* in the environment.")
@click.pass_context
def commands(context: click.Context) -> None:
    """Read the settings once, for whichever command follows."""
    context.obj = Settings.from_environment(os.environ)


for command in (
    serve.serve,
    worker.worker,
    panels.open_panel,
    panels.appoint,
    people.password,
    people.address,
    demo.demo,
    migrations.migrate,
    backup.backup,
    restore.restore,
    doctor,
    jobs.jobs,
):
    commands.add_command(command)


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
