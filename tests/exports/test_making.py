import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from panel.exports.formats import ENDINGS, TYPES
from panel.exports.makers import MAKERS
from panel.exports.makers.compiling import NOT_STANDARD
from panel.exports.making import (
    FAILED,
    ROOT,
    STEPS,
    TOO_LARGE,
    TOO_LONG,
    Limits,
    MakingError,
    make,
)
from panel.exports.sheet import Labels, Sheet
from tests.exports import papers
from tests.exports.papers import EVERYTHING
from tests.services.waiting import until


def children_of_this_process() -> list[int]:
    tasks = Path("/proc/self/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_of_each_format_is_made_in_a_child(kind: str, tmp_path: Path) -> None:
    target, steps = tmp_path / f"paper.{ENDINGS[kind]}", list[int]()

    said = make(EVERYTHING, kind, target, on_step=lambda done, _of: steps.append(done))

    assert said == ()
    assert target.stat().st_size > 1_000
    assert steps == sorted(steps)
    assert steps[-1] == STEPS
    assert [one.name for one in tmp_path.iterdir()] == [target.name]
    assert TYPES[kind]


def test_what_the_maker_says_comes_back(tmp_path: Path) -> None:
    assert make(papers.without_glyph(), "pdf", tmp_path / "odd.pdf") == (NOT_STANDARD,)


def test_a_child_that_is_killed_leaves_nothing_and_another_makes_it(tmp_path: Path) -> None:
    before = set(children_of_this_process())

    def kill(_done: int, _steps: int) -> None:
        for child in set(children_of_this_process()) - before:
            os.kill(child, signal.SIGKILL)

    with pytest.raises(MakingError) as failed:
        make(EVERYTHING, "pdf", tmp_path / "paper.pdf", on_step=kill)

    assert failed.value.message == FAILED
    assert list(tmp_path.iterdir()) == []
    assert make(EVERYTHING, "pdf", tmp_path / "paper.pdf") == ()


def test_who_waits_can_stop_it(tmp_path: Path) -> None:
    class StopError(Exception):
        pass

    before, seen = set(children_of_this_process()), set[int]()

    def stop(_done: int, _steps: int) -> None:
        seen.update(set(children_of_this_process()) - before)
        if seen:
            raise StopError

    with pytest.raises(StopError):
        make(EVERYTHING, "pdf", tmp_path / "paper.pdf", on_step=stop)

    assert seen
    assert not seen & set(children_of_this_process())
    assert list(tmp_path.iterdir()) == []


def test_one_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(MakingError) as failed:
        make(EVERYTHING, "pdf", tmp_path / "paper.pdf", timeout=0.01)

    assert failed.value.message == TOO_LONG
    assert list(tmp_path.iterdir()) == []


def test_one_that_computes_too_long_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(MakingError) as failed:
        make(papers.long(400), "pdf", tmp_path / "paper.pdf", limits=Limits(seconds=1))

    assert failed.value.message == TOO_LONG


def test_one_that_takes_too_much_memory_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(MakingError) as failed:
        make(papers.long(60), "pdf", tmp_path / "paper.pdf", limits=Limits(memory=256))

    assert failed.value.message == TOO_LARGE
    assert list(tmp_path.iterdir()) == []


def test_a_paper_of_thirty_pages_keeps_well_within_the_limits(tmp_path: Path) -> None:
    paper = papers.long()

    for kind in MAKERS:
        make(paper, kind, tmp_path / kind, limits=Limits(memory=768, seconds=20))


def test_a_failure_keeps_the_file_that_was_there(tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(b"before")

    with pytest.raises(MakingError):
        make(EVERYTHING, "pdf", tmp_path / "paper.pdf", timeout=0.01)

    assert (tmp_path / "paper.pdf").read_bytes() == b"before"


def test_a_sheet_is_the_same_in_another_process() -> None:
    assert Sheet.from_json(EVERYTHING.to_json()) == EVERYTHING


def test_all_labels_are_said_in_the_language_of_the_paper() -> None:
    labels = Labels.translated(lambda message: f"<{message}>")

    assert labels.stage == "<Stage>"
    assert labels.text.notes == "<Notes>"
    assert all(one.startswith("<") for one in vars(labels).values() if isinstance(one, str))


WAITS = """
import sys
from pathlib import Path
from panel.exports.making import make
from tests.exports import papers

make(papers.long(400), "pdf", Path(sys.argv[1]), on_step=lambda *_: print(flush=True))
"""


def test_nothing_works_on_for_somebody_who_is_gone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WAITS, str(tmp_path / "paper.pdf")]
    waiting = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)  # noqa: S603  # ourselves
    of = Path(f"/proc/{waiting.pid}/task/{waiting.pid}/children")
    until(lambda: of.read_text().strip() != "", "the child that makes the file")
    child = int(of.read_text())

    waiting.kill()
    waiting.communicate()

    until(lambda: not runs(child), "its end", within=2.0)  # making it takes five


def runs(pid: int) -> bool:
    """Tell whether a process is there, and no corpse that nobody has fetched."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
