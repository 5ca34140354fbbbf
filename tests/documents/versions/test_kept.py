"""What a version holds is what was acknowledged before it, and anybody can compute it anew."""

from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from threading import Event

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as pace
from hypothesis import strategies as st
from sqlalchemy import select

from panel.documents.crdt import Replica
from panel.documents.models import Version
from panel.documents.queries import versions as queries
from panel.documents.queries.documents import document as find
from panel.documents.text.canonical import canonical, titled
from panel.documents.text.lines import numbered
from panel.documents.text.schema import Node, cleaned
from panel.kernel.database import open_engine
from panel.kernel.settings import Settings
from panel.kernel.work import Workshop
from panel.membership.actors import Actor
from tests.documents import recompute
from tests.documents.text.drawn import DOCUMENTS
from tests.documents.together.test_at_once import patiently
from tests.documents.together.writing import Writer
from tests.documents.versions.shelf import TITLE, Named
from tests.documents.versions.test_naming import said

VERSIONS = 6


@pytest.fixture
def table(workshop: Workshop) -> Named:
    return Named(workshop)


@pace(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(DOCUMENTS.map(cleaned), st.text(max_size=20))
def test_whatever_a_text_says_its_version_can_be_recomputed(
    workshop: Workshop, content: Node, title: str
) -> None:
    """Written through the CRDT, kept in a row, read back: the same on either database."""
    table = Named(workshop)
    table.writes(content)
    table.names(title=title)

    kept = table.kept(1)
    assert (kept.text, kept.title) == (canonical(title, content), titled(title))
    assert recompute.faults(said(kept)) == []
    assert queries.content_of(kept) == content
    assert queries.lines_of(kept) == numbered(content)


def writes(table: Named, who: Actor, writer: Writer, ends: Event) -> int:
    """Write until it ends; tell how often."""
    many = 0
    while not ends.is_set():
        update = writer.types(" w")
        patiently(lambda: table.sends(who, update))  # noqa: B023
        many += 1
    return many


def names(table: Named, ends: Event) -> None:
    try:
        for number in range(VERSIONS):
            patiently(lambda: table.ensures(f"Version {number}"))  # noqa: B023
    finally:
        ends.set()


def test_a_version_holds_exactly_what_was_acknowledged_before_it(
    table: Named, settings: Settings
) -> None:
    """It is named in the midst of writers: all up to its last update is in it, nothing later."""
    writers = [(who, table.joins(who)) for who in (table.ana, table.beto)]
    own, mine, ends = open_engine(settings.database_url, lambda _: None), copy(table), Event()
    mine.workshop = replace(table.workshop, engine=own, announce=lambda _heard: None)

    with ThreadPoolExecutor(len(writers) + 1) as pool:
        wrote = [pool.submit(writes, mine, *each, ends) for each in writers]
        pool.submit(names, mine, ends).result()
        many = sum(one.result() for one in wrote)
    own.dispose()

    rows = [table.update(number) for number in range(1, many + 2)]
    with table.workshop.open_reading() as reading:
        kept = list(reading.session.scalars(select(Version).order_by(Version.number)))
        assert find(reading, table.ana, table.name).last_number == len(rows)
    assert kept
    for version in kept:
        assert version.text == canonical(TITLE, Replica(*rows[: version.upto]).content())
        assert recompute.faults(said(version)) == []
