"""Connections that outlive what they were connected to."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from panel.kernel.database import open_engine

PID = text("SELECT pg_backend_pid()")
END = text("SELECT pg_terminate_backend(:pid, 5000)")


def asked(engine: Engine) -> int:
    """Which of the server's processes answers."""
    with engine.connect() as connection:
        return int(connection.execute(PID).scalar_one())


@contextmanager
def ended(url: str, *, idle: float) -> Iterator[tuple[Engine, int]]:
    """An engine whose one connection the server has ended since."""
    engine, other = (open_engine(url, time.sleep, idle=idle) for _ in range(2))
    first = asked(engine)
    with other.connect() as connection:
        connection.execute(END, {"pid": first})
    yield engine, first
    engine.dispose()
    other.dispose()


def test_a_connection_that_has_lain_idle_is_tried_out_and_replaced(postgresql_url: str) -> None:
    with ended(postgresql_url, idle=0) as (engine, first):
        second = asked(engine)

    assert second != first


def test_one_that_was_just_used_is_not_asked_and_its_end_is_told(postgresql_url: str) -> None:
    with ended(postgresql_url, idle=60) as (engine, first):
        with pytest.raises(OperationalError):
            asked(engine)
        second = asked(engine)

    assert second != first
