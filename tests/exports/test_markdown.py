import json
from pathlib import Path
from typing import Any

import pytest

from panel.documents.text.shape import children
from panel.exports.makers.converting import run
from panel.exports.makers.pandoc_ast import Writer
from panel.exports.sheet import Sheet
from tests.exports.conftest import Made
from tests.exports.papers import EVERYTHING, HOSTILE

Json = Any  # Pandoc's JSON is nested lists


def read_back(path: Path) -> Json:
    return json.loads(run("--from=markdown-smart", "--to=json", str(path)))


def alike(node: Json) -> Json:
    """Leave out what Markdown has no words for, and how a text is cut into pieces."""
    if isinstance(node, dict):
        if node["t"].startswith("ColWidth"):
            return ["ColWidth"]
        inside = [node["c"][0], node["c"][2]] if node["t"] == "Header" else node.get("c")
        return [node["t"], alike(inside)]
    return _joined([alike(one) for one in node]) if isinstance(node, list) else node


def _joined(nodes: list[Json]) -> list[Json]:
    found: list[Json] = []
    for one in nodes:
        if found and _is(one, "Str") and _is(found[-1], "Str"):
            found[-1] = ["Str", found[-1][1] + one[1]]
        elif found or not _is(one, "Space"):
            found.append(one)
    return found


def _is(node: Json, name: str) -> bool:
    return isinstance(node, list) and node[:1] == [name]


def without_row_heads(blocks: list[Json]) -> list[Json]:
    """Leave out how many columns are heads, which Markdown cannot say."""
    for block in blocks:
        if block["t"] == "Table":
            block["c"][4][0][1] = 0
    return blocks


@pytest.mark.parametrize(("name", "paper"), [("everything", EVERYTHING), ("hostile", HOSTILE)])
def test_markdown_read_back_is_the_paper(made: Made, name: str, paper: Sheet) -> None:
    wanted = Writer(paper.citation, widths=False).blocks(children(paper.content))

    found = read_back(made("md", name))["blocks"]

    assert alike(found) == alike(without_row_heads([one for one in wanted if one["c"]]))


def test_numbers_and_spans_are_kept(made: Made) -> None:
    text = made("md", "everything").read_text()

    assert "  7.  Anidado siete[^3]\n  8.  Anidado ocho" in text
    assert "\n4.  Cuarto punto\n5.  Quinto punto" in text
    assert "| Personas" in text
    assert "| Sin dato " in text


def test_the_head_says_which_version_it_is(made: Made) -> None:
    meta = read_back(made("md", "hostile"))["meta"]

    assert set(meta) >= {"title", "author", "stage", "version", "date", "sha256", "lang"}
    assert meta["sha256"]["c"][0]["c"] == HOSTILE.sha256
