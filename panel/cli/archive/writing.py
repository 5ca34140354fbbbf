"""Writing a backup: one file that is there whole, or not at all."""

import errno
import os
import struct
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from panel.cli.archive.files import chunks_of
from panel.cli.archive.form import FILES, HEAD, SEAL, TABLES, BackupError, Head, Measure, Seal

GZIP = b"\x1f\x8b\x08" + bytes(6) + b"\xff"  # RFC 1952, 2.3.1: no name, no time; checked on reading
LEVEL = 6
PART = 1 << 20  # bytes of rows in one part of a table, roughly: it is held in memory
BLOCK = 512  # of a tar
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class Gzip:
    """What a gzip file is made of. The library's own would write on when a disk is full."""

    def __init__(self, file: BinaryIO) -> None:
        """Begin one."""
        self._file, self._crc, self._size = file, 0, 0
        self._deflating = zlib.compressobj(LEVEL, wbits=-zlib.MAX_WBITS)
        self._file.write(GZIP)

    def write(self, data: bytes) -> None:
        """Add to it."""
        self._crc, self._size = zlib.crc32(data, self._crc), self._size + len(data)
        self._file.write(self._deflating.compress(data))

    def end(self) -> None:
        """Write what is left, and the sums."""
        self._file.write(self._deflating.flush())
        self._file.write(struct.pack("<LL", self._crc, self._size & 0xFFFFFFFF))


class Writing:
    """A backup that is being written: its parts, and their measures for the seal."""

    def __init__(self, file: BinaryIO, head: Head) -> None:
        """Begin with the head."""
        self._gzip = Gzip(file)
        data = head.written()
        self.seal = Seal(sha256(data).hexdigest())
        self._member(HEAD, len(data), [data])

    def table(self, name: str, lines: Iterable[bytes]) -> Iterator[int]:
        """Write all rows of a table, and give after each part how many they are so far."""
        rows, digest, part, size = 0, sha256(), list[bytes](), 0
        numbers = iter(range(1, 1_000_000))
        for line in lines:
            part.append(line)
            rows, size = rows + 1, size + len(line)
            if size >= PART:
                digest.update(self._rows(name, next(numbers), part))
                part, size = [], 0
                yield rows
        digest.update(self._rows(name, next(numbers), part))
        self.seal.tables[name] = Measure(rows, digest.hexdigest())
        yield rows

    def file(self, name: str, path: Path) -> None:
        """Write a file, as it is now; one that has been taken away meanwhile is none."""
        with suppress(FileNotFoundError), path.open("rb") as file:
            size, digest = os.fstat(file.fileno()).st_size, sha256()

            def chunks() -> Iterator[bytes]:
                for chunk in chunks_of(file):
                    digest.update(chunk)
                    yield chunk

            self._member(FILES + name, size, chunks())
            self.seal.files[name] = Measure(size, digest.hexdigest())

    def end(self) -> None:
        """Close with the seal."""
        data = self.seal.written()
        self._member(SEAL, len(data), [data])
        self._gzip.write(bytes(2 * BLOCK))
        self._gzip.end()

    def _rows(self, name: str, number: int, lines: list[bytes]) -> bytes:
        data = b"".join(lines)
        self._member(f"{TABLES}{name}.{number:06d}.jsonl", len(data), [data])
        return data

    def _member(self, name: str, size: int, chunks: Iterable[bytes]) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mode = size, 0o600
        self._gzip.write(head.tobuf(tarfile.PAX_FORMAT))
        left = size
        for chunk in chunks:
            left -= len(chunk)
            if left < 0:
                break
            self._gzip.write(chunk)
        if left:
            raise BackupError(f"{name} changed while it was read. Try again.")
        self._gzip.write(bytes(-size % BLOCK))


@contextmanager
def written_to(target: Path) -> Iterator[BinaryIO]:
    """Write a file for its owner only; it is there once it is whole, and on disk."""
    part = target.with_name(target.name + ".part")
    try:
        if target.exists():
            raise BackupError(f"{target} is there already, and was left as it is.")
        opened = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise BackupError(
            f"{part} is there: either another backup is being written now, or one was cut off. "
            "In the latter case take it away first."
        ) from None
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(opened, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
        _fsync(target.parent)
    except BaseException as error:
        part.unlink(missing_ok=True)
        if isinstance(error, OSError) and error.errno in FULL:
            raise BackupError(
                f"There is no room for the backup in {target.parent}: {error.strerror}. "
                "What was begun is taken away again."
            ) from error
        raise


def _fsync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
