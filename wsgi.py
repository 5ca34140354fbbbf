"""The door to the server: the only file that knows which one it is.

`python wsgi.py` serves by eventlet; `gunicorn --worker-class gthread 'wsgi:threaded()'` serves by
threads. `panel serve` starts whichever PANEL_MODE names. What depends on the server is passed in as
`Serving`, and nothing in `panel/` asks for more.
"""

import os
import sys
import warnings

if __name__ == "__main__":  # before anything that it has to patch is imported
    # Eventlet says at import that it is in maintenance mode, which docs/adr/0003 answers.
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")  # else it blocks the hub (FINDINGS)
    import eventlet

    eventlet.monkey_patch()

import atexit
import gc
import logging
import signal
import socket
import time
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING

from panel.app import create_app
from panel.kernel.serving import INLINE, Serving
from panel.kernel.settings import Settings

if TYPE_CHECKING:
    from eventlet.greenthread import GreenThread
    from flask import Flask

    from panel.live.line import Line

ENDS = (signal.SIGTERM, signal.SIGINT)
PATIENCE = 15  # seconds in which requests under way may end
THRESHOLDS = (50_000, 50, 50)  # of the garbage collector: it otherwise holds up pushes (FINDINGS)


def threaded() -> "Flask":
    """Build the application for a server of threads; gunicorn calls it once in its worker."""
    _log()
    app, line = create_app(
        Settings.from_environment(os.environ),
        Serving(
            "threading",
            offload=INLINE.offload,  # a thread that waits holds nobody up
            spawn=lambda work: Thread(target=work, daemon=True).start(),
            sleep=time.sleep,
        ),
    )
    line.begin()
    atexit.register(line.nudges.close)
    return app


def main() -> None:
    """Serve by eventlet until a signal comes, then let requests under way end."""
    import eventlet.tpool
    import eventlet.wsgi

    _log()
    settings = Settings.from_environment(os.environ)
    serving = Serving(
        "eventlet",
        offload=eventlet.tpool.execute,
        spawn=eventlet.spawn_n,
        sleep=eventlet.sleep,
    )
    app, line = create_app(settings, serving)
    listener = eventlet.listen((settings.host, settings.port), reuse_port=False, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small pushes go at once
    server = eventlet.spawn(
        eventlet.wsgi.server, listener, app, log_output=False, max_size=20_000, debug=False
    )
    line.begin()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    _wait_for_signal()
    _drain(line, server)
    logging.getLogger("mesa").info("served to the end")


def _wait_for_signal() -> None:
    """Wait in the loop. A handler alone would run and leave the loop asleep till its next event."""
    hears, tells = socket.socketpair()
    tells.setblocking(False)
    signal.set_wakeup_fd(tells.fileno())
    for number in ENDS:
        signal.signal(number, lambda *_: None)
    hears.recv(1)


def _drain(line: "Line", server: "GreenThread") -> None:
    import eventlet

    for number in ENDS:
        signal.signal(number, lambda *_: os._exit(1))  # a second signal does not wait
    eventlet.spawn_after(PATIENCE, os._exit, 1)
    line.end()
    eventlet.sleep(0.1)  # long enough for the farewell to leave
    for tab in line.ears.tabs():
        line.stage.io.server.disconnect(tab.sid)
    server.kill()  # closing the listener does not wake accept
    with suppress(eventlet.greenlet.GreenletExit):
        server.wait()


def _log() -> None:
    logging.basicConfig(
        level=os.environ.get("PANEL_LOG", "INFO").upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


if __name__ == "__main__":
    main()
