"""A window of a thread costs the same whether a hundred posts stand in it or 100,000."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection, Engine, event, text

from panel.discussion.actions.threads import mark_read
from panel.discussion.models import Thread
from panel.kernel.database import WRITES
from panel.kernel.work import Work
from panel.membership.models import Role
from tests.conftest import Installation
from tests.factories import a_panel, a_seat, a_thread
from tests.pages import read

SMALL, LARGE = 100, 100_000
UNREAD = 30
CROWD = 200  # people who write by turns, so that nobody's posts look few or many
WITHIN = 0.02  # by which the bytes of the two lists of posts may differ
WINDOWS = {
    "the end": "?before=999999",
    "the end in order of time": "?order=time&before=999999",
    "the middle": "?after={middle:06d}",
    "the middle in order of time": "?order=time&after={middle}",
    "a permalink": "/posts/{late}",
    "where the unread begins": "",
    "where the unread begins in order of time": "?order=time",
}
# Every tenth post begins a branch, which the nine after it answer. Six digits a level of the key.
GROW = """
    INSERT INTO post (thread_id, number, parent_number, key, author_id, written_as, token, sent,
                      body, html, at, revision, hidden_reason)
    WITH RECURSIVE
      first AS MATERIALIZED (SELECT * FROM post WHERE thread_id = :thread AND number = 1),
      upto(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM upto WHERE n < :many)
    SELECT thread_id, n,
           CASE WHEN n % 10 > 0 AND n > 10 THEN n - n % 10 END,
           CASE WHEN n % 10 > 0 AND n > 10
                THEN substr(CAST(1000000 + n - n % 10 AS TEXT), 2) ELSE '' END
             || substr(CAST(1000000 + n AS TEXT), 2),
           author_id + n % :crowd, written_as, {token}, sent, body, html, at, 0, ''
    FROM upto, first
"""


def grow(work: Work, thread: Thread, many: int) -> None:
    """Let a thread have so many posts, like its first; the actions would take minutes."""
    work.session.flush()
    name = "substr(:prefix || CAST(1000000 + n AS TEXT), 1, 32)"
    if work.session.get_bind().dialect.name == "postgresql":
        name = f"CAST({name} AS uuid)"
        work.session.execute(text("SET LOCAL session_replication_role = replica"))  # asks no keys
    given = {"many": many, "thread": thread.id, "prefix": uuid4().hex[:25], "crowd": CROWD}
    work.session.execute(text(GROW.format(token=name)), given)
    thread.posts = thread.last_number = many


@dataclass
class Asked:
    """What one page asked of the database."""

    statements: list[tuple[str, Any]] = field(default_factory=list)

    def shapes(self) -> list[str]:
        """Tell the statements without their values."""
        return [_without_values(statement) for statement, _ in self.statements]

    def rows(self, connection: Connection) -> list[int]:
        """Tell how many rows each statement fetches."""
        return [
            len(connection.exec_driver_sql(statement, values).fetchall())
            for statement, values in self.statements
        ]

    def plans(self, connection: Connection) -> list[list[str]]:
        """Tell how the database goes about each statement."""
        sqlite = connection.dialect.name == "sqlite"
        explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (COSTS OFF)"
        plans = []
        for statement, values in self.statements:
            plan = connection.exec_driver_sql(f"{explain} {statement}", values)
            steps = [_without_values(str(row[-1])) for row in plan]
            plans.append(steps if sqlite else _about_posts(steps))
        return plans


def _about_posts(steps: list[str]) -> list[str]:
    """Keep how posts are found.

    PostgreSQL guesses how many a thread has, and changes with it in which order it looks into the
    few rows of the other tables, and whether a condition that an index has met is met again.
    """
    kept, within = [], False
    for step in steps:
        if "->" in step:
            within = " on post" in step
        if within and not step.strip().startswith("Filter:"):
            kept.append(step.strip())
    return sorted(kept)


def _without_values(said: str) -> str:
    value = r"(%\(\w+\)s(::\w+)?|\?|'[^']*'|\b\d+\b)"
    return re.sub(rf"{value}(, ?{value})*", "?", said)


@dataclass(frozen=True)
class Cost:
    """What one page took."""

    posts: int
    size: int  # of the list of posts, in bytes
    statements: list[str]
    rows: list[int]
    plans: list[list[str]]


@contextmanager
def asked_of(engine: Engine) -> Iterator[Asked]:
    """Note the statements of a page."""
    asked = Asked()

    def note(_c: Connection, _cursor: object, statement: str, values: object, *_: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            asked.statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_a_window_costs_the_same_in_any_thread(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, *_ = [a_seat(work, panel) for _ in range(CROWD)]
        eva = a_seat(work, panel, Role.MEMBER, name="Eva")
        threads = {many: a_thread(work, panel, ana, body="x " * 200) for many in (SMALL, LARGE)}
        for many, thread in threads.items():
            grow(work, thread, many)
            mark_read(work, eva, thread, many - UNREAD)
    engine = mesa.workshop.engine
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        connection.execute(text("ANALYZE"))
    browser = mesa.browser(eva)

    costs = dict[str, list[Cost]]()
    for name, where in WINDOWS.items():
        for many, thread in threads.items():
            url = f"/p/{panel.slug}/threads/{thread.public_id}"
            with asked_of(engine) as asked:
                page = browser.get(url + where.format(middle=many * 2 // 5, late=many - 9))
            [shown] = read(page).select("#posts")
            with engine.connect() as connection:
                cost = Cost(
                    posts=len(shown.select("li")),
                    size=len(str(shown).encode()),
                    statements=asked.shapes(),
                    rows=asked.rows(connection),
                    plans=asked.plans(connection),
                )
            costs.setdefault(name, []).append(cost)

    for name, (small, large) in costs.items():
        assert small.posts == large.posts == 50, name
        assert small.statements == large.statements, name
        assert small.rows == large.rows, name
        assert small.plans == large.plans, name
        assert not [step for plan in large.plans for step in plan if "author_id" in step], name
        assert abs(large.size - small.size) <= WITHIN * small.size, name


def test_the_page_of_a_list_takes_as_many_statements_for_few_threads_as_for_many(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        few, many = a_panel(work), a_panel(work)
        readers = []
        for panel, size in ((few, 2), (many, 40)):
            ana = a_seat(work, panel)
            for _ in range(size):
                a_thread(work, panel, ana)
            readers.append(a_seat(work, panel))

    shapes = []
    for panel, reader in zip((few, many), readers, strict=True):
        browser = mesa.browser(reader)
        for path in ("", "/threads", "/people"):
            with asked_of(mesa.workshop.engine) as asked:
                assert browser.get(f"/p/{panel.slug}{path}").status_code == 200
            shapes.append(asked.shapes())

    assert shapes[:3] == shapes[3:]


@pytest.mark.parametrize("crowd", [1, 12])
def test_a_heartbeat_takes_as_many_statements_for_many_tabs_as_for_one(
    mesa: Installation, crowd: int
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        people = [a_seat(work, panel) for _ in range(crowd)]
        names = [a_thread(work, panel, people[0]).public_id for _ in range(3)]
    for person in people:
        socket = mesa.io.test_client(mesa.app, flask_test_client=mesa.browser(person))
        for name in names:
            socket.emit("enter", {"room": f"thread:{name}"}, callback=True)

    with asked_of(mesa.workshop.engine) as asked:
        mesa.line.heart.beat()

    assert len(asked.statements) <= 6
