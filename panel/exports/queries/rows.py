"""Formats with their jobs, of whatever is exported."""

from collections.abc import Callable, Iterable

from panel.exports.cover import Printed
from panel.exports.views import RowView
from panel.jobs import queries as jobs
from panel.jobs.events import room_of
from panel.jobs.models import State
from panel.jobs.views import JobView
from panel.kernel.work import Reading
from panel.live.journal import last_seqs

Has = Callable[[str], bool]  # whether a file is on the shelf


def rows(reading: Reading, cover: Printed, formats: Iterable[str], has: Has) -> tuple[RowView, ...]:
    """Show each format with its job; the rooms' numbers are read before what they are about."""
    keys = {kind: cover.key(kind) for kind in formats}
    rooms = [room_of(job.id) for job in jobs.by_key(reading, keys.values()).values()]
    seqs = last_seqs(reading, rooms)
    found = jobs.by_key(reading, keys.values())
    return tuple(_row(kind, found.get(key), seqs, has) for kind, key in keys.items())


def is_there(state: str, file: object, has: Has) -> bool:
    """Tell whether what a job says of itself is still so: a file may have been cleared away."""
    return state != State.DONE or has(str(file))


def _row(kind: str, job: JobView | None, seqs: dict[str, int], has: Has) -> RowView:
    if job is None or not is_there(job.state, job.result.get("file"), has):
        return RowView(kind)
    room = room_of(job.id)
    return RowView(kind, job, room, seqs.get(room, 0))
