"""Which files of an installation are data: all in `var/` but what stands here."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatch
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from typing import Protocol

from sqlalchemy import make_url

from panel.cli.archive.form import BackupError, Damaged, Measure
from panel.kernel.settings import Settings

LEFT_OUT = (  # patterns of names directly in var/
    "exports",  # made again when somebody asks (exports.shelf)
    "nudges",  # sockets of running processes
    "wake.db*",  # rings for the workers; what is to be done stands in the rows
    "*.log",
    ".*",  # what is being made
)
KEY = "secret_key"  # a fresh installation has one already, which has signed nothing yet
AROUND = ("", "-wal", "-shm", "-journal")  # of an SQLite file: itself, and what it keeps beside
CHUNK = 1 << 20  # bytes


def sqlite_files(database_url: str) -> tuple[Path, ...]:
    """Give the files that an SQLite database may consist of; none for PostgreSQL."""
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return ()
    return tuple(Path(url.database + end).resolve() for end in AROUND)


def found(settings: Settings) -> Iterator[str]:
    """Name the files that are data, by their paths within `var/`, in order."""
    database = sqlite_files(settings.database_url)
    for folder, folders, names in os.walk(settings.var, followlinks=True):  # to a larger disk, say
        within = Path(folder).relative_to(settings.var)
        folders[:] = sorted(one for one in folders if not _left_out(within / one))
        for name in sorted(names):
            path = settings.var / within / name
            if path.is_file() and path not in database and not _left_out(within / name):
                yield (within / name).as_posix()


def measured(path: Path) -> Measure:
    """Measure a file that is there."""
    with path.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
        return Measure(file.tell(), digest)


def refuse_others(settings: Settings, expected: dict[str, Measure]) -> None:
    """Refuse to restore beside files that did not come from the same backup."""
    for name in found(settings):
        if name != KEY and measured(settings.var / name) != expected.get(name):
            raise BackupError(
                f"There is data in {settings.var} already ({name}). Restore into an empty "
                "installation: another PANEL_VAR, or move what is there away. Nothing was changed."
            )


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int, /) -> bytes:
        """Give so many, or what is left."""


class Staging:
    """Files that were read out of a backup, and lie aside until the rows are in, too."""

    def __init__(self, var: Path, aside: Path) -> None:
        """Know both places."""
        self._var, self._aside = var, aside
        self._names = list[str]()

    def take(self, name: str, chunks: Iterable[bytes]) -> None:
        """Put a file aside."""
        path = self._aside / "new" / safe(name)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with open(path, "xb", opener=_private) as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        self._names.append(name)

    @contextmanager
    def placed(self) -> Iterator[None]:
        """Put all where they belong, and take them back when the block fails."""
        done = list[str]()
        try:
            for name in self._names:
                self._move(self._var, self._aside / "old", name)
                done.append(name)
                self._move(self._aside / "new", self._var, name)
            yield
        except BaseException:
            for name in done:
                (self._var / name).unlink(missing_ok=True)
                self._move(self._aside / "old", self._var, name)
            raise

    @staticmethod
    def _move(here: Path, there: Path, name: str) -> None:
        if (here / name).exists():
            (there / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            (here / name).replace(there / name)


@contextmanager
def staging(var: Path) -> Iterator[Staging]:
    """Have a place aside, within `var/` so that files are moved from it and not copied."""
    aside = Path(tempfile.mkdtemp(prefix=".restoring-", dir=var))
    try:
        yield Staging(var, aside)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def chunks_of(file: Readable) -> Iterator[bytes]:
    """Read a file piece by piece."""
    while chunk := file.read(CHUNK):
        yield chunk


def safe(name: str) -> str:
    """Refuse a path that leads out of `var/`."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
        raise Damaged(f"This backup has a file in a place that is none: {name!r}.")
    return name


def _left_out(path: Path) -> bool:
    first = path.parts[0]
    return any(fnmatch(first, pattern) for pattern in LEFT_OUT)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
