"""Connections that outlive what they were connected to."""

import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from panel.kernel.database import open_engine


def test_a_connection_that_has_lain_idle_is_tried_out_and_replaced(postgresql_url: str) -> None:
    engine, other = (open_engine(postgresql_url, time.sleep, idle=0) for _ in range(2))
    with engine.connect() as connection:
        first = connection.scalar(text("SELECT pg_backend_pid()"))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})

    with engine.connect() as connection:
        second = connection.scalar(text("SELECT pg_backend_pid()"))

    assert second != first
    engine.dispose()
    other.dispose()


def test_one_that_was_just_used_is_not_asked_and_its_end_is_told(postgresql_url: str) -> None:
    engine, other = (open_engine(postgresql_url, time.sleep, idle=60) for _ in range(2))
    with engine.connect() as connection:
        first = connection.scalar(text("SELECT pg_backend_pid()"))
    with other.connect() as connection:
        connection.execute(text("SELECT pg_terminate_backend(:pid, 5000)"), {"pid": first})

    with pytest.raises(OperationalError), engine.connect() as connection:
        connection.scalar(text("SELECT pg_backend_pid()"))
    with engine.connect() as connection:
        second = connection.scalar(text("SELECT pg_backend_pid()"))

    assert second != first
    engine.dispose()
    other.dispose()
