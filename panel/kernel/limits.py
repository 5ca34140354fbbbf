"""How often somebody may try: by account once signed in, by address before."""

from collections.abc import Callable, Mapping

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user

from panel.kernel.settings import Settings
from panel.kernel.shared import AT_ONCE, PATIENCE, prefix


def _who() -> str:
    if current_user.is_authenticated:
        return f"person {current_user.public_id}"
    return str(get_remote_address())


limiter = Limiter(_who, strategy="moving-window")


def limits_kept(settings: Settings) -> Mapping[str, object]:
    """Count in Redis where one is set, so that all processes share a count; else in memory.

    While Redis is away each process counts for itself.
    """
    if not settings.redis:
        return {"RATELIMIT_STORAGE_URI": "memory://"}
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
