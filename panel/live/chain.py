"""The chain of the log: what an entry's digest is made of (docs/LOG.md), and nothing else."""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, NamedTuple

STAMP = "%Y-%m-%dT%H:%M:%S.%fZ"  # an instant, in UTC


class Act(NamedTuple):
    """All of an entry that its digest covers, in this order."""

    room: str
    seq: int
    at: datetime
    by: str
    kind: str
    version: int
    fact: dict[str, Any]
    told: str | None


def link(previous: str, act: Act) -> str:
    """Give the digest of an entry; `previous` is that of the one before it, "" for the first."""
    said = [previous, *act._replace(at=stamp(act.at))]  # type: ignore[arg-type]  # as it is said
    form = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(form.encode()).hexdigest()


def stamp(at: datetime) -> str:
    """Write an instant down in its one form."""
    return at.astimezone(UTC).strftime(STAMP)
