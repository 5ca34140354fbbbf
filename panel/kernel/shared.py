"""Redis or Valkey, where one is set: what the processes of an installation share besides the rows.

Nothing that has to be kept goes there. Who uses it goes on without it, and says so once.
"""

import logging
import time
from threading import Lock
from urllib.parse import urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError
from redis.retry import Retry

log = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds for an answer; somebody may be waiting for what is done meanwhile
PAUSES = (0.5, 10.0)  # seconds until it is tried again: at first, at most
AT_ONCE = Retry(NoBackoff(), 0)  # no second try, which somebody would have to wait for
FAILURES = (RedisError, OSError)


def connect(url: str) -> Redis:
    """Give a client, which connects when it is first used and never tries again by itself."""
    return Redis.from_url(
        url,
        socket_timeout=PATIENCE,
        socket_connect_timeout=PATIENCE,
        retry=AT_ONCE,
        decode_responses=False,
    )


def place(url: str) -> str:
    """Name an address without its password."""
    parts = urlsplit(url)
    if not parts.hostname:
        return f"{parts.scheme}://{parts.path}"
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def prefix(url: str) -> str:
    """Begin the names of all that is ours; calls reach all databases, so its number is in it."""
    return f"mesa.{urlsplit(url).path.strip('/') or '0'}"


def reason(error: BaseException) -> str:
    """Say what is wrong, for an operator."""
    if isinstance(error, AuthenticationError | NoPermissionError):
        return f"it refuses the name or the password in PANEL_REDIS ({error})"
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__


class Standing:
    """Whether Redis can be used: told once when it goes and once when it is back."""

    def __init__(self, url: str, without: str) -> None:
        """Begin in good hope; `without` says what happens meanwhile."""
        self._place, self._without = place(url), without
        self._lock = Lock()
        self._pause = self._until = 0.0

    @property
    def away(self) -> bool:
        """Whether it is too early to try again."""
        return time.monotonic() < self._until

    def failed(self, error: BaseException) -> float:
        """Note that it could not be used; give the seconds until it is worth another try."""
        with self._lock:
            first, self._pause = not self._pause, min(max(2 * self._pause, PAUSES[0]), PAUSES[1])
            self._until = time.monotonic() + self._pause
            pause = self._pause
        if first:
            log.error("Redis at %s is not used: %s. %s", self._place, reason(error), self._without)
        return pause

    def worked(self) -> None:
        """Note that it could be used."""
        if not self._pause:
            return
        with self._lock:
            self._pause = self._until = 0.0
        log.warning("Redis at %s is used again", self._place)
