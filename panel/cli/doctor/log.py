"""The log: every act is as it was written (docs/LOG.md)."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from panel.cli.doctor.findings import Finding, House, State, note, well, wrong
from panel.kernel.work import at_one_instant
from panel.live.verifying import Flaw, Place, Verdict, Wrong, verify

MANY = 20  # rooms that are told of one by one
MEND = (
    "Somebody changed the database past Mesa: find out who can, and compare with a backup"
    " (docs/LOG.md, “When something is wrong”)."
)
SAID = {
    Wrong.CHANGED: "act {seq} of {room} is not as it was written",
    Wrong.MISSING: "act {seq} of {room} is missing",
    Wrong.ADDED: "act {seq} of {room} is one more than its room has counted",
    Wrong.UNCOUNTED: "{room} is missing, but there are acts of it from {seq} on",
    Wrong.COUNTER: "{room} does not end with the digest of its last act, {seq}",
    Wrong.UNKEPT: "act {seq} of {room} is another one than when the head was kept",
}


def check(house: House) -> Iterator[Finding]:
    """Read all of it again, at one instant, while others write."""
    with at_one_instant(house.engine) as reading:
        verdict = verify(reading, house.kept)
    for flaw in verdict.flaws[:MANY]:
        yield wrong(f"{_said(flaw)}.", MEND)
    if len(verdict.flaws) > MANY:
        yield wrong(f"The same in {len(verdict.flaws) - MANY} rooms more.", MEND)
    if not verdict.flaws:
        yield _head(verdict)
    if house.since:
        yield _since(house.since, house.kept or {})
    if house.keep:
        yield _kept(house.keep, verdict)


def _said(flaw: Flaw) -> str:
    said = SAID[flaw.wrong].format(room=flaw.room, seq=flaw.seq)
    return said[0].upper() + said[1:]


def _head(verdict: Verdict) -> Finding:
    said = f"{verdict.entries} acts in {len(verdict.rooms)} rooms are as they were written."
    return Finding(State.WELL, f"{said} Head: {verdict.head}", head=verdict.head)


def _since(path: Path, kept: dict[str, Place]) -> Finding:
    digest = sha256(path.read_bytes()).hexdigest()
    return note(
        f"It was compared with {path}, {len(kept)} rooms, whose head is {digest}.",
        "See that this is the head that you wrote down.",
    )


def _kept(path: Path, verdict: Verdict) -> Finding:
    """Write the head down, for the next time; not that of a log with flaws."""
    if verdict.flaws:
        return wrong(f"The head was not written to {path}, as the log is not well.", MEND)
    path.write_text(verdict.kept, encoding="utf-8", newline="\n")
    return well(f"The head was written to {path}. Keep it, or its digest, away from this machine.")
