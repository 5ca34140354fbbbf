"""The disk: room enough, and written to."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from panel.cli.doctor.findings import Finding, House, note, well, wrong

LITTLE, SCARCE = 200_000_000, 1_000_000_000  # bytes that are free
FEW = 1_000  # files that can still be made


def check(house: House) -> Iterator[Finding]:
    """Look at the folder of all data, and at that of the database if it is another."""
    for folder in _folders(house):
        yield from _room(folder)
        yield from _writing(folder)


def _folders(house: House) -> list[Path]:
    """List the folders that are on a disk of ours; a database server watches its own."""
    url, var = make_url(house.settings.database_url), house.settings.var
    if url.get_backend_name() != "sqlite" or not url.database:
        return [var]
    folder = Path(url.database).resolve().parent
    return [var] if folder == var.resolve() else [var, folder]


def _room(folder: Path) -> Iterator[Finding]:
    free, files = shutil.disk_usage(folder).free, os.statvfs(folder)
    said = f"{free / 1_000_000_000:.1f} GB are free for {folder}."
    mend = "Make room, or put PANEL_VAR on a larger disk: nothing is accepted once it is full."
    if files.f_files and files.f_favail < FEW:
        yield wrong(f"Only {files.f_favail} more files can be made in {folder}.", mend)
    if free < LITTLE:
        yield wrong(said, mend)
    else:
        yield note(said, mend) if free < SCARCE else well(said)


def _writing(folder: Path) -> Iterator[Finding]:
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"Mesa")
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        yield wrong(
            f"Nothing can be written in {folder}: {error.strerror}",
            "Give the folder to the user as whom Mesa runs.",
        )
