"""What pages show of exports."""

from dataclasses import dataclass

from panel.exports.cover import Cover
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
    """What can be had of one version of a paper, or of the text as it is being written."""

    panel: str
    paper: str
    title: str
    number: int | None  # None: the text as it is now
    name: str
    rows: tuple[RowView, ...]

    @property
    def version(self) -> str:
        """Give the number as forms have it."""
        return "" if self.number is None else str(self.number)

    @property
    def begun(self) -> bool:
        """Tell whether something is still being made."""
        return any(one.job and one.job.state in {"waiting", "running"} for one in self.rows)

    def row(self, kind: str) -> RowView:
        """Find the row of a format."""
        return next(one for one in self.rows if one.kind == kind)


def view_of(cover: Cover, number: int | None, rows: tuple[RowView, ...]) -> ExportsView:
    """Show the rows under what they are made of."""
    return ExportsView(cover.slug, cover.paper, cover.title, number, cover.name, rows)
