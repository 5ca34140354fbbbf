"""Doing at most once in a moment what is asked for again and again."""

import logging
from collections.abc import Callable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from panel.kernel.serving import Serving

K = TypeVar("K")
V = TypeVar("V")
log = logging.getLogger(__name__)


class Gathering(Generic[K, V]):
    """Gathers what comes within a pause; of what comes under one key, the last counts."""

    def __init__(
        self, serving: Serving, pause: float, then: Callable[[Mapping[K, V]], object]
    ) -> None:
        """Begin with nothing; `then` is called in the background, with all that has come."""
        self._serving, self._pause, self._then = serving, pause, then
        self._lock = Lock()
        self._come = dict[K, V]()

    def put(self, more: Mapping[K, V]) -> None:
        """Let it be done in a moment, with all that comes until then."""
        if not more:
            return
        with self._lock:
            waiting = bool(self._come)
            self._come.update(more)
        if not waiting:
            self._serving.spawn(self._do)

    def _do(self) -> None:
        self._serving.sleep(self._pause)
        with self._lock:
            come, self._come = self._come, {}
        try:
            self._then(come)
        except Exception:
            log.exception("not told, and gone: %.200r", come)
