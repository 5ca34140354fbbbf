"""Installations to be kept and restored, and all that is in them, read without any of our means."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import MetaData, NullPool, create_engine, select

from panel.cli.archive.form import Head, Shape
from panel.cli.archive.reading import Rows, opened
from panel.cli.archive.writing import Writing, written_to
from panel.kernel.tables import Base
from tests.services.command import run
from tests.services.postgresql import new_database

MOVING = {"exports", "nudges", "mesa.db", "mesa.db-wal", "mesa.db-shm"}


@dataclass(frozen=True)
class Place:
    """An installation, or where one may be."""

    var: Path
    database_url: str

    @property
    def environment(self) -> dict[str, str]:
        """What the command line needs to know of it."""
        return {"PANEL_VAR": str(self.var), "PANEL_DATABASE_URL": self.database_url}

    def run(self, *command: object, limit: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command there, in a process that can write no file longer than `limit` kB."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("PANEL_")}
        return run([*map(str, command)], inherited | self.environment, limit)

    def did(self, *command: object) -> str:
        """Run a command that has to succeed; give what it said."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refused(self, *command: object, limit: int = 0) -> str:
        """Run a command that has to be refused in a sentence; give the sentence."""
        done = self.run(*command, limit=limit)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("panel: ")
        return done.stderr

    @property
    def rows(self) -> dict[str, list[Any]]:
        """All rows of all tables of this Mesa, whatever their order."""
        engine = create_engine(self.database_url, poolclass=NullPool)
        with engine.connect() as connection:
            return {
                name: sorted(map(repr, map(tuple, connection.execute(select(table)))))
                for name, table in Base.metadata.tables.items()
            }

    @property
    def tables(self) -> set[str]:
        """The tables that are there."""
        engine, there = create_engine(self.database_url, poolclass=NullPool), MetaData()
        there.reflect(engine)
        return set(there.tables)

    @property
    def files(self) -> dict[str, bytes]:
        """All files that are neither the database nor made again."""
        return {
            str(path.relative_to(self.var)): path.read_bytes()
            for path in self.var.rglob("*")
            if path.is_file() and path.relative_to(self.var).parts[0] not in MOVING
        }

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is there, but a key that has signed nothing."""
        return not self.tables and self.files.keys() <= {"secret_key"}


def somewhere(folder: Path, kind: str, postgresql_server: str, name: str) -> Place:
    """Find an empty place for an installation: nothing is there yet, not even tables."""
    var = folder / name
    shutil.rmtree(var, ignore_errors=True)
    if kind == "sqlite":
        return Place(var, f"sqlite:///{var / 'mesa.db'}")
    # Folders of tests bear the same names in each worker, and all share the server.
    return Place(var, new_database(postgresql_server, f"kept_{uuid4().hex}"))


def lines_of(backup: Path) -> dict[str, list[bytes]]:
    """Read all rows of a backup, as they are written in it."""
    held = dict[str, list[bytes]]()
    with opened(backup) as reading:
        for part in reading.parts():
            if isinstance(part, Rows):
                held.setdefault(part.table, []).extend(part.lines)
    return held


def rewritten(
    backup: Path,
    target: Path,
    *,
    revision: str = "",
    columns: Mapping[str, set[str]] | None = None,
    lines: Mapping[str, list[bytes]] | None = None,
) -> None:
    """Write another whole backup out of one: of another revision, tables, columns or rows."""
    with opened(backup) as reading:
        old = reading.head
    held = lines_of(backup) | dict(lines or {})
    shapes = tuple(_narrow(shape, columns) for shape in old.shapes if _is_in(shape, columns))
    with written_to(target) as file:
        head = Head(revision or old.revision, old.database, old.at, shapes)
        writing = Writing(file, head)
        for shape in shapes:
            before = next(one for one in old.shapes if one.name == shape.name)
            for _ in writing.table(shape.name, _cut(held[shape.name], before, shape)):
                pass
        writing.end()


def _is_in(shape: Shape, columns: Mapping[str, set[str]] | None) -> bool:
    return columns is None or shape.name in columns


def _narrow(shape: Shape, columns: Mapping[str, set[str]] | None) -> Shape:
    kept = shape.columns
    if columns is not None:
        kept = tuple(one for one in kept if one[0] in columns[shape.name])
    return replace(shape, columns=kept)


def _cut(lines: Iterable[bytes], before: Shape, after: Shape) -> Iterator[bytes]:
    places = [before.columns.index(one) for one in after.columns]
    for line in lines:
        row = json.loads(line)
        yield json.dumps([row[place] for place in places]).encode() + b"\n"
