"""One maker for each format: a Sheet goes in, a file comes out; nothing else is read or asked."""

from collections.abc import Callable, Mapping
from pathlib import Path

from panel.exports.makers import markdown, office, page, pdf
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message

Maker = Callable[[Sheet, Path], tuple[Message, ...]]

MAKERS: Mapping[str, Maker] = {
    "pdf": pdf.make,
    "docx": office.docx,
    "docx-lines": office.docx_lines,
    "odt": office.odt,
    "md": markdown.make,
    "html": page.make,
}
