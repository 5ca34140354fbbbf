"""What the worker makes of a job: the file, its name, and what is said about it."""

import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from panel.documents.actions import texts
from panel.exports import actions, jobs
from panel.exports.formats import ENDINGS, FORMATS
from panel.exports.makers.compiling import NOT_STANDARD
from panel.exports.making import FAILED, STEPS
from panel.exports.shelf import LEFT, Shelf
from panel.jobs.runner import Failed, Task
from panel.kernel.settings import Settings
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.exports.desk import Desk, a_desk
from tests.exports.papers import cite, p
from tests.exports.test_making import children_of_this_process


@pytest.fixture
def desk(mesa: Installation) -> Desk:
    return a_desk(mesa)


def task(desk: Desk, settings: Settings, number: int | None, kind: str) -> Task:
    """Ask for a file, and give what a worker is given for it."""
    with desk.mesa.workshop.open_work() as work:
        job = actions.ask(work, desk.mo, desk.find(work), number, kind, Shelf(settings).has)
        name, args = job.public_id, job.args
    return Task(
        job=name,
        workshop=desk.mesa.workshop,
        args=args,
        advance=lambda _step, _steps: None,
        settings=settings,
    )


def run(desk: Desk, asked: Task) -> dict[str, Any]:
    with desk.mesa.app.app_context():
        return jobs.run(asked)


def laid(settings: Settings, made: dict[str, Any]) -> Path:
    return settings.var / "exports" / str(made["file"])


@pytest.mark.parametrize("kind", FORMATS)
def test_each_format_is_made_laid_down_and_named(desk: Desk, settings: Settings, kind: str) -> None:
    number = desk.name("Primera")
    asked, steps = task(desk, settings, number, kind), list[int]()

    made = run(desk, replace(asked, advance=lambda step, _of: steps.append(step)))

    name = f"Protección social ¿para quién A B v1{' reading copy' * (kind == 'docx-lines')}"
    assert made["name"] == f"{name}.{ENDINGS[kind]}"
    assert made["bytes"] == laid(settings, made).stat().st_size > 200
    assert made["notes"] == []
    assert made["url"].startswith(f"{desk.url}/{asked.job}/")
    assert (steps[-1], steps) == (STEPS, sorted(steps))
    assert [one.name for one in (settings.var / "exports").iterdir()] == [made["file"]]


def test_what_is_printed_is_what_was_so_when_it_was_asked_for(
    desk: Desk, settings: Settings
) -> None:
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)
    asked = task(desk, settings, 1, "md")
    desk.move(Stage.DELIVERED)

    text = laid(settings, run(desk, asked)).read_text()

    assert "stage: Adopted" in text
    assert "1 · Para consulta" in text
    assert "March 12, 2026, sesión plenaria: “Se adopta por consenso”. Recorded by" in text
    assert "(UTC)" in text
    assert "Una cuota justa." in text


def test_a_text_that_is_no_version_says_so(desk: Desk, settings: Settings) -> None:
    asked = task(desk, settings, None, "html")
    desk.write("Lo que se escribió después.")

    made = run(desk, asked)

    text = laid(settings, made).read_text()
    assert "not a version: a copy of the text as it was then" in text
    assert "Una cuota justa." in text
    assert "después" not in text
    digest = asked.args["cover"]["sha256"]
    assert made["name"].endswith(f" draft {digest[:8]}.html")
    assert digest in text


def test_the_language_is_that_of_the_panel(mesa: Installation, settings: Settings) -> None:
    desk = a_desk(mesa, language="es")
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)

    page = laid(settings, run(desk, task(desk, settings, 1, "html"))).read_text()
    pdf = laid(settings, run(desk, task(desk, settings, 1, "pdf")))

    assert '<html lang="es">' in page
    assert "12 de marzo de 2026" in page
    assert "Huella SHA-256" in page
    with pikepdf.open(pdf) as read:
        assert str(read.Root.Lang) == "es"


def test_citations_lead_to_the_posts_of_this_installation(desk: Desk, settings: Settings) -> None:
    with desk.mesa.workshop.open_work() as work:
        document = desk.find(work).document
        texts.edit(work, document, {"type": "doc", "content": [p(cite("Luz, 12"))]}, desk.mo)

    page = laid(settings, run(desk, task(desk, settings, None, "html"))).read_text()

    post = "k7m2p4q6r3s5/posts/12#post-k7m2p4q6r3s5-12"
    assert f'href="{settings.url}/p/{desk.panel.slug}/threads/{post}"' in page


def test_a_sign_without_a_glyph_is_told(desk: Desk, settings: Settings) -> None:
    desk.write("Sin letra: 😀 y 語.")

    made = run(desk, task(desk, settings, None, "pdf"))

    assert made["notes"] == [{"text": NOT_STANDARD, "words": {}}]
    assert laid(settings, made).read_bytes().startswith(b"%PDF")


def test_made_twice_it_is_the_same(desk: Desk, settings: Settings) -> None:
    asked = task(desk, settings, None, "pdf")

    first = run(desk, asked)
    before = laid(settings, first).read_bytes()
    second = run(desk, asked)

    assert first == second
    assert laid(settings, second).read_bytes() == before


def test_a_failure_is_told_in_its_own_words(desk: Desk, settings: Settings) -> None:
    before = set(children_of_this_process())

    def kill(_done: int, _steps: int) -> None:
        for child in set(children_of_this_process()) - before:
            os.kill(child, signal.SIGKILL)

    with pytest.raises(Failed) as failed:
        run(desk, replace(task(desk, settings, None, "pdf"), advance=kill))

    assert failed.value.message == FAILED
    assert list((settings.var / "exports").iterdir()) == []


def test_what_a_killed_worker_left_is_cleared_away_in_time(desk: Desk, settings: Settings) -> None:
    shelf = settings.var / "exports"
    for name in ("old", "new"):
        (shelf / f".making-{name}").mkdir(parents=True)
        (shelf / f".making-{name}" / "made").write_bytes(b"half")
    past = time.time() - LEFT - 1
    os.utime(shelf / ".making-old", (past, past))

    run(desk, task(desk, settings, None, "md"))

    assert [one.name for one in shelf.glob(".making-*")] == [".making-new"]
