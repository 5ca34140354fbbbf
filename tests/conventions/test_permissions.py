"""docs/PERMISSIONS.md says what the rule and the tables say, and says all of it."""

from importlib import import_module
from pathlib import Path

import pytest

from tests.matrix import granting, tables
from tests.matrix.reading import Row

permissions = import_module("tools.permissions")  # mypy knows tools/ as scripts, not as a package
RUN = "run make permissions"


@pytest.fixture(scope="module")
def current() -> str:
    return str(permissions.page())


def test_the_page_is_what_the_generator_gives() -> None:
    assert permissions.outdated(permissions.PAGE) == ""


def test_every_row_of_the_tables_has_its_line(current: str) -> None:
    rows = (*tables.BY_RIGHTS, *tables.BY_PERSON, *tables.BY_SOCKET, *granting.BY_GRANT)
    acts = {(row.method, row.endpoint) for row in rows}

    domains = current.partition("## Discussion")[2].splitlines()
    lines = [line for line in domains if line.startswith("| ") and line[2:5] not in {"Act", "---"}]

    assert len(lines) == len(acts) + len(rows)


def test_a_page_that_was_changed_is_told(
    current: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "PERMISSIONS.md"
    path.write_text(current, encoding="utf-8")
    assert permissions.main("--check", path=path) == 0

    path.write_text(current.replace("not there", "yes", 1), encoding="utf-8")

    assert permissions.main("--check", path=path) == 1
    assert RUN in capsys.readouterr().out


def test_a_page_that_is_missing_is_told_and_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "PERMISSIONS.md"
    assert RUN in permissions.outdated(path)

    assert permissions.main(path=path) == 0

    assert permissions.outdated(path) == ""


def test_a_state_without_words_is_told() -> None:
    act = permissions.Act("hide post", "discussion", "`POST /hiding`", "Take a post from sight.")

    assert permissions.state(Row("POST", "discussion.hide_post", "own, last", ()), act) == (
        "own post, not answered"
    )
    with pytest.raises(permissions.UnexplainedError, match="'quoted'"):
        permissions.state(Row("POST", "discussion.hide_post", "quoted", ()), act)
