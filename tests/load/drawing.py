"""Tables of how figures grow, put into a page between two marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

BEGIN, END = "<!-- what make bench-curves drew -->", "<!-- and no more -->"
WIDEST = 20  # characters of the longest bar


@dataclass(frozen=True)
class Column:
    """One figure, as it grows down the table."""

    name: str
    figures: Sequence[float]
    drawn: bool = False  # as bars, too


@dataclass(frozen=True)
class Curve:
    """Some figures over one thing that grows, and what is to be said of them."""

    title: str
    over: str
    steps: Sequence[str]
    columns: Sequence[Column]
    words: str  # what limits it, and what would lift it

    def __str__(self) -> str:
        """Draw it as a table in Markdown."""
        heads = [self.over, *(cell for column in self.columns for cell in _head(column))]
        rows = [
            [step, *(cell for column in self.columns for cell in _cells(column, n))]
            for n, step in enumerate(self.steps)
        ]
        aligned = ["---:", *(cell for column in self.columns for cell in _aligned(column))]
        table = "\n".join(f"| {' | '.join(row)} |" for row in [heads, aligned, *rows])
        return f"### {self.title}\n\n{table}\n\n{self.words}\n"


def put(file: Path, words: str) -> None:
    """Write this between the marks, in place of what stands there."""
    page = file.read_text("utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    assert begin and end, f"{file} has no marks"
    file.write_text(f"{before}{begin}\n\n{words}\n{end}{after}", "utf-8")


def _head(column: Column) -> list[str]:
    return [column.name, *([""] if column.drawn else [])]


def _aligned(column: Column) -> list[str]:
    return ["---:", *([":---"] if column.drawn else [])]


def _cells(column: Column, row: int) -> list[str]:
    figure = column.figures[row]
    bar = "█" * max(1, round(figure / max(column.figures) * WIDEST))
    return [f"{figure:,.1f}", *([bar] if column.drawn else [])]
