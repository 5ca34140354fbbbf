"""What cannot be restored is told in a sentence, and nothing is lost or half done by trying."""

import gzip
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, MetaData, NullPool, create_engine, text

from panel.cli.archive.form import Damaged
from panel.cli.archive.reading import check
from panel.cli.migrations import upgrade_within
from panel.cli.restore import load
from panel.kernel.settings import ROOT, Settings
from panel.kernel.tables import Base
from tests.cli.keeping import Place, lines_of, rewritten, somewhere
from tests.services.waiting import until

KINDS = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
pytestmark = SQLITE  # of what is kept; where it is restored has a kind of its own
OLDER = "0001"
Change = Callable[[list[bytes]], list[bytes]]


@pytest.fixture
def kept(house: Place, tmp_path: Path) -> Path:
    """A backup of an installation."""
    house.did("backup", tmp_path / "kept.tar.gz")
    return tmp_path / "kept.tar.gz"


@pytest.fixture
def kind() -> str:
    """Where a test restores unless it says otherwise."""
    return "sqlite"


@pytest.fixture
def empty(kind: str, tmp_path: Path, postgresql_server: str) -> Place:
    """Where nothing is yet."""
    return somewhere(tmp_path, kind, postgresql_server, f"there_{kind}")


def without_the_first(lines: list[bytes]) -> list[bytes]:
    return lines[1:]


def doubled(lines: list[bytes]) -> list[bytes]:
    return lines * 2


def do(place: Place, statement: str) -> None:
    engine = create_engine(place.database_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))


@KINDS
def test_tables_that_are_there_but_empty_are_filled(kept: Path, empty: Place, house: Place) -> None:
    empty.did("migrate")
    (empty.var / "exports").mkdir()

    empty.did("restore", kept)

    assert empty.rows == house.rows


