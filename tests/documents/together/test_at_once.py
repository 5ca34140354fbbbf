"""Many send at the same moment, from processes that share nothing but the database."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from typing import TypeVar

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from panel.documents import shelf
from panel.documents.models import Document, Update
from panel.kernel.database import is_passing, open_engine
from panel.kernel.settings import Settings
from panel.kernel.work import Workshop
from panel.membership.actors import Actor
from tests.documents.together.test_receiving import Table
from tests.documents.together.writing import Writer

T = TypeVar("T")
EACH = 15  # updates of each writer
TRIES = 40


def patiently(act: Callable[[], T]) -> T:
    """Try again, as a page does, when many are writing."""
    for _ in range(TRIES):
        try:
            return act()
        except DBAPIError as error:
            if not is_passing(error):
                raise
    raise AssertionError(act)


@pytest.mark.parametrize("apart", [True, False], ids=["processes", "threads"])
def test_updates_are_numbered_without_gaps_and_none_is_lost(
    workshop: Workshop, settings: Settings, apart: bool
) -> None:
    """Processes have shelves of their own; threads of one process take from the same."""
    table = Table(workshop)
    silent = replace(workshop, announce=lambda _heard: None)
    writers = [(who, table.joins(who)) for who in (table.ana, table.beto, table.mo)]
    words = f" w{apart:d}"

    def write(who: Actor, writer: Writer) -> list[int | None]:
        own = open_engine(settings.database_url, lambda _seconds: None)
        mine = copy(table)
        mine.workshop = replace(silent, engine=own)
        numbers = []
        for _ in range(EACH):
            update = writer.types(words)
            numbers.append(patiently(lambda: mine.sends(who, update)))  # noqa: B023
            if apart:
                shelf.take(table.name)
            else:
                assert words in mine.reads()
        own.dispose()
        return numbers

    with ThreadPoolExecutor(len(writers)) as pool:
        given = [one for got in pool.map(lambda each: write(*each), writers) for one in got]

    assert sorted(number or 0 for number in given) == list(range(2, 2 + 3 * EACH))
    assert table.anew().count(words) == 3 * EACH
    with workshop.open_reading() as reading:
        document = reading.session.get_one(Document, table.document.id)
        rows = select(Update.number).where(Update.document_id == document.id)
        assert sorted(reading.session.scalars(rows)) == list(range(1, document.last_number + 1))
