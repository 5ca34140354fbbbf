"""A page that stands alone: one HTML file with its styles in it, asking nobody for anything."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from panel.documents.text.html import html
from panel.documents.text.shape import children, kind
from panel.documents.text.words import text_of
from panel.exports.makers.links import post
from panel.exports.makers.nodes import identity, level
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
LISTED = 3  # headings, from which on they are listed above the text


def make(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the page."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    headings = [
        {"id": identity(one), "level": level(one), "words": text_of(one)}
        for one in children(sheet.content)
        if kind(one) == "heading" and text_of(one).strip()
    ]
    text = html(
        sheet.content,
        sheet.blocks,
        lambda thread, number: post(sheet.citation, thread, number),
        sheet.labels.text,
    )
    page = templates.get_template("page.html").render(
        sheet=sheet, text=text, headings=headings if len(headings) >= LISTED else []
    )
    target.write_text(page, encoding="utf-8")
    return ()
