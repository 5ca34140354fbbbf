"""How far something is, on a terminal; nothing where nobody looks."""

import sys
import time

PAUSE = 0.2  # seconds between two tellings


class Progress:
    """A line that is written again and again."""

    def __init__(self, what: str, of: int = 0) -> None:
        """Begin; `of` is how much there will be, where that is known."""
        self._what, self._of = what, of
        self._shown, self._next = sys.stderr.isatty(), 0.0

    def __call__(self, so_far: int) -> None:
        """Tell how much there is so far."""
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + PAUSE
            much = f"{so_far * 100 // self._of} %" if self._of else f"{so_far:,}"
            sys.stderr.write(f"\r{self._what}: {much} ")
            sys.stderr.flush()

    def end(self) -> None:
        """Leave the line to others."""
        if self._shown:
            sys.stderr.write("\r\033[K")
