"""How often somebody may try: by account once signed in, by address before."""

from collections.abc import Callable

from flask import current_app
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import current_user


def _who() -> str:
    if current_user.is_authenticated:
        return f"person {current_user.public_id}"
    return str(get_remote_address())


limiter = Limiter(_who, strategy="moving-window")


def setting(name: str) -> Callable[[], str]:
    """Take a limit from the settings when it is asked for: "10 per minute; 100 per hour"."""
    return lambda: str(getattr(current_app.extensions["settings"], name))
