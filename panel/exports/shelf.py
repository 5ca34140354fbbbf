"""Where made files lie. Any of them may be cleared away: it is made again when it is asked for."""

import shutil
import time
from pathlib import Path

from panel.kernel.settings import Settings

LEFT = 1_800.0  # seconds: no file takes as long to be made, so what is older was left behind


class Shelf:
    """The folder of the files that were exported."""

    def __init__(self, settings: Settings) -> None:
        """Know the folder; it is made when something is put there."""
        self._folder = settings.var / "exports"

    def place(self, name: str) -> Path:
        """Give a file's path, to be written or read."""
        self._folder.mkdir(exist_ok=True)
        return self._folder / name

    def has(self, name: str) -> bool:
        """Tell whether a file is there."""
        return (self._folder / name).is_file()

    def clear(self, name: str) -> None:
        """Take a file away, if it is there."""
        (self._folder / name).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Take away what a worker that was killed had begun."""
        for begun in self._folder.glob(".making-*"):
            if time.time() - begun.stat().st_mtime > LEFT:
                shutil.rmtree(begun, ignore_errors=True)
