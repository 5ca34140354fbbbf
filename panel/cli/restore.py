"""`panel restore`: an empty installation becomes what a backup holds."""

from contextlib import ExitStack
from pathlib import Path

import click

from panel.cli.archive.files import Staging, refuse_others, staging
from panel.cli.archive.form import BackupError, Head, Seal
from panel.cli.archive.loading import Loading, loading
from panel.cli.archive.progress import Progress
from panel.cli.archive.reading import Rows, check, opened
from panel.cli.backup import plainly, size_of, told
from panel.cli.migrations import knows, newest
from panel.kernel.settings import Settings


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(settings: Settings, file: Path) -> None:
    """Fill an empty installation, on either kind of database, with what FILE holds."""
    with plainly("Nothing was restored."):
        head, seal = checked(settings, file)
        load(settings, file, head, seal)
    click.echo(f"Restored from {file}: {told(seal)}, as of {head.at}.")
    if head.revision != newest():
        click.echo(f"The tables were brought from revision {head.revision} to {newest()}.")
    click.echo("Start Mesa, or start it again if it is running.")


def checked(settings: Settings, file: Path) -> tuple[Head, Seal]:
    """Read the whole backup before anything is touched."""
    head, seal = check(file, Progress("Checking", size_of(file)))
    if not knows(head.revision):
        raise BackupError(
            f"This backup's tables stand at revision {head.revision}, which this Mesa (at "
            f"{newest()}) does not know: it was made by a newer one. Update Mesa first."
        )
    refuse_others(settings, seal.files)
    return head, seal


def load(settings: Settings, file: Path, head: Head, seal: Seal) -> None:
    """Write everything, or nothing."""
    with (
        staging(settings.var) as files,
        ExitStack() as placing,
        loading(settings.database_url, head) as tables,
    ):
        if fill(file, tables, files, Progress("Restoring rows", seal.rows)) != (head, seal):
            raise BackupError(f"{file} has changed while it was read. Nothing was restored.")
        tables.end()
        placing.enter_context(files.placed())  # taken back if what follows, the commit, fails


def fill(file: Path, tables: Loading, files: Staging, progress: Progress) -> tuple[Head, Seal]:
    """Write the rows, put the files aside, and tell what all of it was."""
    rows = 0
    with opened(file) as backup:
        for part in backup.parts():
            if isinstance(part, Rows):
                tables.take(part)
                rows += len(part.lines)
                progress(rows)
            else:
                files.take(part.name, part.chunks)
    progress.end()
    return backup.head, backup.seal
