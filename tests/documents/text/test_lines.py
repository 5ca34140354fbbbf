import json
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import regex  # type: ignore[import-untyped]  # it has no types
from hypothesis import given

from panel.documents.text import lines
from panel.documents.text.canonical import canonical, digest
from panel.documents.text.lines import SPLITTER, numbered, split, written
from panel.documents.text.schema import cleaned
from panel.documents.text.shape import Node
from panel.documents.text.words import passages
from tests.documents import recompute
from tests.documents.text.drawn import DOCUMENTS, WORDS, node, often
from tests.documents.text.test_schema import doc, para, text

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"


def version(content: Node) -> dict[str, Any]:
    form = canonical("Título", content)
    rows = json.loads(json.dumps(written(numbered(cleaned(content)))))
    return {"canonical": form, "sha256": digest(form), "splitter": SPLITTER, "lines": rows}


def broken(words: str) -> list[str]:
    return list(split(words))


@often
@given(WORDS)
def test_lines_joined_are_the_text_and_none_is_too_long(words: str) -> None:
    found = broken(words * 5)

    assert "".join(found) == words * 5
    assert all(len(regex.findall(r"\X", one.rstrip("\n"))) <= 90 for one in found)
    assert all(found)


@often
@given(DOCUMENTS)
def test_the_lines_of_a_block_are_its_text(content: Node) -> None:
    once = cleaned(content)
    spoken = [one for one in passages(once) if not one.silent]

    found = numbered(once)

    for block, passage in zip(found, spoken, strict=True):
        said = "".join(line.text for line in block.lines)
        assert said == "".join(part.text for part in passage.parts)
        for part in passage.parts:
            own = [line.text for line in block.lines if line.of == part.id]
            assert "".join(own) == part.text
    every = list(chain.from_iterable(block.lines for block in found))
    assert [line.number for line in every] == list(range(1, len(every) + 1))
    assert [block.number for block in found] == list(range(1, len(found) + 1))


@often
@given(DOCUMENTS)
def test_an_independent_script_finds_the_same(content: Node) -> None:
    assert recompute.faults(version(content)) == []


def test_the_script_runs_by_itself_and_tells_what_differs(tmp_path: Path) -> None:
    good = version(doc(para("Que la afiliación comience el primer día. " * 9), para("x")))
    bad = {**good, "sha256": "0" * 64, "lines": good["lines"][1:]}
    script = Path(recompute.__file__)
    found = []

    for one in (good, bad):
        (tmp_path / "version.json").write_text(json.dumps(one), encoding="utf-8")
        run = subprocess.run(  # noqa: S603  # our own script
            [sys.executable, "-I", script, tmp_path / "version.json"],
            capture_output=True,
            text=True,
            check=False,
        )
        found.append((run.returncode, run.stdout, run.stderr))

    assert "panel" not in {line.split()[1] for line in _imports(script)}
    assert found[0] == (0, "as it should be\n", "")
    assert found[1] == (1, "the hash is another one\nthe lines are others\n", "")


def _imports(script: Path) -> list[str]:
    return [line for line in script.read_text().splitlines() if line.startswith(("import", "from"))]


def test_what_is_kept_of_lines_is_read_back() -> None:
    found = numbered(cleaned(doc(para("a " * 100), para("b"))))

    assert lines.read(json.loads(json.dumps(written(found)))) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", []),
        ("x" * 90, ["x" * 90]),
        ("x" * 91, ["x" * 90, "x"]),
        ("x" * 60 + " " + "y" * 40, ["x" * 60 + " ", "y" * 40]),
        ("x" * 89 + " y", ["x" * 89 + " ", "y"]),
        ("x" * 60 + "-" + "y" * 40, ["x" * 60 + "-", "y" * 40]),
        ("x" * 60 + "\u00a0" + "y" * 40, ["x" * 60 + "\u00a0" + "y" * 29, "y" * 11]),
        ("x" * 90 + " ", ["x" * 90, " "]),
        ("a\nb", ["a\n", "b"]),
        ("a\n\n", ["a\n", "\n"]),
        ("e\u0301" * 90, ["e\u0301" * 90]),
        (FAMILY * 91, [FAMILY * 90, FAMILY]),
        ("\U0001f1e8\U0001f1f4" * 91, ["\U0001f1e8\U0001f1f4" * 90, "\U0001f1e8\U0001f1f4"]),
        (" \u0301" * 91, [" \u0301" * 90, " \u0301"]),
        ("مرحبا " * 16, ["مرحبا " * 15, "مرحبا "]),
    ],
)
def test_where_lines_are_broken(words: str, found: list[str]) -> None:
    assert broken(words) == found


def test_blocks_are_numbered_as_the_page_says() -> None:
    def note(words: str) -> Node:
        return node("footnote", content=[text(words)] if words else [])

    def item(*inside: Node) -> Node:
        return node("listItem", content=list(inside))

    cell = node("tableCell", content=[para("uno", note("de la tabla")), para("dos")])
    content = doc(
        node("heading", attrs={"level": 2}, content=[text("Título")]),
        para(),
        para("\u00a0 "),
        para(note("")),
        node(
            "bulletList",
            content=[
                item(
                    para("a"), para("b"), node("orderedList", content=[item(para("c", note("n")))])
                )
            ],
        ),
        node("blockquote", content=[para("q")]),
        node("table", content=[node("tableRow", content=[cell])]),
        node("table", content=[node("tableRow", content=[node("tableCell")])]),
    )

    found = numbered(cleaned(content))

    told = [
        (one.number, one.kind, one.level, one.depth, [line.text for line in one.lines])
        for one in found
    ]
    assert told == [
        (1, "heading", 2, 0, ["Título"]),
        (2, "paragraph", 0, 0, []),
        (3, "listItem", 0, 1, ["a"]),
        (4, "listItem", 0, 1, ["b"]),
        (5, "listItem", 0, 2, ["c", "n"]),
        (6, "blockquote", 0, 0, ["q"]),
        (7, "table", 0, 0, ["uno", "dos", "de la tabla"]),
        (8, "table", 0, 0, []),
    ]
