"""Markdown as Pandoc reads it, which people can read, too."""

import re
from pathlib import Path
from typing import Any

from panel.documents.text.shape import children
from panel.exports.makers.converting import convert
from panel.exports.makers.pandoc_ast import Piece, Writer, pandoc
from panel.exports.sheet import Sheet
from panel.kernel.messages import Message

# Straight quotes and dashes stay as they were typed; tables are drawn with bars or as grids.
DIALECT = "markdown-smart-simple_tables-multiline_tables"

# What Pandoc leaves as it is although it reads it as more than a sign: entities, citations,
# attributes; and what begins something where a line begins.
_SIGNS = re.compile(r"([&@{])")
_BEGINS = re.compile(r"([-+*#>=:|~%]|(?:\d+|[A-Za-z]+|#)(?=[.)])|\((?=(?:\w+|@)\))|Table(?=:))")


def make(sheet: Sheet, target: Path) -> tuple[Message, ...]:
    """Write the Markdown; a head in YAML says which version it is."""
    about = {
        "title": sheet.titled,
        "lang": sheet.language,
        "author": sheet.panel,
        "place": sheet.place,
        "stage": sheet.stage,
        "version": sheet.version,
        "date": sheet.date,
        "adoption": sheet.adoption,
        "sha256": sheet.sha256,
    }
    blocks = Writer(sheet.citation, widths=False).blocks(children(sheet.content))
    convert(pandoc(guarded(blocks), about), DIALECT, target, "--standalone", "--wrap=none")
    return ()


def guarded(node: Any) -> Any:  # noqa: ANN401  # Pandoc's JSON is nested lists
    """Put a backslash where Pandoc's own writer would need one and sets none."""
    if isinstance(node, dict):
        return {key: guarded(value) for key, value in node.items()}
    if not isinstance(node, list):
        return node
    found: list[Any] = []
    for one in node:
        if isinstance(one, dict) and one.get("t") == "Str":
            before = [piece for piece in found if piece != {"t": "Space"}]
            begins = not before or before[-1] == {"t": "LineBreak"}
            found += _words(one["c"], begins=begins)
        else:
            found.append(guarded(one))
    return found


def _words(text: str, *, begins: bool) -> list[Piece]:
    begun = _BEGINS.match(text) if begins else None
    at = 0
    if begun:
        # Before a number's point or bracket, else before the sign itself.
        at = begun.end() if begun[0].isalnum() else begun.start()
    found = [_str(text[:at]), _raw(text[at])] if begun and at < len(text) else []
    rest = text[at + 1 :] if found else text
    for part in _SIGNS.split(rest):
        found.append(_raw(part) if _SIGNS.fullmatch(part) else _str(part))
    return [one for one in found if one["c"]]


def _str(text: str) -> Piece:
    return {"t": "Str", "c": text}


def _raw(sign: str) -> Piece:
    return {"t": "RawInline", "c": ["markdown", f"\\{sign}"]}
