"""Reads the tables of this folder: columns are set apart by blanks, sentences stand above them."""

from dataclasses import dataclass

METHODS = ("GET", "POST", "DELETE", "ON")


@dataclass(frozen=True)
class Row:
    """One thing to ask, what it is about, and the answers by column."""

    method: str
    endpoint: str
    about: str
    answers: tuple[str, ...]

    def __str__(self) -> str:
        """Name a test."""
        return f"{self.method} {self.endpoint} ({self.about})"


def grid(text: str) -> dict[str, dict[str, str]]:
    """Read a table with names on both sides."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    return {name: dict(zip(head, cells, strict=True)) for name, *cells in lines}


def rows(text: str) -> tuple[Row, ...]:
    """Read a table of things to ask; the line above the first one names its columns."""
    lines = [line for line in text.splitlines() if line.strip()]
    first = next(n for n, line in enumerate(lines) if line.split()[0] in METHODS)
    columns = len(lines[first - 1].split())
    return tuple(_row(line.split(), columns) for line in lines[first:])


def _row(cells: list[str], columns: int) -> Row:
    method, endpoint, *about = cells[:-columns]
    if method not in METHODS or not about:
        raise ValueError(cells)
    return Row(method, endpoint, " ".join(about), tuple(cells[-columns:]))
