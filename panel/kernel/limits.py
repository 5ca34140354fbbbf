"""How often somebody may try: by account once signed in, by address before."""

import time
from collections.abc import Callable, Mapping

from flask import Flask, current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user
from limits.storage import MemoryStorage

from panel.kernel.settings import Settings
from panel.kernel.shared import AT_ONCE, PATIENCE, prefix

SWEEP = 60.0  # seconds


def _who() -> str:
    if current_user.is_authenticated:
        return f"person {current_user.public_id}"
    return str(get_remote_address())


class Counts(MemoryStorage):
    """Counts in memory. The library's own looks for old ones of everybody after each request."""

    STORAGE_SCHEME = ["counts"]  # noqa: RUF012  # as the library has it
    _next = 0.0

    def _MemoryStorage__schedule_expiry(self) -> None:  # instead of its private one
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + SWEEP
            super()._MemoryStorage__schedule_expiry()  # type: ignore[misc]


limiter = Limiter(_who, strategy="moving-window")


def install_limiter(app: Flask) -> None:
    """Let routes be limited; before each request the library would look for what limits all."""
    limiter.init_app(app)
    app.before_request_funcs[None].remove(limiter._check_request_limit)


def limits_kept(settings: Settings) -> Mapping[str, object]:
    """Count in Redis where one is set, so that all processes share a count; else in memory.

    While Redis is away each process counts for itself.
    """
    if not settings.redis:
        return {"RATELIMIT_STORAGE_URI": "counts://"}
    return {
        "RATELIMIT_STORAGE_URI": settings.redis,
        "RATELIMIT_STORAGE_OPTIONS": {
            "socket_timeout": PATIENCE,
            "socket_connect_timeout": PATIENCE,
            "retry": AT_ONCE,
            "key_prefix": prefix(settings.redis),
        },
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
    }


def setting(name: str) -> Callable[[], str]:
    """Take a limit from the settings when it is asked for: "10 per minute; 100 per hour"."""
    return lambda: str(getattr(current_app.extensions["settings"], name))
