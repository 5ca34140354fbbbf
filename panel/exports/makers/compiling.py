"""PDF by typst: tagged, PDF/UA-1 and PDF/A-2a, from a template of ours and words as data."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import typst

from panel.exports.makers.words import parts
from panel.kernel.messages import N_, Message

FONTS = Path(__file__).resolve().parents[3] / ".build" / "paper-fonts"  # make lays them there
TEMPLATES = Path(__file__).resolve().parents[1] / "templates"
Standard = Literal["a-2a", "ua-1"]
STANDARDS: Sequence[Standard] = ("a-2a", "ua-1")

NOT_STANDARD = N_(
    "The text has signs that none of our fonts can show. They stand as empty boxes in this file, "
    "so it does not meet PDF/UA and PDF/A. The other formats hold them."
)


class Fact(NamedTuple):
    """What there is to know before one reads, with its label; perhaps with an address."""

    label: str
    words: str
    figures: bool = False  # set small and not divided, as a fingerprint is
    href: str = ""


def written(template: str, told: dict[str, Any], at: datetime, target: Path) -> tuple[Message, ...]:
    """Write the PDF; when a sign has no glyph, without the standards, and say so.

    `at` is when what it holds was so: the same words give the same bytes.
    """
    if not any(FONTS.glob("*.ttf")):
        raise FileNotFoundError(f"no fonts in {FONTS}; `make front` lays them there")
    words = json.dumps(told, ensure_ascii=False)
    try:
        target.write_bytes(_pdf(template, words, at, STANDARDS))
    except typst.TypstError as error:
        if "PDF/" not in error.message:  # it is not the standards that refuse
            raise
        target.write_bytes(_pdf(template, words, at, ()))
        return (NOT_STANDARD,)
    return ()


def facts(some: Iterable[Fact]) -> list[list[object]]:
    """Give facts as the templates want them."""
    return [
        [one.label, [one.words] if one.figures else parts(one.words), one.figures, one.href or None]
        for one in some
    ]


def date(at: datetime) -> dict[str, int]:
    """Give an instant as the templates want it."""
    moment = at.astimezone(UTC)
    return {
        "year": moment.year,
        "month": moment.month,
        "day": moment.day,
        "hour": moment.hour,
        "minute": moment.minute,
        "second": moment.second,
    }


def _pdf(template: str, words: str, at: datetime, standards: Sequence[Standard]) -> bytes:
    return typst.compile(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": words},
        pdf_standards=[*standards],
        timestamp=int(at.timestamp()),
    )
