"""`panel backup`: all that an installation holds, in one file, while people write."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from panel.cli.archive.files import found
from panel.cli.archive.form import BackupError, Head, Seal
from panel.cli.archive.progress import Progress
from panel.cli.archive.reading import check as check_
from panel.cli.archive.tables import snapshot
from panel.cli.archive.writing import Writing, written_to
from panel.cli.migrations import newest
from panel.kernel.database import open_engine
from panel.kernel.settings import Settings

NAMED = "mesa-????????-??????.tar.gz"  # what a backup is called in a folder
ENDED = 143  # what a process says that was told to end


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--check",
    is_flag=True,
    help="Read a backup instead, or the newest of a folder, and tell whether it is whole.",
)
@click.option("--keep", type=click.IntRange(1), help="Of the backups in the folder, the newest.")
@click.pass_obj
def backup(settings: Settings, target: Path, *, check: bool, keep: int | None) -> None:
    """Write everything into one new file, or into a folder, where it is named by the time."""
    with plainly("There is no backup of this moment."):
        if check:
            _check(target)
        else:
            _take(settings, target, keep)


@contextmanager
def plainly(so: str) -> Iterator[None]:
    """Tell in sentences what went wrong, and what has come of it; end in order when told to end."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(ENDED))
    try:
        yield
    except BackupError as error:
        sys.exit(f"panel: {error}")
    except (DBAPIError, OSError) as error:
        why = " ".join(str(error.orig if isinstance(error, DBAPIError) else error).split())
        sys.exit(f"panel: {why.rstrip('.')}. {so}")


def _check(target: Path) -> None:
    file = max(target.glob(NAMED), default=None) if target.is_dir() else target
    if file is None:
        raise BackupError(f"There is no backup in {target}.")
    progress = Progress("Checking", size_of(file))
    head, seal = check_(file, progress)
    progress.end()
    click.echo(f"{file} is whole: {told(seal)}, as of {head.at}, at revision {head.revision}.")


def _take(settings: Settings, target: Path, keep: int | None) -> None:
    folder = target if target.is_dir() else None
    if keep and not folder:
        raise BackupError(f"{target} is no folder, and --keep looks after a folder of backups.")
    file, at = _named(folder) if folder else (target, datetime.now(UTC))
    click.echo(f"{file}: {told(write(settings, file.absolute(), at))}.")
    if folder and keep:
        for old in sorted(folder.glob(NAMED))[:-keep]:
            old.unlink()
            click.echo(f"{old} was taken away.")


def _named(folder: Path) -> tuple[Path, datetime]:
    """Name a backup by the second; of two in one second, the later one waits for the next."""
    while (file := folder / f"mesa-{(at := datetime.now(UTC)):%Y%m%d-%H%M%S}.tar.gz").exists():
        time.sleep(1 - at.microsecond / 1_000_000)
    return file, at


def write(settings: Settings, target: Path, at: datetime) -> Seal:
    """Write a backup of this instant."""
    if target.resolve().is_relative_to(settings.var):
        raise BackupError(f"A backup within {settings.var} is lost with it. Name another place.")
    engine = open_engine(settings.database_url, time.sleep)
    progress = Progress("Writing rows")
    try:
        with written_to(target) as file, snapshot(engine) as still:
            if still.revision != newest():
                raise BackupError(
                    f"The tables stand at revision {still.revision} and this Mesa expects "
                    f"{newest()}. Take the backup with the Mesa that they belong to, or run "
                    "panel migrate first."
                )
            writing = Writing(
                file, Head(still.revision, still.database, at.isoformat(), still.shapes)
            )
            for shape in still.shapes:
                for rows in writing.table(shape.name, still.lines(shape)):
                    progress(writing.seal.rows + rows)
            for name in found(settings):  # after the rows: what they name was there before them
                writing.file(name, settings.var / name)
            writing.end()
    finally:
        engine.dispose()
        progress.end()
    return writing.seal


def size_of(file: Path) -> int:
    """Tell how long a file is; none where there is none."""
    return file.stat().st_size if file.is_file() else 0


def told(seal: Seal) -> str:
    """Tell how much there is."""
    return f"{seal.rows} rows of {len(seal.tables)} tables and {len(seal.files)} files"
