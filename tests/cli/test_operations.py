"""Whoever follows docs/operations.md gets what it promises: every command of it is run here."""

import re
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from panel.kernel.settings import ROOT
from tests.cli.keeping import Place
from tests.cli.operating import STAND_INS, Machine, commands, machine

PAGE = (ROOT / "docs" / "operations.md").read_text()


@pytest.fixture
def server(postgresql_server: str) -> Iterator[Machine]:
    with tempfile.TemporaryDirectory(prefix="mesa") as disk:  # a socket's path has to be short
        yield from machine(Path(disk), postgresql_server)


def parts() -> dict[str, list[str]]:
    """The commands of each part of the page, by its heading."""
    found = re.split(r"^## (.+)$", PAGE, flags=re.MULTILINE)
    return {name: commands(text) for name, text in zip(found[1::2], found[2::2], strict=True)}


def test_a_server_is_set_up_kept_restored_moved_and_renewed_as_the_page_says(
    server: Machine,
) -> None:
    var = server.disk / "var/lib/mesa"
    sqlite = Place(var, f"sqlite:///{var}/mesa.db")
    said, rows = dict[str, str](), dict[str, object]()
    for name, lines in parts().items():
        for line in lines:
            server.do(line)
            said[line] = server.said
        if (var / "mesa.db").exists():
            rows[name] = sqlite.rows

    assert "/p/colombia is open" in told(said, "mesa open")
    assert "https://mesa.example/invitations/" in told(said, "mesa appoint")
    assert "is whole" in told(said, "mesa backup --check")
    assert "Valid configuration" in told(said, "caddy validate")
    assert "Processes that listen there: 2." in told(said, "mesa doctor")
    assert "A worker hears the bell" in told(said, "mesa doctor")
    faults = re.findall(r"^WRONG +(.+)$", told(said, "mesa doctor"), re.MULTILINE)
    assert {one.partition(":")[0] for one in faults} == {"database"}
    assert rows["Running"] == rows["Restoring"]
    [url] = re.findall(r'"(.+)"', (server.disk / "etc/mesa/mesa.env").read_text())
    assert url.startswith("postgresql")
    assert Place(var, url).rows == rows["Restoring"]
    assert len(server.backups) >= 2
    assert_only_the_owner_may_read([*server.backups, *var.iterdir()])
    assert "ERROR" not in (server.disk / "journal").read_text()


def told(said: dict[str, str], beginning: str) -> str:
    return next(what for line, what in said.items() if line.startswith(beginning))


def assert_only_the_owner_may_read(paths: list[Path]) -> None:
    open_ = [path for path in paths if stat.S_IMODE(path.stat().st_mode) & 0o077]
    assert [path for path in open_ if path.is_file()] == []


def test_everything_that_stands_in_for_a_command_is_still_needed() -> None:
    lines = [line for part in parts().values() for line in part]

    unused = [each for each in STAND_INS if not any(re.fullmatch(each, line) for line in lines)]

    assert unused == []
    assert len(lines) > 40
