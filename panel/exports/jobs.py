"""How the worker makes a file of a paper: from what the job holds, so that it can be repeated."""

from typing import Any

from flask_babel import force_locale, gettext

from panel.exports.cover import Cover
from panel.exports.drawing import Drawing
from panel.exports.making import STEPS, MakingError, make
from panel.exports.queries import KIND, text_of
from panel.exports.shelf import Shelf
from panel.jobs.runner import Failed, Kind, Task
from panel.kernel.web import path_for


def run(task: Task) -> dict[str, Any]:
    """Make the file, whole or not at all, and tell where it is had and what is odd about it."""
    kind, cover = task.args["kind"], Cover.of(task.args)
    shelf = Shelf(task.settings)
    shelf.tidy()
    with task.workshop.open_reading() as reading:
        content, blocks = text_of(reading, cover, task.args["text"])
    with force_locale(cover.language):
        drawing = Drawing(cover, gettext, task.settings.url)
        sheet, name = drawing.sheet(content, blocks), drawing.file_name(kind)
    target = shelf.place(cover.file(kind))
    try:
        said = make(sheet, kind, target, on_step=task.advance)
    except MakingError as error:
        raise Failed(error.message) from error
    at = {"panel": cover.slug, "paper": cover.paper, "job": task.job, "name": name}
    return {
        "file": target.name,
        "name": name,
        "bytes": target.stat().st_size,
        "url": path_for("exports.download", **at),
        "notes": [{"text": sentence, "words": {}} for sentence in said],
    }


def again(args: dict[str, Any]) -> dict[str, Any]:
    """Give the form by which the same file is asked for once more."""
    cover = Cover.of(args)
    fields = {"version": str(cover.number or ""), "format": args["kind"]}
    return {
        "url": path_for("exports.export", panel=cover.slug, paper=cover.paper),
        "fields": fields,
    }


EXPORT = Kind(KIND, run, STEPS, again)
