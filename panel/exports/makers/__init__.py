"""One maker for each format: a Sheet goes in, a file comes out; nothing else is read or asked."""

from collections.abc import Callable, Mapping
from pathlib import Path

from panel.exports.makers import markdown, office, page, pdf
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message

TEMPLATE = 1  # raised when the same version would look or read differently

Maker = Callable[[Sheet, Path], tuple[Message, ...]]

MAKERS: Mapping[str, Maker] = {
    "pdf": pdf.make,
    "docx": office.docx,
    "docx-lines": office.docx_lines,
    "odt": office.odt,
    "md": markdown.make,
    "html": page.make,
}
ENDINGS: Mapping[str, str] = {name: name.partition("-")[0] for name in MAKERS}
TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "docx-lines": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "md": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
}
