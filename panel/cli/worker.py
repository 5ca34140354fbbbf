"""`panel worker`: do what jobs ask for; `panel serve` has one run beside it."""

import logging
import os
import signal
import sys
from threading import Event, Thread

import click
from flask import current_app

from panel.cli.installation import opened
from panel.jobs.runner import Runner
from panel.kernel.settings import Settings
from panel.wiring import JOBS

ENDS = (signal.SIGTERM, signal.SIGINT)


@click.command()
@click.option("--lifeline", is_flag=True, help="End when standard input does.")
@click.pass_obj
def worker(settings: Settings, *, lifeline: bool) -> None:
    """Do the jobs of this installation until Ctrl-C."""
    logging.basicConfig(
        level=os.environ.get("PANEL_LOG", "INFO").upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    over = Event()
    if lifeline:
        Thread(target=_until_the_end_of_input, args=(over,), daemon=True).start()
    _until_a_signal(over)
    with opened(settings) as workshop:
        Runner(workshop, settings, JOBS).attend(current_app.extensions["bell"], over)


def _until_the_end_of_input(over: Event) -> None:
    os.read(sys.stdin.fileno(), 1)  # nothing is ever written there
    over.set()


def _until_a_signal(over: Event) -> None:
    """Let what is under way be left in order; a second signal does not wait for that."""

    def end(*_: object) -> None:
        over.set()
        for number in ENDS:
            signal.signal(number, signal.SIG_DFL)

    for number in ENDS:
        signal.signal(number, end)