@KINDS
def test_rows_that_migrations_bring_give_way_to_those_of_the_backup(
    kept: Path, empty: Place, house: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def seeding(connection: Connection, revision: str) -> None:
        upgrade_within(connection, revision)
        if revision != "head":
            connection.execute(text("INSERT INTO live_room (name, last_seq) VALUES ('seed', 1)"))

    monkeypatch.setattr("panel.cli.migrations.upgrade_within", seeding)

    load(Settings.from_environment(empty.environment), kept, *check(kept, lambda _: None))

    assert empty.rows == house.rows


@KINDS
def test_what_is_not_empty_is_left_as_it_is(kept: Path, empty: Place) -> None:
    empty.did("migrate")
    empty.did("open", "mine", "--name", "Mine")
    rows, files = empty.rows, empty.files

    said = empty.refused("restore", kept)

    assert "The database is not empty" in said
    assert (empty.rows, empty.files) == (rows, files)


@KINDS
def test_a_table_of_somebody_else_is_left_alone(kept: Path, empty: Place) -> None:
    empty.did("migrate")
    do(empty, "CREATE TABLE orchard (tree INTEGER)")

    assert "not Mesa's: orchard" in empty.refused("restore", kept)

    assert not any(empty.rows.values())


def test_files_that_are_there_are_left_as_they_are(kept: Path, empty: Place) -> None:
    (empty.var / "uploads").mkdir(parents=True)
    (empty.var / "uploads" / "empty").write_text("not so empty")

    assert "uploads/empty" in empty.refused("restore", kept)

    assert not empty.tables
    assert empty.files["uploads/empty"] == b"not so empty"


@pytest.fixture
def older(kept: Path, tmp_path: Path) -> tuple[Path, dict[str, set[str]]]:
    """A backup as an older Mesa would have written it, and the tables and columns it had."""
    engine = create_engine(f"sqlite:///{tmp_path}/older.db", poolclass=NullPool)
    with engine.begin() as connection:
        upgrade_within(connection, OLDER)
    there = MetaData()
    there.reflect(engine)
    columns = {name: {one.name for one in table.columns} for name, table in there.tables.items()}
    rewritten(kept, tmp_path / "older.tar.gz", revision=OLDER, columns=columns)
    return tmp_path / "older.tar.gz", columns


@KINDS
def test_tables_of_another_revision_are_told(
    older: tuple[Path, dict[str, set[str]]], empty: Place
) -> None:
    empty.did("migrate")

    assert "a database without tables" in empty.refused("restore", older[0])

    assert not any(empty.rows.values())


@KINDS
def test_a_backup_of_an_older_mesa_is_brought_up_to_date(
    older: tuple[Path, dict[str, set[str]]], kept: Path, empty: Place, tmp_path: Path
) -> None:
    backup, columns = older

    said = empty.did("restore", backup)

    assert f"from revision {OLDER} to" in said
    empty.did("migrate", "--check")
    empty.did("backup", tmp_path / "again.tar.gz")
    rewritten(tmp_path / "again.tar.gz", tmp_path / "again_older.tar.gz", columns=columns)
    there, before = lines_of(tmp_path / "again_older.tar.gz"), lines_of(backup)
    assert there == before
    assert len(before["post"]) == len(lines_of(kept)["post"]) > 50


@KINDS
def test_a_backup_of_a_newer_mesa_is_refused(kept: Path, empty: Place, tmp_path: Path) -> None:
    newer = tmp_path / "newer.tar.gz"
    rewritten(kept, newer, revision="9999")

    assert "made by a newer one. Update Mesa first." in empty.refused("restore", newer)
    assert empty.is_empty


def test_a_backup_of_a_newer_format_is_refused(
    kept: Path, empty: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "newer.tar.gz"
    monkeypatch.setattr("panel.cli.archive.form.FORMAT", 2)
    rewritten(kept, newer)

    assert "format 2" in empty.refused("restore", newer)
    assert empty.is_empty


@KINDS
@pytest.mark.parametrize(
    ("table", "change", "said"),
    [
        ("person", without_the_first, "names what is not there|foreign key"),
        ("panel", doubled, "takes no row of panel"),
    ],
)
def test_rows_that_cannot_be_are_refused_altogether(
    kept: Path, empty: Place, tmp_path: Path, table: str, change: Change, said: str
) -> None:
    odd = tmp_path / "odd.tar.gz"
    rewritten(kept, odd, lines={table: change(lines_of(kept)[table])})

    refused = empty.refused("restore", odd)

    assert any(each in refused for each in said.split("|")), refused
    assert empty.is_empty


def test_a_damaged_byte_is_noticed_wherever_it_is(house: Place, kept: Path, tmp_path: Path) -> None:
    small, damaged = tmp_path / "small.tar.gz", tmp_path / "damaged.tar.gz"
    rewritten(kept, small, lines={name: [] for name in Base.metadata.tables})
    whole = small.read_bytes()
    said = gzip.decompress(whole)
    check(small, lambda _: None)

    unnoticed = list[int]()
    for place in range(len(whole)):
        damaged.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            check(damaged, lambda _: None)
        except Damaged:
            continue
        if gzip.decompress(damaged.read_bytes()) != said:  # the same can be compressed otherwise
            unnoticed.append(place)

    assert unnoticed == []


def test_a_damaged_backup_is_refused_before_anything_is_done(
    kept: Path, empty: Place, tmp_path: Path
) -> None:
    whole, damaged = kept.read_bytes(), tmp_path / "damaged.tar.gz"
    middle = len(whole) // 2
    for bytes_ in (
        whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        whole[:middle],
        whole[:-1],
        whole[:20],
        whole + b"more",
        whole + whole,
        b"",
        b"something else altogether",
    ):
        damaged.write_bytes(bytes_)
        said = empty.refused("restore", damaged)
        assert "damaged" in said, said

    assert "damaged" in empty.refused("backup", "--check", damaged)
    assert "cannot be read" in empty.refused("restore", tmp_path / "nowhere.tar.gz")
    assert "cannot be read" in empty.refused("restore", tmp_path)
    assert empty.is_empty


def test_a_disk_that_is_full_while_restoring_leaves_nothing(
    house: Place, empty: Place, tmp_path: Path
) -> None:
    (house.var / "uploads" / "noise").write_bytes(Random(1).randbytes(300_000))  # noqa: S311
    house.did("backup", tmp_path / "one.tar.gz")

    for limit in (100, 400):  # kB: too little for the file, and for the rows
        said = empty.refused("restore", tmp_path / "one.tar.gz", limit=limit)
        assert "Nothing was restored" in said
        assert empty.is_empty

    empty.did("restore", tmp_path / "one.tar.gz")
    assert empty.rows == house.rows


@KINDS
def test_what_was_killed_while_restoring_can_be_restored_again(
    kept: Path, empty: Place, house: Place
) -> None:
    restoring = subprocess.Popen(  # noqa: S603  # our own programme
        [sys.executable, "-m", "panel", "restore", str(kept)],
        cwd=ROOT,
        env=os.environ | empty.environment,
    )
    until(lambda: any(empty.var.glob(".restoring-*")), "it to begin", 60)

    restoring.send_signal(signal.SIGKILL)
    restoring.wait()

    assert not empty.tables or not any(empty.rows.values())
    empty.did("restore", kept)
    assert (empty.rows, _seen(empty)) == (house.rows, house.files)


def _seen(place: Place) -> dict[str, bytes]:
    return {name: data for name, data in place.files.items() if not name.startswith(".")}
