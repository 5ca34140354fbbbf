"""Papers as PDF, with our numbers in the margins."""

from pathlib import Path
from typing import Any

from panel.exports.makers.compiling import Fact, date, facts, written
from panel.exports.makers.typeset import typeset
from panel.exports.makers.words import parts
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message

LISTED, COVERED = 3, 8  # headings: from so many on they are listed, and on a page of their own


def make(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the PDF."""
    return written("paper.typ", told(sheet), sheet.at, target)


def told(sheet: Sheet) -> dict[str, Any]:
    """Give what the template prints, as plain data."""
    blocks = typeset(sheet)
    headings = sum(1 for one in blocks if one["t"] == "heading")
    return {
        "panel": sheet.panel,
        "place": sheet.place,
        "title": sheet.titled,
        "title_parts": parts(sheet.titled),
        "title_short": parts(sheet.short_title),
        "description": f"{sheet.panel}. {sheet.standing}",
        "standing": sheet.standing,
        "keywords": [sheet.sha256],
        "language": sheet.language,
        "at": date(sheet.at),
        "facts": facts(
            Fact(label, words, figures=words == sheet.sha256) for label, words in sheet.facts
        ),
        "labels": {
            "contents": sheet.labels.contents,
            "page": sheet.labels.page,
            "of": sheet.labels.of,
            "numbers": sheet.on_numbers,
        },
        "contents": headings >= LISTED,
        "cover": headings >= COVERED,
        "blocks": blocks,
    }
