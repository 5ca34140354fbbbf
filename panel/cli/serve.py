"""`panel serve`: migrate, fill an empty demo, say where it is, and become the server."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import click

from panel.cli.standing import stand_newest
from panel.kernel.importing import uncollected
from panel.kernel.settings import ROOT, THREADS, Settings


@click.command()
@click.pass_obj
def serve(settings: Settings) -> None:
    """Serve this installation until Ctrl-C."""
    _refuse_taken(settings)
    if not stand_newest(settings.database_url):
        with uncollected():
            from panel.cli.migrations import upgrade  # and with it all tables

        upgrade(settings.database_url)
    if settings.demo:
        with uncollected():
            from panel.cli.demo import announce, fill  # and with it the whole application

        fill(settings)
        announce(settings)
    click.echo(f"Mesa answers at {settings.url} (Ctrl-C ends it)")
    sys.stdout.flush()
    os.chdir(ROOT)
    if settings.workers:
        _have_workers(settings.workers)
    bin_ = Path(sys.executable).parent
    if settings.mode == "eventlet":
        os.execv(sys.executable, [sys.executable, str(ROOT / "wsgi.py")])  # noqa: S606  # ourselves
    bind = f"{settings.host}:{settings.port}"
    gunicorn = (
        "gunicorn",
        "--worker-class",
        "gthread",
        "--workers",
        "1",
        "--threads",
        str(THREADS),
        "--no-control-socket",  # nobody asks there, and all servers of a person would share it
    )
    os.execv(  # noqa: S606  # the gunicorn beside our Python
        str(bin_ / "gunicorn"), [*gunicorn, "--bind", bind, "wsgi:threaded()"]
    )


def _have_workers(number: int) -> None:
    """Have workers run for as long as this process lives, whatever it becomes (jobs.keeper)."""
    lifeline, ours = os.pipe()
    os.set_inheritable(ours, True)  # the server holds it without knowing
    subprocess.Popen(  # noqa: S603  # ourselves
        [sys.executable, "-m", "panel.jobs.keeper", str(number)],
        stdin=lifeline,
        start_new_session=True,  # a signal to the server's terminal or group is not for them
    )
    os.close(lifeline)


def _refuse_taken(settings: Settings) -> None:
    """Say in a sentence, before anything is done, that somebody else listens there."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as error:
            port = settings.port
            sys.exit(f"panel: cannot listen on port {port} ({error}); try PORT={port + 1}")
