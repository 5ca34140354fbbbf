"""Reading a backup: every part is held against the seal; what does not agree is damaged."""

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, BinaryIO

from panel.cli.archive.files import chunks_of, safe
from panel.cli.archive.form import FILES, HEAD, SEAL, TABLES, Damaged, Head, Measure, Seal
from panel.cli.archive.writing import GZIP

WRONG = (
    EOFError,
    zlib.error,
    tarfile.TarError,
    gzip.BadGzipFile,
    LookupError,
    ValueError,
    TypeError,
)


@dataclass(frozen=True)
class Rows:
    """Some rows of a table, each as a line."""

    table: str
    lines: list[bytes]


@dataclass(frozen=True)
class File:
    """A file of `var/`: what it is called, and its bytes, to be taken before the next part."""

    name: str
    chunks: Iterator[bytes]


class _Sum:
    """What was read of one thing so far."""

    def __init__(self) -> None:
        self.size, self.digest = 0, sha256()

    def add(self, data: bytes, size: int) -> None:
        self.size += size
        self.digest.update(data)

    @property
    def measure(self) -> Measure:
        return Measure(self.size, self.digest.hexdigest())


class Backup:
    """A backup that is being read; its parts are not to be trusted before the last was given."""

    def __init__(self, path: Path, raw: BinaryIO) -> None:
        """Read the head."""
        if raw.read(len(GZIP)) != GZIP:
            raise Damaged(f"{path} is no backup of Mesa, or its beginning is damaged.")
        raw.seek(0)
        self._path, self.offset = path, raw.tell  # how many bytes were read
        self._unzipped = gzip.GzipFile(fileobj=raw)
        self._tar = tarfile.open(fileobj=self._unzipped, mode="r|")  # noqa: SIM115  # as it is read
        first = self._tar.next()
        if first is None or first.name != HEAD:
            raise ValueError(first)
        said = self._whole(first)
        self.head = Head.read(said)
        self._head = sha256(said).hexdigest()
        self._tables = {shape.name: _Sum() for shape in self.head.shapes}
        self._files = dict[str, _Sum]()
        self.seal = Seal()

    def parts(self) -> Iterator[Rows | File]:
        """Give all parts in order; at the end they agree with the seal, or this raises Damaged."""
        with told_as_damaged(self._path):
            yield from self._parts()

    def _parts(self) -> Iterator[Rows | File]:
        while (member := self._tar.next()) is not None and member.name != SEAL:
            yield from self._part(member)
        if member is None:
            raise EOFError
        self.seal = Seal.read(self._whole(member))
        if self._tar.next() is not None or self.seal != self._had():
            raise ValueError(SEAL)
        for _ in chunks_of(self._unzipped):  # to its end, where its own sums stand
            pass
        if self._unzipped.tell() != self._tar.offset + 2 * tarfile.BLOCKSIZE:  # and nothing behind
            raise ValueError(SEAL)

    def _part(self, member: tarfile.TarInfo) -> Iterator[Rows | File]:
        if member.name.startswith(TABLES):
            yield self._rows(member)
        elif member.name.startswith(FILES):
            yield from self._file(member)
        else:
            raise ValueError(member.name)

    def _rows(self, member: tarfile.TarInfo) -> Rows:
        table = member.name.removeprefix(TABLES).partition(".")[0]
        data = self._whole(member)
        lines = data.splitlines(keepends=True)
        self._tables[table].add(data, len(lines))
        return Rows(table, lines)

    def _file(self, member: tarfile.TarInfo) -> Iterator[File]:
        name = safe(member.name.removeprefix(FILES))
        if name in self._files:
            raise ValueError(name)
        sum_ = self._files[name] = _Sum()

        def chunks() -> Iterator[bytes]:
            with told_as_damaged(self._path):
                for chunk in chunks_of(self._opened(member)):
                    sum_.add(chunk, len(chunk))
                    yield chunk

        rest = chunks()
        yield File(name, rest)
        for _ in rest:  # what nobody has taken
            pass

    def _had(self) -> Seal:
        tables = {name: one.measure for name, one in self._tables.items()}
        return Seal(self._head, tables, {name: one.measure for name, one in self._files.items()})

    def _whole(self, member: tarfile.TarInfo) -> bytes:
        data = self._opened(member).read()
        if len(data) != member.size:
            raise EOFError
        return data

    def _opened(self, member: tarfile.TarInfo) -> IO[bytes]:
        file = self._tar.extractfile(member) if member.isreg() else None
        if file is None:
            raise ValueError(member.name)
        return file


@contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """Read a backup from its beginning; whatever is wrong with it is told as Damaged."""
    try:
        raw = path.open("rb")
    except OSError as error:
        raise Damaged(f"{path} cannot be read: {error.strerror}.") from error
    with raw:
        with told_as_damaged(path):
            backup = Backup(path, raw)
        yield backup


def check(path: Path, progress: Callable[[int], None]) -> tuple[Head, Seal]:
    """Read all of a backup, and tell what is in it; `progress` hears of bytes."""
    with opened(path) as backup:
        for _ in backup.parts():
            progress(backup.offset())
    return backup.head, backup.seal


@contextmanager
def told_as_damaged(path: Path) -> Iterator[None]:
    """Tell whatever a reader stumbles over in one sentence."""
    try:
        yield
    except WRONG as error:
        raise Damaged(
            f"{path} is damaged or cut off: it is not what was once written. Take another backup."
        ) from error
