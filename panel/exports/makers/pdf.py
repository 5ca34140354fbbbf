"""PDF by typst: tagged, PDF/UA-1 and PDF/A-2a, with our numbers in the margins."""

import json
from collections.abc import Sequence
from datetime import UTC
from pathlib import Path
from typing import Any, Literal

import typst

from panel.exports.makers.typeset import parts, typeset
from panel.exports.sheet import Sheet
from panel.kernel.messages import N_, Message

FONTS = Path(__file__).resolve().parents[3] / ".build" / "paper-fonts"  # make lays them there
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
Standard = Literal["a-2a", "ua-1"]
STANDARDS: Sequence[Standard] = ("a-2a", "ua-1")
LISTED, COVERED = 3, 8  # headings: from so many on they are listed, and on a page of their own

NOT_STANDARD = N_(
    "The text has signs that none of our fonts can show. They stand as empty boxes in this file, "
    "so it does not meet PDF/UA and PDF/A. The other formats hold them."
)


def make(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the PDF; when a sign has no glyph, without the standards, and say so."""
    if not any(FONTS.glob("*.ttf")):
        raise FileNotFoundError(f"no fonts in {FONTS}; `make front` lays them there")
    words = json.dumps(told(sheet), ensure_ascii=False)
    try:
        target.write_bytes(_pdf(words, sheet, STANDARDS))
    except typst.TypstError as error:
        if "PDF/" not in error.message:  # it is not the standards that refuse
            raise
        target.write_bytes(_pdf(words, sheet, ()))
        return (NOT_STANDARD,)
    return ()


def _pdf(words: str, sheet: Sheet, standards: Sequence[Standard]) -> bytes:
    return typst.compile(
        TEMPLATES / "paper.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": words},
        pdf_standards=[*standards],
        timestamp=int(sheet.at.timestamp()),
    )


def told(sheet: Sheet) -> dict[str, Any]:
    """Give what the template prints, as plain data."""
    moment = sheet.at.astimezone(UTC)
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
        "sha256": sheet.sha256,
        "language": sheet.language,
        "at": {
            "year": moment.year,
            "month": moment.month,
            "day": moment.day,
            "hour": moment.hour,
            "minute": moment.minute,
            "second": moment.second,
        },
        "facts": [
            [label, [words] if words == sheet.sha256 else parts(words), words == sheet.sha256]
            for label, words in sheet.facts
        ],
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
