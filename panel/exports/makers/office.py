"""DOCX and ODT, to go on working with a paper; and a reading copy that breaks at our lines."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from panel.documents.text.shape import children
from panel.exports.makers import reference
from panel.exports.makers.converting import convert
from panel.exports.makers.lined import lines_of
from panel.exports.makers.opendocument import completed
from panel.exports.makers.pandoc_ast import Piece, Writer, pandoc, paragraph, set_in, styled, words
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message


def docx(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the paper for Word."""
    writer = Writer(sheet.citation, references=_CITED, quotations="Block Text")
    return _write(sheet, target, "docx", reference.docx, writer)


def docx_lines(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write a reading copy for Word: it breaks where our lines end, and gives their numbers."""
    numbers = {block.id: block.number for block in sheet.blocks}
    lined = Writer(sheet.citation, lines_of(sheet.blocks), numbers, references=_CITED)
    return _write(sheet, target, "docx", reference.docx, lined, sheet.on_lines)


def odt(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the paper for LibreOffice."""
    _write(sheet, target, "odt", reference.odt, Writer(sheet.citation, references=_CITED))
    completed(target)
    return ()


_CITED = "Reference"


def _write(
    sheet: Sheet,
    target: Path,
    to: str,
    styles: Callable[[Sheet, Path], None],
    writer: Writer,
    said: str = "",
) -> tuple[Message, ...]:
    blocks = [*_front(sheet, said), *writer.blocks(children(sheet.content))]
    about = {
        "title": sheet.titled,
        "lang": sheet.language,
        "subject": sheet.standing,
        "keywords": sheet.sha256,
    }
    with TemporaryDirectory(dir=target.parent) as folder:
        kept = Path(folder) / f"reference.{to}"
        styles(sheet, kept)
        moment = int(sheet.at.timestamp())
        convert(pandoc(blocks, about), to, target, f"--reference-doc={kept}", at=moment)
    return ()


def _front(sheet: Sheet, said: str) -> list[Piece]:
    """Say under the title whose paper it is, and which version; `said` is a sentence about it."""
    place = f"{sheet.panel} · {sheet.place}" if sheet.place else sheet.panel
    facts = [
        paragraph([styled("Fact Label", words(f"{label}:")), {"t": "Space"}, *words(text)])
        for label, text in sheet.facts
    ]
    more = [paragraph(words(said))] if said else []
    return [
        set_in("Panel", [paragraph(words(place))]),
        *(set_in("Fact", [p]) for p in facts + more),
    ]
