"""How the worker makes a file: from what the job holds, so that it can be repeated."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import force_locale, gettext

from panel.discussion.queries import whole
from panel.discussion.queries.threads import thread_view
from panel.exports.cover import Cover, Printed, ThreadCover
from panel.exports.drawing import Drawing
from panel.exports.making import STEPS, MakingError, Told, make
from panel.exports.queries import papers, threads
from panel.exports.shelf import Shelf
from panel.exports.transcribing import Transcribing
from panel.exports.views import observers_field, version_field
from panel.jobs.runner import Failed, Kind, Task
from panel.kernel.web import path_for


def run(task: Task) -> dict[str, Any]:
    """Make the file of a paper, and tell where it is had and what is odd about it."""
    kind, cover = task.args["kind"], Cover.of(task.args)
    with task.workshop.open_reading() as reading:
        content, blocks = papers.text_of(reading, cover, task.args["text"])
    with force_locale(cover.language):
        drawing = Drawing(cover, gettext, task.settings.url)
        drawn = _Drawn(drawing.sheet(content, blocks), drawing.file_name(kind))
    at = {"panel": cover.slug, "paper": cover.paper}
    return _made(task, cover, drawn, path_for("exports.download", **at, **_file(task, drawn)))


def run_thread(task: Task) -> dict[str, Any]:
    """Make the file of a thread as it stands, and note which of its posts are not in it."""
    kind, cover = task.args["kind"], ThreadCover.of(task.args)
    with task.workshop.open_reading() as reading:
        thread = threads.named(reading, cover.thread)
        silenced = whole.silenced(reading, thread, cover.posts)
        views = whole.entries(reading, thread, cover.posts)
        head, conclusion = thread_view(reading, cover.thread), thread.conclusion
    with force_locale(cover.language):
        at = datetime.fromisoformat(task.args["at"])
        drawing = Transcribing(cover, gettext, task.settings.url, at)
        transcript = drawing.transcript(head, conclusion, views)
        drawn = _Drawn(transcript, drawing.file_name(kind))
    place = {"panel": cover.slug, "thread": cover.thread}
    url = path_for("exports.download_thread", **place, **_file(task, drawn))
    return _made(task, cover, drawn, url) | {"silenced": sorted(silenced)}


def again(args: dict[str, Any]) -> dict[str, Any]:
    """Give the form by which the same file of a paper is asked for once more."""
    cover = Cover.of(args)
    return {
        "url": path_for("exports.export", panel=cover.slug, paper=cover.paper),
        "fields": {**version_field(cover.number or None), "format": args["kind"]},
    }


def again_thread(args: dict[str, Any]) -> dict[str, Any]:
    """Give the form by which a file of the same thread is asked for once more."""
    cover = ThreadCover.of(args)
    return {
        "url": path_for("exports.export_thread", panel=cover.slug, thread=cover.thread),
        "fields": {**observers_field(observers=cover.observers), "format": args["kind"]},
    }


EXPORT = Kind(papers.KIND, run, STEPS, again)
THREAD_EXPORT = Kind(threads.KIND, run_thread, STEPS, again_thread)


@dataclass(frozen=True)
class _Drawn:
    """All that a file says, and how it is called."""

    told: Told
    name: str


def _file(task: Task, drawn: _Drawn) -> dict[str, str]:
    return {"job": task.job, "name": drawn.name}


def _made(task: Task, cover: Printed, drawn: _Drawn, url: str) -> dict[str, Any]:
    """Make the file, whole or not at all, and say what the job leaves behind."""
    kind, shelf = task.args["kind"], Shelf(task.settings)
    shelf.tidy()
    target = shelf.place(cover.file(kind))
    try:
        said = make(drawn.told, kind, target, on_step=task.advance)
    except MakingError as error:
        raise Failed(error.message) from error
    return {
        "file": target.name,
        "name": drawn.name,
        "bytes": target.stat().st_size,
        "url": url,
        "notes": [{"text": sentence, "words": {}} for sentence in said],
    }
