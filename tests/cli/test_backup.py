"""What is kept comes back, every row and file of it, on either database."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from panel.cli.archive.reading import check
from panel.cli.archive.tables import shapes, snapshot
from panel.cli.archive.values import KINDS, line, row
from panel.identity.models import Person
from panel.kernel.tables import Base
from tests.cli.keeping import Place, somewhere
from tests.conftest import Installation
from tests.factories import a_panel, a_person

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_every_row_and_file_comes_back_on_either_database(
    house: Place, kind: str, tmp_path: Path, postgresql_server: str
) -> None:
    before, files = house.rows, house.files
    empty = somewhere(tmp_path, kind, postgresql_server, "there")
    assert sum(map(len, before.values())) > 800

    house.did("backup", tmp_path / "one.tar.gz")
    empty.did("restore", tmp_path / "one.tar.gz")

    assert empty.rows == before
    assert empty.files == files
    assert {"secret_key", "uploads/empty", "uploads/a/ñandú.bin"} <= files.keys()
    assert not (empty.var / "exports").exists()
    assert {"secret_key", "mesa.db", "uploads"} >= {one.name for one in empty.var.glob("[!d]*")}
    empty.did("migrate", "--check")
    empty.did("open", "after", "--name", "Numbers go on")
    empty.did("backup", tmp_path / "two.tar.gz")
    assert "is whole" in house.did("backup", "--check", tmp_path / "two.tar.gz")


def test_digests_are_those_of_the_rows_whichever_the_database(
    house: Place, tmp_path: Path, postgresql_server: str
) -> None:
    house.did("backup", tmp_path / "one.tar.gz")
    _, first = check(tmp_path / "one.tar.gz", lambda _: None)

    for kind in ("sqlite", "postgresql"):
        there = somewhere(tmp_path, kind, postgresql_server, kind)
        there.did("restore", tmp_path / "one.tar.gz")
        there.did("backup", tmp_path / f"{kind}.tar.gz")
        _, again = check(tmp_path / f"{kind}.tar.gz", lambda _: None)
        assert (again.tables, again.files) == (first.tables, first.files)

    assert first.tables.keys() == Base.metadata.tables.keys()
    assert {name: one.size for name, one in first.tables.items()} == {
        name: len(rows) for name, rows in house.rows.items()
    }


def test_a_backup_is_of_one_moment_and_keeps_nobody_waiting(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        a_person(work, "Before")
    person = next(shape for shape in shapes() if shape.name == "person")

    with snapshot(mesa.workshop.engine) as still:
        with mesa.workshop.open_work() as work:
            a_person(work, "Meanwhile")
            a_panel(work)
        people = list(still.lines(person))
        panels = list(still.lines(next(shape for shape in still.shapes if shape.name == "panel")))

    assert b'"Before"' in people[0]
    assert (len(people), panels) == (1, [])
    with mesa.workshop.open_reading() as reading:
        assert reading.session.query(Person).count() == 2


@SQLITE
def test_a_backup_is_for_its_owner_alone_and_named_by_its_time(
    house: Place, tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in range(1, 4):
        (folder / f"mesa-2026010{day}-020000.tar.gz").write_bytes(b"older")
    (folder / "mesa-notes.txt").write_text("not ours")

    said = house.did("backup", "--keep", 2, folder)

    newest, kept = sorted(folder.glob("mesa-2*"), reverse=True)
    assert str(newest) in said
    assert stat.S_IMODE(newest.stat().st_mode) == 0o600
    assert kept.name == "mesa-20260103-020000.tar.gz"
    assert said.count("was taken away") == 2
    assert (folder / "mesa-notes.txt").exists()


@SQLITE
def test_a_backup_overwrites_nothing_and_goes_where_it_can_be_found(
    house: Place, tmp_path: Path
) -> None:
    taken, begun = tmp_path / "taken.tar.gz", tmp_path / "begun.tar.gz.part"
    taken.write_bytes(b"mine")
    begun.write_bytes(b"another's")

    assert "is there already" in house.refused("backup", taken)
    assert "another backup is being written" in house.refused("backup", tmp_path / "begun.tar.gz")
    assert "cannot be written" in house.refused("backup", tmp_path / "no" / "folder.tar.gz")
    assert "is lost with it" in house.refused("backup", house.var / "inside.tar.gz")
    assert "is lost with it" in house.refused("backup", house.var)
    assert "no backup in" in house.refused("backup", "--check", house.var)
    assert "is no folder" in house.refused("backup", "--keep", 3, tmp_path / "one.tar.gz")

    assert (taken.read_bytes(), begun.read_bytes()) == (b"mine", b"another's")
    assert not (house.var / "inside.tar.gz").exists()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_where_there_are_no_tables_there_is_nothing_to_keep(
    kind: str, tmp_path: Path, postgresql_server: str
) -> None:
    empty = somewhere(tmp_path, kind, postgresql_server, "there")

    assert "no tables" in empty.refused("backup", tmp_path / "one.tar.gz")

    assert not list(tmp_path.glob("one*"))


@SQLITE
def test_two_backups_of_one_second_have_two_names(house: Place, tmp_path: Path) -> None:
    soon = [datetime.now(UTC) + timedelta(seconds=n) for n in range(4)]
    taken = [tmp_path / f"mesa-{at:%Y%m%d-%H%M%S}.tar.gz" for at in soon]
    for one in taken:
        one.write_bytes(b"older")

    house.did("backup", tmp_path)

    assert {one.read_bytes() for one in taken} == {b"older"}
    assert len(list(tmp_path.glob("mesa-*"))) == len(taken) + 1


@SQLITE
def test_files_on_another_disk_are_kept_too(house: Place, tmp_path: Path) -> None:
    elsewhere = tmp_path / "larger"
    (house.var / "uploads").rename(elsewhere)
    (house.var / "uploads").symlink_to(elsewhere)
    house.did("backup", tmp_path / "one.tar.gz")

    _, seal = check(tmp_path / "one.tar.gz", lambda _: None)

    assert "uploads/a/ñandú.bin" in seal.files


@SQLITE
def test_a_database_that_does_not_answer_is_told_in_a_line(house: Place, tmp_path: Path) -> None:
    away = Place(house.var, "postgresql+psycopg://nobody@127.0.0.1:1/nothing")

    said = away.refused("backup", tmp_path / "one.tar.gz")

    assert "There is no backup of this moment." in said
    assert said.count("\n") == 1
    assert not list(tmp_path.glob("one*"))


@SQLITE
@pytest.mark.parametrize("limit", [100, 200])
def test_a_full_disk_leaves_nothing_begun(house: Place, tmp_path: Path, limit: int) -> None:
    (house.var / "uploads" / "noise").write_bytes(Random(1).randbytes(300_000))  # noqa: S311
    folder = tmp_path / "small"
    folder.mkdir()

    said = house.refused("backup", folder / "one.tar.gz", limit=limit)

    assert "There is no room" in said
    assert not list(folder.iterdir())
    house.did("backup", folder / "one.tar.gz")


VALUES = {
    "number": some.integers(-(2**63), 2**63 - 1),
    "float": some.floats(allow_nan=False),
    "flag": some.booleans(),
    "text": some.text(),
    "instant": some.datetimes(timezones=some.timezones()),
    "day": some.dates(),
    "uuid": some.uuids(),
    "bytes": some.binary(),
}


@example({"instant": datetime(2000, 4, 2, 2, tzinfo=ZoneInfo("America/Inuvik"))})
@given(some.fixed_dictionaries({kind: some.none() | values for kind, values in VALUES.items()}))
def test_values_of_every_kind_come_back_exactly(values: dict[str, object]) -> None:
    kinds = [KINDS[name] for name in values]

    written = line(kinds, tuple(values.values()))

    assert written.count(b"\n") == 1 and written.isascii()
    assert [told(value) for value in row(kinds, written)] == [told(v) for v in values.values()]


def told(value: object) -> object:
    """Give what is compared: of an instant, the moment (an hour of a zone that is left out or comes
    twice when clocks are changed equals nothing of another zone).
    """
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def test_a_kind_that_nobody_knows_is_told_when_it_is_added() -> None:
    assert VALUES.keys() | {"json"} == KINDS.keys()
    assert {kind for shape in shapes() for _, kind in shape.columns} <= KINDS.keys()
