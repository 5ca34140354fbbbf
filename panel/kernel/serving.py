"""What the server under us brings: wsgi.py passes it in, and nobody else knows which it is."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, ParamSpec, Protocol, TypeVar, cast

from flask import current_app

from panel.kernel.pipes import Pipe

P = ParamSpec("P")
T = TypeVar("T")
PipeOf = Callable[[Any, Collection[object]], Pipe]  # of a websocket, and what is queued for it


class Offload(Protocol):
    """Runs something that blocks (a hash, a long parse) without holding up everybody else."""

    def __call__(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Give back what `work` gives, once it is done."""


@dataclass(frozen=True)
class Serving:
    """How to wait, to run aside and to go on in the background under the server in use."""

    mode: str  # Flask-SocketIO's async_mode
    offload: Offload
    spawn: Callable[[Callable[[], object]], object]
    sleep: Callable[[float], object]
    pipe: PipeOf | None = None  # how websockets are written to at once, if they can be
    lines: int = 4_000  # of open tabs, at most, so that there is room for pages beside them


def _at_once(work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    return work(*args, **kwargs)


# For the command line and for tests in one process: whatever is asked for is done before going on.
INLINE = Serving("threading", offload=_at_once, spawn=lambda work: work(), sleep=time.sleep)


def serving() -> Serving:
    """Find the serving of this application."""
    return cast(Serving, current_app.extensions["serving"])
