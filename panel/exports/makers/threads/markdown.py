"""Threads as Markdown: posts under headings of their own, what they say one level further down.

What somebody wrote is taken apart and written anew, so that no bracket or fence left open in one
post reaches into the next.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from panel.exports.makers.converting import convert
from panel.exports.makers.markdown import DIALECT, guarded
from panel.exports.makers.pandoc_ast import Piece, block, pandoc, paragraph, plainly, words
from panel.exports.makers.threads.prose import Data, prose
from panel.exports.transcript import Entry, Transcript
from panel.kernel.messages import Message

SECTION, POST, DEEPEST = 1, 2, 6  # levels of headings
_SET = {"bold": "Strong", "italic": "Emph", "struck": "Strikeout"}
_NONE: Any = ["", [], []]  # no attributes


def make(transcript: Transcript, target: Path) -> tuple[Message, ...]:
    """Write the Markdown; a head in YAML says which thread it is, and how much of it."""
    about = {
        "title": transcript.titled,
        "lang": transcript.language,
        "author": transcript.panel,
        "place": transcript.place,
        **{one.name: one.words for one in transcript.facts},
    }
    blocks = [*_concluded(transcript), _heading(SECTION, words(transcript.labels.posts))]
    for entry in transcript.entries:
        blocks += _post(entry) if entry.said else _gone(entry)
    convert(pandoc(guarded(blocks), about), DIALECT, target, "--standalone", "--wrap=none")
    return ()


def _concluded(transcript: Transcript) -> list[Piece]:
    said = transcript.conclusion
    if not said:
        return []
    notes = [paragraph(_quietly(one)) for one in (said.signed, said.note) if one]
    head = _heading(SECTION, words(transcript.labels.conclusion))
    return [head, *_Writer(below=SECTION).blocks(prose(said.body)), *notes]


def _post(entry: Entry) -> list[Piece]:
    """Write who, for whom and when; whom it answers; and what it says."""
    role = f" ({entry.role})" if entry.role else ""
    when = [*words(f"{entry.organisation}{role}, "), _link(words(entry.date), entry.url)]
    when += words(f", {entry.edited}") if entry.edited else []
    answers = [paragraph(_quietly(entry.answers))] if entry.answers else []
    said = _Writer(below=POST).blocks(prose(entry.body))
    return [
        _heading(POST, words(f"{entry.number} · {entry.name}")),
        paragraph(when),
        *answers,
        *said,
    ]


def _gone(entry: Entry) -> list[Piece]:
    return [
        _heading(POST, words(f"{entry.number} · {entry.name}")),
        paragraph(_quietly(entry.note)),
    ]


def _quietly(text: str) -> list[Piece]:
    return [block("Emph", words(text))]


def _heading(level: int, inlines: list[Piece]) -> Piece:
    return block("Header", [level, _NONE, inlines])


def _link(inlines: list[Piece], href: str) -> Piece:
    return block("Link", [_NONE, inlines, [href, ""]])


class _Writer:
    """Writes the blocks of a post; its headings stand below one of a level."""

    def __init__(self, *, below: int) -> None:
        self._below = below

    def blocks(self, some: Iterable[Data]) -> list[Piece]:
        return [self._block(one) for one in some]

    def _block(self, one: Data) -> Piece:
        made: Piece = getattr(self, f"_{one['t']}")(one)
        return made

    def _paragraph(self, one: Data) -> Piece:
        return paragraph(_inlines(one["c"]))

    def _heading(self, one: Data) -> Piece:
        return _heading(min(DEEPEST, self._below + one["level"]), _inlines(one["c"]))

    def _quote(self, one: Data) -> Piece:
        return block("BlockQuote", self.blocks(one["c"]))

    def _code(self, one: Data) -> Piece:
        return block("CodeBlock", [_NONE, one["s"]])

    def _rule(self, _one: Data) -> Piece:
        return {"t": "HorizontalRule"}

    def _table(self, one: Data) -> Piece:
        return _table(one["rows"])

    def _list(self, one: Data) -> Piece:
        items = [self.blocks(item) for item in one["items"]]
        if all(sum(made["t"] == "Para" for made in item) <= 1 for item in items):
            items = [plainly(item) for item in items]
        if one["start"] is None:
            return block("BulletList", items)
        return block("OrderedList", [[one["start"], {"t": "Decimal"}, {"t": "Period"}], items])


def _inlines(some: Iterable[Data]) -> list[Piece]:
    return [piece for one in some for piece in _inline(one)]


def _inline(one: Data) -> list[Piece]:
    if one["t"] == "break":
        return [{"t": "LineBreak"}]
    made = [block("Code", [_NONE, one["s"]])] if "code" in one["m"] else words(one["s"])
    for mark, name in _SET.items():
        if mark in one["m"]:
            made = [block(name, made)]
    return [_link(made, one["href"])] if one["href"] else made


def _table(rows: Sequence[Sequence[Sequence[Data]]]) -> Piece:
    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in rows[0]]
    head, *body = ([_NONE, [_cell(cell) for cell in row]] for row in rows)
    parts = [[_NONE, 0, [], body]]
    return block("Table", [_NONE, [None, []], columns, [_NONE, [head]], parts, [_NONE, []]])


def _cell(cell: Sequence[Data]) -> list[Any]:
    made = _inlines(cell)
    return [_NONE, {"t": "AlignDefault"}, 1, 1, [block("Plain", made)] if made else []]
