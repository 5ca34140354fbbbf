"""Threads as JSON, for other programs; docs/EXPORTS.md says what each field means."""

import json
from pathlib import Path
from typing import Any

from panel.exports.transcript import Conclusion, Entry, Transcript
from panel.kernel.messages import Message

FORMAT, VERSION = "mesa.thread", 1  # the version is raised when a field changes its meaning


def make(transcript: Transcript, target: Path) -> tuple[Message, ...]:
    """Write the JSON: in UTF-8, its fields and posts always in the same order."""
    text = json.dumps(told(transcript), ensure_ascii=False, indent=2)
    target.write_text(f"{text}\n", encoding="utf-8")
    return ()


def told(transcript: Transcript) -> dict[str, Any]:
    """Give what is written, as plain data."""
    about, conclusion = transcript.about, transcript.conclusion
    return {
        "format": FORMAT,
        "version": VERSION,
        "exported_at": transcript.at.isoformat(),
        "panel": {
            "name": transcript.panel,
            "place": transcript.place,
            "language": transcript.language,
            "time_zone": transcript.zone,
        },
        "thread": {
            "id": transcript.id,
            "url": transcript.url,
            "title": transcript.title,
            "audience": transcript.audience,
            "group": transcript.group or None,
            "about": vars(about) | {"paragraph": about.paragraph or None} if about else None,
            "state": "closed" if transcript.closed else "open",
            "conclusion": _conclusion(conclusion) if conclusion else None,
        },
        "observers_included": transcript.observers,
        "counts": {
            "posts": transcript.count.posts,
            "organisations": transcript.count.organisations,
            "observers_left_out": transcript.count.observers,
            "hidden": transcript.count.hidden,
            "deleted": transcript.count.deleted,
        },
        "first_at": transcript.count.first_at or None,
        "last_at": transcript.count.last_at or None,
        "posts": [_post(one) for one in transcript.entries],
    }


def _conclusion(conclusion: Conclusion) -> dict[str, Any]:
    return {"at": conclusion.at, "by": conclusion.by or None, "markdown": conclusion.body}


def _post(entry: Entry) -> dict[str, Any]:
    place = {
        "number": entry.number,
        "in_reply_to": entry.parent,
        "depth": entry.depth,
        "state": entry.state,
        "url": entry.url,
    }
    if not entry.said:
        return place | {"note": entry.note}
    return place | {
        "at": entry.at,
        "edited_at": entry.edited_at or None,
        "author": {
            "name": entry.name,
            "organisation": entry.organisation,
            "role": entry.shape,
        },
        "markdown": entry.body,
    }
