"""One maker for each format: a Sheet or Transcript goes in, a file comes out; nothing is asked."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from panel.exports.sheet import Sheet
from panel.exports.transcript import Transcript
from panel.kernel.messages import Message

Maker = Callable[[Any, Path], tuple[Message, ...]]


def _in(module: str, name: str = "make") -> Maker:
    """Name a maker; it is imported when it is asked: a child makes one file, and needs no other."""

    def make(told: Any, target: Path) -> tuple[Message, ...]:  # noqa: ANN401  # Sheet or Transcript
        maker: Maker = getattr(import_module(f"panel.exports.makers.{module}"), name)
        return maker(told, target)

    return make


MAKERS: Mapping[str, Maker] = {  # of a Sheet
    "pdf": _in("pdf"),
    "docx": _in("office", "docx"),
    "docx-lines": _in("office", "docx_lines"),
    "odt": _in("office", "odt"),
    "md": _in("markdown"),
    "html": _in("page"),
}
THREAD_MAKERS: Mapping[str, Maker] = {  # of a Transcript
    "pdf": _in("threads.pdf"),
    "md": _in("threads.markdown"),
    "json": _in("threads.data"),
}

SUBJECTS: Mapping[str, tuple[Callable[[str], Any], Mapping[str, Maker]]] = {
    Sheet.subject: (Sheet.from_json, MAKERS),
    Transcript.subject: (Transcript.from_json, THREAD_MAKERS),
}


def made(subject: str, kind: str, told: str, target: Path) -> tuple[Message, ...]:
    """Make a file of what a subject wrote down with `to_json`."""
    read, makers = SUBJECTS[subject]
    return makers[kind](read(told), target)
