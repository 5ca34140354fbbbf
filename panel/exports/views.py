"""What pages show of exports."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from panel.exports.cover import Cover, ThreadCover
from panel.jobs.views import JobView


@dataclass(frozen=True)
class RowView:
    """A format, and the job that makes or made it, if anybody has asked for it."""

    kind: str
    job: JobView | None = None
    room: str = ""
    seq: int = 0


@dataclass(frozen=True)
class ExportsView:
    """What can be had of a thread, of a version of a paper, or of its text as it is being written.

    `fields` are those of the forms besides the format, and of the page's address.
    """

    of: Literal["paper", "thread"]
    panel: str
    id: str
    title: str
    fields: Mapping[str, str]
    rows: tuple[RowView, ...]
    number: int | None = None  # of a version of a paper; None: the text as it is now
    name: str = ""
    observers: bool = False  # whether their posts are in what is had of a thread

    @property
    def begun(self) -> bool:
        """Tell whether something is still being made."""
        return any(one.job and one.job.state in {"waiting", "running"} for one in self.rows)

    def row(self, kind: str) -> RowView:
        """Find the row of a format."""
        return next(one for one in self.rows if one.kind == kind)


def paper_exports(cover: Cover, number: int | None, rows: tuple[RowView, ...]) -> ExportsView:
    """Show the rows under the version that they are made of."""
    return ExportsView(
        "paper",
        cover.slug,
        cover.paper,
        cover.title,
        version_field(number),
        rows,
        number=number,
        name=cover.name,
    )


def thread_exports(cover: ThreadCover, rows: tuple[RowView, ...]) -> ExportsView:
    """Show the rows under the thread that they are made of."""
    return ExportsView(
        "thread",
        cover.slug,
        cover.thread,
        cover.title,
        observers_field(observers=cover.observers),
        rows,
        observers=cover.observers,
    )


def version_field(number: int | None) -> Mapping[str, str]:
    """Name a version as forms and addresses do."""
    return {"version": "" if number is None else str(number)}


def observers_field(*, observers: bool) -> Mapping[str, str]:
    """Say as forms and addresses do whether the posts of observers are asked for."""
    return {"observers": "yes" if observers else ""}
