"""How long each file of a paper of thirty pages takes, as a job makes it: in a child, under limits.

Beside it the bare tool, in a process of its own too, from data that is ready-made: typst with our
template; Pandoc with the same text in its own JSON, without our styles, numbers and front page.
"""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pikepdf

from panel.exports.formats import ENDINGS
from panel.exports.makers import MAKERS
from panel.exports.makers.compiling import FONTS, TEMPLATES
from panel.exports.makers.converting import PANDOC, run
from panel.exports.makers.pdf import told
from panel.exports.making import make
from panel.exports.sheet import Sheet
from tests.exports.papers import long
from tests.load.measuring import Line, Measured, in_turn
from tests.load.sizes import Size
from tests.services.server import ROOT

TYPST, BARE_PANDOC = "bare typst", "bare pandoc"
WRITTEN = {"docx": "docx", "docx-lines": "docx", "odt": "odt", "md": "markdown", "html": "html"}


@dataclass
class Kind:
    """One format, and what its rounds have come to, in milliseconds."""

    name: str
    baseline: str
    command: Sequence[str]
    ours: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    def go(self, sheet: Sheet, folder: Path) -> None:
        """Make it both ways, once each."""
        self.ours.append(_timed(partial(make, sheet, self.name, folder / f"ours.{self.name}")))
        bare = partial(subprocess.run, list(self.command), cwd=ROOT, check=True)
        self.beside.append(_timed(bare))


def measure(folder: Path, size: Size) -> Measured:
    """Make all of them in turn."""
    sheet = long(size.sections)
    kinds = [_kind(name, sheet, folder) for name in MAKERS]
    in_turn(size.rounds, *(partial(one.go, sheet, folder) for one in kinds))
    [pages] = {_pages(folder / file) for file in ("ours.pdf", "bare.pdf")}
    return [
        Line(f"export of {pages} pages: {one.name}", one.ours, one.beside, one.baseline)
        for one in kinds
    ], [
        "Exports: each in a process of its own, and so is what stands beside it. typst gets our",
        "template and ready-made data, and makes as many pages; Pandoc gets the same text in its",
        "own JSON, and knows nothing of our styles, line numbers and front page.",
    ]


def _kind(name: str, sheet: Sheet, folder: Path) -> Kind:
    bare = str(folder / f"bare.{ENDINGS[name]}")
    if name == "pdf":
        data = folder / "sheet.json"
        data.write_text(json.dumps(told(sheet), ensure_ascii=False), "utf-8")
        files = (str(TEMPLATES / "paper.typ"), str(data), str(FONTS), bare)
        return Kind(name, TYPST, (sys.executable, "-m", "tests.load.typesetting", *files))
    source = _ready(sheet, folder)
    written = (f"--to={WRITTEN[name]}", "--standalone", f"--output={bare}", str(source))
    return Kind(name, BARE_PANDOC, (str(PANDOC), "--from=json", *written))


def _ready(sheet: Sheet, folder: Path) -> Path:
    """Write the text down as Pandoc keeps it."""
    markdown, ready = folder / "source.md", folder / "source.json"
    if not ready.exists():
        MAKERS["md"](sheet, markdown)
        run("--from=markdown", "--to=json", f"--output={ready}", str(markdown))
    return ready


def _pages(file: Path) -> int:
    with pikepdf.open(file) as paper:
        return len(paper.pages)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1e3
