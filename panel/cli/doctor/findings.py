"""What a check is, and what it finds."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from panel.kernel.database import open_engine
from panel.kernel.settings import Settings
from panel.live.verifying import Place


class State(StrEnum):
    """How something is: a note is worth knowing, and no reason to do anything at once."""

    WELL = "well"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """What was found, in a sentence, and how to mend it; `head` is that of the log.

    What `blocks` leaves nothing else of the database to be looked at.
    """

    state: State
    says: str
    mend: str = ""
    check: str = ""
    head: str = ""
    blocks: bool = False

    def told(self) -> dict[str, str]:
        """Give it as data."""
        said = asdict(self)
        del said["blocks"]
        return {name: str(value) for name, value in said.items() if value}


@dataclass(frozen=True)
class House:
    """The installation that is looked at; `kept` is an earlier head of its log, from `since`."""

    settings: Settings
    keep: Path | None = None
    since: Path | None = None
    kept: dict[str, Place] | None = None

    @cached_property
    def engine(self) -> Engine:
        """The database; nothing of it is opened before somebody asks."""
        return open_engine(self.settings.database_url, time.sleep)


@dataclass(frozen=True)
class Check:
    """Something to look at."""

    name: str
    look: Callable[[House], Iterable[Finding]]
    needs_database: bool = True


def well(says: str) -> Finding:
    """All is as it should be."""
    return Finding(State.WELL, says)


def note(says: str, mend: str = "") -> Finding:
    """Say something that is worth knowing."""
    return Finding(State.NOTE, says, mend)


def wrong(says: str, mend: str, *, blocks: bool = False) -> Finding:
    """Say that something has to be mended, and how."""
    return Finding(State.WRONG, says, mend, blocks=blocks)


def examined(house: House, checks: Iterable[Check]) -> Iterator[Finding]:
    """Look at one after the other; what needs the database, only if that can be used."""
    usable = True
    for check in checks:
        if check.needs_database and not usable:
            yield Finding(State.NOTE, "Not looked at, for want of the database.", "", check.name)
            continue
        for one in _found(house, check):
            usable &= not one.blocks
            yield replace(one, check=check.name)


def _found(house: House, check: Check) -> Iterator[Finding]:
    """Let a check that breaks off say so, and the others go on."""
    try:
        yield from check.look(house)
    except (OSError, ValueError, SQLAlchemyError) as error:
        said = f"{type(error).__name__}: {error}".splitlines()[0]
        yield wrong(f"This could not be looked at to its end: {said}", "See what this says.")
