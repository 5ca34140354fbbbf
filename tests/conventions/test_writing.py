"""Only kernel/work.py commits, only the live edge emits, and a write is one work."""

import ast
from collections.abc import Collection

import pytest

from tests.conventions.sources import calls, trees
from tests.matrix.answering import works_fault
from tests.matrix.reading import Row

# what is called, and where alone it may be
KEPT: dict[str, tuple[str, ...]] = {
    ".commit": ("panel/kernel/work.py",),
    ".rollback": ("panel/kernel/work.py",),
    ".begin": ("panel/kernel/work.py", "panel/cli/archive/loading.py"),  # rows as they once were
    ".begin_nested": (),  # a work is all or nothing
    "Session": ("panel/kernel/work.py",),
    ".emit": ("panel/live/",),
    "emit": (),  # to whom, depends on the request that it stands in
}


def strays(path: str, tree: ast.AST) -> set[str]:
    """What is called in a file and belongs elsewhere."""
    return {name for name in calls(tree) if name in KEPT and not path.startswith(KEPT[name] or "-")}


def test_only_works_commit_and_only_the_live_edge_emits() -> None:
    found = {path: strays(path, tree) for path, tree in trees("panel").items()}

    assert {path: names for path, names in found.items() if names} == {}


def test_what_is_kept_to_a_place_is_done_there() -> None:
    done = {(path, name) for path, tree in trees("panel").items() for name in calls(tree)}

    assert ("panel/kernel/work.py", ".begin") in done
    assert any(path.startswith("panel/live/") and name == ".emit" for path, name in done)


@pytest.mark.parametrize(
    ("path", "code", "found"),
    [
        ("panel/kernel/work.py", "with Session(engine) as session, session.begin(): ...", set()),
        ("panel/live/fanout.py", "self._io.emit('push', {})", set()),
        ("panel/papers/actions.py", "work.record(fact, by=actor.by)", set()),
        ("panel/papers/actions.py", "work.session.commit()", {".commit"}),
        ("panel/papers/actions.py", "with work.session.begin_nested(): ...", {".begin_nested"}),
        ("panel/papers/queries.py", "session = Session(engine)", {"Session"}),
        ("panel/papers/pushes.py", "io.emit('push', {})", {".emit"}),
        ("panel/documents/sockets.py", "emit('document.awareness', {}, to=room)", {"emit"}),
        ("panel/papers/routes.py", "emit('push', {})", {"emit"}),
    ],
)
def test_a_stray_call_is_told(path: str, code: str, found: Collection[str]) -> None:
    assert strays(path, ast.parse(code)) == found


# The matrix counts the works of every request that it sends, and asks this of each.
@pytest.mark.parametrize(
    ("method", "endpoint", "status", "works", "good"),
    [
        ("GET", "discussion.show_thread", 200, (), True),
        ("GET", "discussion.show_thread", 200, ("done",), False),
        ("POST", "discussion.create_post", 201, ("done",), True),
        ("POST", "discussion.create_post", 201, (), False),
        ("POST", "discussion.create_post", 201, ("done", "done"), False),
        ("POST", "discussion.create_post", 403, ("undone",), True),
        ("POST", "discussion.create_post", 422, (), True),
        ("POST", "discussion.create_post", 403, ("done",), False),
        ("POST", "discussion.preview", 200, (), True),
        ("POST", "discussion.preview", 200, ("done",), False),
    ],
)
def test_a_write_is_one_work_and_a_reading_is_none(
    method: str, endpoint: str, status: int, works: tuple[str, ...], *, good: bool
) -> None:
    row = Row(method, endpoint, "-", ())

    assert (works_fault(row, "member", status, works) == "") == good
