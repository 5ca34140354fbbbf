"""Threads as PDF: who, when, whom it answers, and what was said, legible in print."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from panel.exports.makers.compiling import Fact, date, facts, written
from panel.exports.makers.threads.prose import prose
from panel.exports.makers.threads.typeset import SECTION, typeset
from panel.exports.makers.words import parts
from panel.exports.transcript import Conclusion, Entry, Transcript
from panel.kernel.messages import Message

LISTED = 60  # lines of the contents: of more branches only each second, third … is listed
WITHIN = 800  # posts: in longer threads links lead to posts by their addresses, which cost less
COVERED = 12  # lines, from which on the contents stand on a page of their own


def make(transcript: Transcript, target: Path) -> tuple[Message, ...]:
    """Write the PDF."""
    return written("thread.typ", told(transcript), transcript.at, target)


def told(transcript: Transcript) -> dict[str, Any]:
    """Give what the template prints, as plain data."""
    listed, conclusion = _listed(transcript.entries), transcript.conclusion
    named = _named(transcript.entries)
    return {
        "panel": transcript.panel,
        "place": transcript.place,
        "title": transcript.titled,
        "title_parts": parts(transcript.titled),
        "title_short": parts(transcript.short_title),
        "description": f"{transcript.panel}. {transcript.standing}",
        "standing": transcript.standing,
        "keywords": [],
        "language": transcript.language,
        "at": date(transcript.at),
        "facts": facts(Fact(one.label, one.words, href=one.href) for one in transcript.facts),
        "labels": vars(transcript.labels),
        "contents": len(listed) > 1,
        "cover": len(listed) >= COVERED,
        "conclusion": _conclusion(conclusion) if conclusion else None,
        "posts": [
            _post(one)
            | {
                "listed": one.number in listed,
                "named": one.number in named,
                "parent": one.parent if one.parent in named else None,
            }
            for one in transcript.entries
        ],
    }


def _listed(entries: Sequence[Entry]) -> frozenset[int]:
    """Choose the posts that the contents name: those with which a branch begins."""
    roots = [one.number for one in entries if one.depth == 1 and one.said]
    every = -(-len(roots) // LISTED) or 1
    return frozenset(roots[::every])


def _named(entries: Sequence[Entry]) -> frozenset[int]:
    """Choose the posts that links within the file lead to: typst keeps much for each of them."""
    if len(entries) > WITHIN:
        return frozenset()
    return frozenset(one.parent for one in entries if one.parent and one.linked)


def _conclusion(conclusion: Conclusion) -> dict[str, Any]:
    return {
        "signed": parts(conclusion.signed),
        "note": conclusion.note,
        "blocks": typeset(prose(conclusion.body), below=SECTION),
    }


def _post(entry: Entry) -> dict[str, Any]:
    return {
        "number": entry.number,
        "parent_url": entry.parent_url if entry.linked else None,
        "depth": entry.depth,
        "said": entry.said,
        "note": parts(entry.note),
        "name": parts(entry.name),
        "organisation": parts(entry.organisation),
        "role": entry.role,
        "date": entry.date,
        "edited": entry.edited,
        "url": entry.url,
        "answers": parts(entry.answers),
        "blocks": typeset(prose(entry.body)),
    }
