"""The door to the server: the only file that knows which one it is.

`python wsgi.py` serves by eventlet; `gunicorn --worker-class gthread 'wsgi:threaded()'` serves by
threads. `panel serve` starts whichever PANEL_MODE names. What depends on the server is passed in as
`Serving`, and nothing in `panel/` asks for more.
"""

import os
import sys
import warnings

if __name__ == "__main__":  # before anything that it has to patch is imported
    # Eventlet says at import that it is in maintenance mode, which docs/adr/0002 answers.
    warnings.filterwarnings("ignore", message="(?s).*Eventlet is deprecated")
    os.environ.setdefault("PSYCOPG_WAIT_FUNC", "wait_selector")  # else it blocks the hub (FINDINGS)
    import eventlet

    eventlet.monkey_patch()

import _thread
import atexit
import gc
import logging
import resource
import signal
import socket
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from threading import Semaphore, Thread
from typing import TYPE_CHECKING, ParamSpec, TypeVar

from panel.kernel.importing import uncollected

with uncollected():
    from panel.app import create_app
    from panel.identity.passwords import fits, hashed
    from panel.kernel.pipes import Pipe
    from panel.kernel.serving import INLINE, Offload, Serving
    from panel.kernel.settings import THREADS, Settings
    from panel.live.straight import unmasked

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from eventlet.greenthread import GreenThread
    from eventlet.websocket import RFC6455WebSocket
    from flask import Flask

    from panel.live.line import Line

P = ParamSpec("P")
T = TypeVar("T")
ENDS = (signal.SIGTERM, signal.SIGINT)
PATIENCE = 15  # seconds in which requests under way may end
NICE = 10  # of 19
SPARE = 56  # threads that open tabs leave to pages
CONNECTIONS, FILES = 20_000, 200  # at most; and files that are open beside them
HASHES: frozenset[object] = frozenset({fits, hashed})
THRESHOLDS = (50_000, 50, 50)  # of the garbage collector: it otherwise holds up pushes (FINDINGS)


def threaded() -> "Flask":
    """Build the application for a server of threads; gunicorn calls it once in its worker."""
    _log()
    app, line = create_app(
        Settings.from_environment(os.environ),
        Serving(
            "threading",
            offload=_hashing_aside(INLINE.offload),  # a thread that waits holds nobody up
            spawn=lambda work: Thread(target=work, daemon=True).start(),
            sleep=time.sleep,
            lines=THREADS - SPARE,
        ),
    )
    wires = _meet_websockets(app)
    line.begin()
    atexit.register(line.nudges.close)
    _part_at_the_end(line, wires)
    return app


