"""How a backup is laid out: what its first part says, what its last part proves, and what is wrong.

A backup is a gzipped tar: `head.json`; for each table `tables/<name>.<number>.jsonl`, a row a line;
`files/<path>`; and `seal.json`, with which it is whole. So it is written and read in one go, in
little memory, and opened by anybody's tar.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Self

FORMAT = 1
HEAD, SEAL = "head.json", "seal.json"
TABLES, FILES = "tables/", "files/"


class BackupError(Exception):
    """Why there is no backup, or nothing was restored, in a sentence for the operator."""


class Damaged(BackupError):
    """The file is no backup, or not what was once written."""


@dataclass(frozen=True)
class Shape:
    """A table as it was when the backup was taken: its columns and their kinds, in order."""

    name: str
    columns: tuple[tuple[str, str], ...]  # name, kind (values.py)
    key: tuple[str, ...]  # the columns by which its rows are in order


@dataclass(frozen=True)
class Head:
    """What is known of a backup before anything else of it is read."""

    revision: str  # of the tables: the migration that they stand at
    database: str  # sqlite or postgresql
    at: str  # when it was taken; ISO 8601
    shapes: tuple[Shape, ...]

    def written(self) -> bytes:
        """Give it as it stands in the backup."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take it from a backup; one of a later format than ours is told apart from a damaged."""
        said = json.loads(data)
        if said["format"] > FORMAT:
            raise BackupError(
                f"This backup has format {said['format']}, and this Mesa knows formats up to "
                f"{FORMAT}: it was made by a newer Mesa. Restore it with that one, or a later."
            )
        datetime.fromisoformat(said["at"])
        return cls(
            said["revision"], said["database"], said["at"], tuple(map(_shape, said["shapes"]))
        )


@dataclass(frozen=True)
class Measure:
    """How much of something there is (rows of a table, bytes of a file), and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Seal:
    """What all parts of a backup must come to. A table's digest is that of its lines.

    The lines are the same whichever the database, so two installations are compared by their seals.
    """

    head: str = ""  # SHA-256
    tables: dict[str, Measure] = field(default_factory=dict)
    files: dict[str, Measure] = field(default_factory=dict)

    def written(self) -> bytes:
        """Give it as it stands in the backup."""
        return json.dumps(asdict(self), indent=1).encode()

    @classmethod
    def read(cls, data: bytes) -> Self:
        """Take it from a backup."""
        said = json.loads(data)
        return cls(said["head"], _measures(said["tables"]), _measures(said["files"]))

    @property
    def rows(self) -> int:
        """How many rows there are in all tables."""
        return sum(table.size for table in self.tables.values())


def _shape(said: Mapping[str, Any]) -> Shape:
    return Shape(said["name"], tuple((n, k) for n, k in said["columns"]), tuple(said["key"]))


def _measures(said: Mapping[str, Any]) -> dict[str, Measure]:
    return {name: Measure(one["size"], one["sha256"]) for name, one in said.items()}
