"""Our reading and writing of a Yjs document is the editor's own: asked of the real y-tiptap."""

import json
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from panel.documents import rewriting
from panel.documents.crdt import Replica
from panel.documents.ranges import brought
from panel.documents.text.canonical import canonical
from panel.documents.text.schema import cleaned, fault
from panel.documents.text.shape import Node
from tests.documents.text.drawn import DOCUMENTS
from tests.documents.together.writing import a_text

ROOT = Path(__file__).resolve().parents[3]
EDITOR = Path(__file__).with_name("ytiptap.mjs")
several = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


class Editor:
    """The editor's binding in a process of its own: one line asks, one line answers."""

    def __init__(self) -> None:
        self._node = subprocess.Popen(  # noqa: S603  # our own file
            [str(ROOT / ".venv" / "bin" / "node"), str(EDITOR)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def after(self, *steps: dict[str, Any]) -> tuple[Node, bytes]:
        """Take these steps in a new document; give what is read then, and its state."""
        assert self._node.stdin
        assert self._node.stdout
        self._node.stdin.write(json.dumps({"steps": steps}) + "\n")
        self._node.stdin.flush()
        answer = json.loads(self._node.stdout.readline())
        return answer["read"], b64decode(answer["update"])

    def end(self) -> None:
        with self._node:
            assert self._node.stdin
            self._node.stdin.close()


@pytest.fixture(scope="module")
def editor() -> Iterator[Editor]:
    made = Editor()
    yield made
    made.end()


def said(content: Node) -> str:
    return canonical("", cleaned(content))


def step(update: bytes) -> dict[str, str]:
    return {"update": b64encode(update).decode()}


@several
@given(DOCUMENTS.map(cleaned))
def test_the_editor_reads_what_we_write(editor: Editor, content: Node) -> None:
    read, _ = editor.after(step(Replica(client=1).change_to(content)))

    assert said(read) == said(content)


@several
@given(DOCUMENTS.map(cleaned))
def test_we_read_what_the_editor_writes(editor: Editor, content: Node) -> None:
    _, written = editor.after({"write": content})

    assert fault(Replica(written).content()) is None
    assert said(Replica(written).content()) == said(content)
    assert not brought(written).strange


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("La cuota del año pasado.", "La cuota media del año pasado subió."),
        ("👨‍👩‍👧 día — mañana, a\u0301", "👨‍👩‍👧 noche — mañana, e\u0301 hoy"),
        ("漢字 ñ uno dos", "漢字 ñ dos uno 漢"),
    ],
)
def test_words_are_changed_where_they_stand_whatever_their_bytes(
    editor: Editor, before: str, after: str
) -> None:
    state = Replica(client=1).change_to(a_text(before, "Ñandú."))

    change = Replica(state, client=2).change_to(a_text(after, "Ñandú, también."))
    read, _ = editor.after(step(state), step(change))

    assert said(read) == said(a_text(after, "Ñandú, también."))


@several
@given(DOCUMENTS.map(cleaned), DOCUMENTS.map(cleaned), DOCUMENTS.map(cleaned))
def test_each_changes_what_the_other_has_written(
    editor: Editor, first: Node, second: Node, third: Node
) -> None:
    seeded = Replica(client=1).change_to(first)
    _, state = editor.after(step(seeded), {"change": second})
    here = Replica(seeded, state)
    assert not brought(state).contradicts(here.clock, here.missing)
    assert said(Replica(state).content()) == said(second)

    change = Replica(state, client=2).change_to(third)
    read, whole = editor.after(step(state), step(change))

    assert said(read) == said(Replica(whole).content()) == said(third)
    here = Replica(state, change)
    assert not any(brought(one).contradicts(here.clock, here.missing) for one in (state, whole))


@several
@given(DOCUMENTS.map(cleaned), DOCUMENTS.map(cleaned))
def test_where_too_much_differs_to_be_compared_it_is_put_anew(first: Node, second: Node) -> None:
    state = Replica(client=1).change_to(first)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(rewriting, "EFFORT", 4)
        change = Replica(state, client=2).change_to(second)

    assert said(Replica(state, change).content()) == said(second)
