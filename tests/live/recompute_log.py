"""Recomputes the chain and the head of the log from docs/LOG.md alone.

It shares no code with Mesa and needs nothing but Python: `python recompute_log.py var/mesa.db`
reads an SQLite database and prints the head that `panel doctor` prints, or the first places that
differ.
"""

import hashlib
import json
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path

Entry = tuple[
    str, int, str, str, str, int, dict[str, object], str | None, str
]  # and its digest, last


def recomputed(
    rooms: dict[str, tuple[int, str]], entries: Iterable[Entry]
) -> tuple[str, list[tuple[str, int]]]:
    """Give the head, and the first place of each room that is not as it should be."""
    wrong, seen = dict[str, int](), dict[str, tuple[int, str]]()
    for room, seq, at, by, kind, version, fact, told, digest in entries:
        before, previous = seen.get(room, (0, ""))
        form = json.dumps(
            [previous, room, seq, at, by, kind, version, fact, told],
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        good = seq == before + 1 and hashlib.sha256(form.encode("utf-8")).hexdigest() == digest
        if not good:
            wrong.setdefault(room, seq)
        seen[room] = (seq, digest)
    for room in rooms.keys() | seen.keys():
        if rooms.get(room) != seen.get(room):
            wrong.setdefault(room, seen.get(room, (0, ""))[0])
    names = sorted(rooms, key=lambda name: name.encode("utf-8"))
    lines = "".join(f"{rooms[name][1]} {rooms[name][0]} {name}\n" for name in names)
    return hashlib.sha256(lines.encode("utf-8")).hexdigest(), sorted(wrong.items())


def read(path: str) -> tuple[dict[str, tuple[int, str]], list[Entry]]:
    """Read the rooms and the entries of an SQLite database, in order."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as connection:
        rooms = connection.execute("SELECT name, last_seq, digest FROM live_room")
        places = {name: (last_seq, digest) for name, last_seq, digest in rooms}
        rows = connection.execute(
            "SELECT room, seq, at, by, kind, version, fact, told, digest FROM live_entry"
            " ORDER BY room, seq"
        )
        entries = [
            (room, seq, f"{at.replace(' ', 'T')}Z", by, kind, version, json.loads(fact), *rest)
            for room, seq, at, by, kind, version, fact, *rest in rows
        ]
    connection.close()
    return places, entries


if __name__ == "__main__":
    head, places = recomputed(*read(str(Path(sys.argv[1]).resolve())))
    sys.stdout.write(f"{head}\n")
    sys.stdout.writelines(f"wrong: {room} {seq}\n" for room, seq in places)
    sys.exit(bool(places))
