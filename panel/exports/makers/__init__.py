"""One maker for each format: a Sheet or Transcript goes in, a file comes out; nothing is asked."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from panel.exports.makers import markdown, office, page, pdf
from panel.exports.makers.threads import data
from panel.exports.makers.threads import markdown as thread_markdown
from panel.exports.makers.threads import pdf as thread_pdf
from panel.exports.sheet import Sheet
from panel.exports.transcript import Transcript
from panel.kernel.messages import Message

Maker = Callable[[Sheet, Path], tuple[Message, ...]]
ThreadMaker = Callable[[Transcript, Path], tuple[Message, ...]]

MAKERS: Mapping[str, Maker] = {
    "pdf": pdf.make,
    "docx": office.docx,
    "docx-lines": office.docx_lines,
    "odt": office.odt,
    "md": markdown.make,
    "html": page.make,
}
THREAD_MAKERS: Mapping[str, ThreadMaker] = {
    "pdf": thread_pdf.make,
    "md": thread_markdown.make,
    "json": data.make,
}

SUBJECTS: Mapping[str, tuple[Callable[[str], Any], Mapping[str, Callable[[Any, Path], Any]]]] = {
    Sheet.subject: (Sheet.from_json, MAKERS),
    Transcript.subject: (Transcript.from_json, THREAD_MAKERS),
}


def made(subject: str, kind: str, told: str, target: Path) -> tuple[Message, ...]:
    """Make a file of what a subject wrote down with `to_json`."""
    read, makers = SUBJECTS[subject]
    said: tuple[Message, ...] = makers[kind](read(told), target)
    return said