def main() -> None:
    """Serve by eventlet until a signal comes, then let requests under way end."""
    import eventlet.tpool
    import eventlet.websocket
    import eventlet.wsgi

    _log()
    settings, room = Settings.from_environment(os.environ), _connections()
    serving = Serving(
        "eventlet",
        offload=_hashing_aside(_behind_the_loop(eventlet.tpool.execute)),
        spawn=eventlet.spawn_n,
        sleep=eventlet.sleep,
        pipe=_pipe if settings.straight else None,
        lines=min(Serving.lines, room // 2),
    )
    app, line = create_app(settings, serving)
    _meet_websockets(app)
    eventlet.websocket.RFC6455WebSocket._apply_mask = staticmethod(unmasked)
    listener = eventlet.listen((settings.host, settings.port), reuse_port=False, backlog=1024)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # small pushes go at once
    server = eventlet.spawn(
        eventlet.wsgi.server, listener, app, log_output=False, max_size=room, debug=False
    )
    line.begin()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    _wait_for_signal(server)
    _drain(line, server)
    logging.getLogger("mesa").info("served to the end")


def _connections() -> int:
    """Tell how many connections may be open at once, so that there is a file for each.

    Without one the server would end: eventlet takes a failed accept for its own end.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS + FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(1, files - FILES)


def _pipe(websocket: "RFC6455WebSocket", queued: Collection[object]) -> Pipe:
    """Let all writing to a websocket pass by its pipe; control frames take its lock, too."""
    import eventlet

    stream = websocket.socket
    pipe = Pipe(stream.fd.send, stream, websocket._sendlock, queued, eventlet.spawn_n)
    websocket._sendlock = pipe
    return pipe


def _behind_the_loop(offload: Offload) -> Offload:
    """Let the loop go first whenever it is ready: threads that compute beside it are nicer."""
    if sys.platform != "linux":  # elsewhere a thread has no niceness of its own
        return offload

    def nicely(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        os.setpriority(os.PRIO_PROCESS, _thread.get_native_id(), NICE)
        return work(*args, **kwargs)

    def run(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        return offload(nicely, work, *args, **kwargs)

    return run


def _hashing_aside(offload: Offload) -> Offload:
    """Hash as many passwords at a time as leave a processor to everybody else.

    Twenty at once, on two processors, kept the loop waiting half a second for its turn.
    """
    turns = Semaphore(max(1, (os.cpu_count() or 2) - 1))

    def run(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        if work not in HASHES:
            return offload(work, *args, **kwargs)
        with turns:
            return offload(work, *args, **kwargs)

    return run


def _wait_for_signal(server: "GreenThread") -> None:
    """Wait in the loop: a mere handler would leave it asleep until its next event, a heartbeat.

    A server that falls over ends the waiting, too; `_drain` then tells why.
    """
    hears, tells = socket.socketpair()

    def wake(*_: object) -> None:
        tells.send(b".")

    for number in ENDS:
        signal.signal(number, wake)
    server.link(wake)
    hears.recv(1)
    server.unlink(wake)


def _drain(line: "Line", server: "GreenThread") -> None:
    import eventlet

    for number in ENDS:
        signal.signal(number, lambda *_: os._exit(1))  # a second signal does not wait
    eventlet.spawn_after(PATIENCE, os._exit, 1)
    _part(line)
    server.kill()  # closing the listener does not wake accept
    with suppress(eventlet.greenlet.GreenletExit):
        server.wait()


def _part_at_the_end(line: "Line", wires: set[socket.socket]) -> None:
    """Let gunicorn's worker take leave of its tabs; it would else wait for them to go."""
    ends, begun = SimpleQueue[int](), set[Callable[..., object]]()

    def part() -> None:
        ends.get()
        _part(line)
        _hang_up(wires)

    def then(end: Callable[..., object], number: int, frame: object) -> None:
        ends.put(number)
        if end not in begun:  # within itself gunicorn's would wait for a lock that it holds
            begun.add(end)
            end(number, frame)

    Thread(target=part, daemon=True).start()
    for number in (*ENDS, signal.SIGQUIT):
        if callable(end := signal.getsignal(number)):
            signal.signal(number, partial(then, end))


def _hang_up(wires: Iterable[socket.socket]) -> None:
    for wire in list(wires):
        with suppress(OSError):  # it has gone by itself
            wire.shutdown(socket.SHUT_RDWR)


def _part(line: "Line") -> None:
    line.end()
    line.stage.serving.sleep(0.1)  # long enough for the farewell to leave
    for tab in line.ears.tabs():
        line.stage.io.server.disconnect(tab.sid)


def _meet_websockets(app: "Flask") -> set[socket.socket]:
    """Take no offer to compress them; give the set of those that are open under gunicorn.

    Both servers accept what a browser offers, and deflating a push for each follower costs more
    than sending it (FINDINGS).
    """
    within, wires = app.wsgi_app, set[socket.socket]()

    def serve(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)
        wire = environ.get("gunicorn.socket") if "HTTP_UPGRADE" in environ else None
        if wire is None:
            return within(environ, start_response)
        wires.add(wire)
        try:
            return within(environ, start_response)
        finally:
            wires.discard(wire)

    app.wsgi_app = serve  # type: ignore[method-assign]  # Flask's own way
    return wires


def _log() -> None:
    logging.basicConfig(
        level=os.environ.get("PANEL_LOG", "INFO").upper(),
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


if __name__ == "__main__":
    main()
