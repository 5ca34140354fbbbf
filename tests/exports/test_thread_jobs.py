"""What the worker makes of a thread: once, as it stood, and without what is gone."""

import json
import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from panel.exports import actions, jobs
from panel.exports.formats import THREAD_FORMATS
from panel.exports.making import FAILED
from panel.exports.queries.threads import cover
from panel.exports.shelf import Shelf
from panel.jobs.models import Job
from panel.jobs.runner import Failed, Task
from panel.kernel.errors import Refused
from panel.kernel.settings import Settings
from panel.membership.actors import Actor
from panel.membership.models import Kind
from tests.conftest import Installation
from tests.exports.floor import Floor, a_floor, filled
from tests.exports.pdf_reading import Reading, faults
from tests.exports.test_making import children_of_this_process

GONE = ("Claire", "Network", "We saw the same abroad")


@pytest.fixture
def floor(mesa: Installation) -> Floor:
    return a_floor(mesa)


def asked(
    floor: Floor, kind: str = "json", *, observers: bool = False, who: Actor | None = None
) -> Job:
    """Ask for a file as the route does."""
    with floor.mesa.workshop.open_work() as work:
        thread, by = floor.find(work), who or floor.mo
        what = cover(work, by.panel, thread, None, observers=observers)
        return actions.ask_for_thread(work, by, thread, what, kind, lambda _name: True)


def task(floor: Floor, settings: Settings, kind: str = "json", *, observers: bool = False) -> Task:
    job = asked(floor, kind, observers=observers)
    return Task(job.public_id, floor.mesa.workshop, job.args, lambda _step, _of: None, settings)


def run(floor: Floor, one: Task) -> dict[str, Any]:
    with floor.mesa.app.app_context():
        return jobs.run_thread(one)


def laid(settings: Settings, made: dict[str, Any]) -> Path:
    return Shelf(settings).place(str(made["file"]))


def told(floor: Floor, settings: Settings, *, observers: bool = False) -> dict[str, Any]:
    made = run(floor, task(floor, settings, observers=observers))
    found: dict[str, Any] = json.loads(laid(settings, made).read_text("utf-8"))
    return found


def text(path: Path, kind: str) -> str:
    return Reading(path).words if kind == "pdf" else path.read_text("utf-8")


def test_the_same_is_asked_for_once_and_anew_when_something_was_said(floor: Floor) -> None:
    first, again = asked(floor), asked(floor)
    others = [asked(floor, "md"), asked(floor, observers=True)]
    floor.says(floor.ana, "Algo más.")
    later = asked(floor)

    assert first.public_id == again.public_id
    assert len({one.public_id for one in (first, *others, later)}) == 4
    with floor.mesa.workshop.open_reading() as reading:
        every = reading.session.scalars(select(Job)).all()
    assert len(every) == 4
    assert all(one.moderators and one.audience_id for one in every)


def test_moderators_ask_and_nobody_else(floor: Floor) -> None:
    asked(floor)

    for who in (floor.ana, floor.claire):
        with pytest.raises(Refused):
            asked(floor, who=who)


@pytest.mark.parametrize("kind", THREAD_FORMATS)
def test_each_format_is_made_laid_down_and_named(
    floor: Floor, settings: Settings, kind: str
) -> None:
    floor.close("Pedimos *una* cuota.")
    made = run(floor, task(floor, settings, kind))

    path = laid(settings, made)
    assert made["name"].startswith("Cerrar la brecha ¿cómo A B ")
    assert made["name"].endswith(f".{kind}")
    assert made["bytes"] == path.stat().st_size > 200
    assert made["notes"] == []
    assert made["url"].startswith(f"{floor.url}/")
    assert "Una cuota justa." in text(path, kind)
    if kind == "pdf":
        assert faults(Reading(path)) == []


@pytest.mark.parametrize("kind", THREAD_FORMATS)
def test_without_observers_nothing_of_theirs_is_in_any_file(
    floor: Floor, settings: Settings, kind: str
) -> None:
    files = {
        observers: text(
            laid(settings, run(floor, task(floor, settings, kind, observers=observers))), kind
        )
        for observers in (True, False)
    }

    assert all(word in files[True] for word in GONE)
    assert not any(word in files[False] for word in GONE)
    assert "Gracias por contarlo." in files[False]
    if kind != "json":
        assert "In reply to no. 3, an observer's post that is left out here" in files[False]
        assert "1 post of theirs is left out of this copy." in files[False]
        assert "In reply to no. 3 (Claire)" in files[True]


def test_observers_stay_out_of_every_count_unless_they_are_in(
    floor: Floor, settings: Settings
) -> None:
    without, within = told(floor, settings), told(floor, settings, observers=True)

    assert [one["number"] for one in without["posts"]] == [1, 2, 4, 5]
    assert without["counts"]["posts"] == 4
    assert without["counts"]["organisations"] == 2
    assert without["counts"]["observers_left_out"] == 1
    assert [one["number"] for one in within["posts"]] == [1, 2, 3, 4, 5]
    assert within["counts"]["posts"] == 5
    assert within["counts"]["observers_left_out"] == 0
    assert within["posts"][2]["author"]["role"] == "observer"


@pytest.mark.parametrize("kind", THREAD_FORMATS)
def test_what_was_hidden_or_taken_back_leaves_a_line_and_no_word(
    floor: Floor, settings: Settings, kind: str
) -> None:
    before = text(laid(settings, run(floor, task(floor, settings, kind))), kind)
    floor.hide(2)
    floor.delete(floor.ana, 5)

    made = run(floor, task(floor, settings, kind))

    after = text(laid(settings, made), kind)
    for words in ("Una cuota justa.", "Lo que sobra."):
        assert words in before
        assert words not in after
    assert "Their reason: “Nombra a alguien.”" in " ".join(after.split())
    assert "The author of a post here took it back." in after
    assert made["silenced"] == [2, 5]


def test_what_is_hidden_before_the_file_is_made_is_not_in_it(
    floor: Floor, settings: Settings
) -> None:
    one = task(floor, settings, "md")
    floor.hide(2)
    floor.says(floor.ana, "Lo que vino después.")

    found = laid(settings, run(floor, one)).read_text("utf-8")

    assert "Una cuota justa." not in found
    assert "Lo que vino después." not in found
    assert "Gracias por contarlo." in found


def test_the_conclusion_stands_first_and_the_state_is_told(
    floor: Floor, settings: Settings
) -> None:
    floor.close("Pedimos *una* cuota.")

    found = laid(settings, run(floor, task(floor, settings, "md"))).read_text("utf-8")

    assert "The conclusion stands first." in found
    assert found.index("Pedimos *una* cuota.") < found.index("¿Qué pedimos?")
    assert "The conclusion takes into account the 5 posts up to then." in found


def test_the_language_is_that_of_the_panel(mesa: Installation, settings: Settings) -> None:
    floor = a_floor(mesa, language="es", kind=Kind.VISITORS)

    path = laid(settings, run(floor, task(floor, settings, "pdf")))

    assert str(Reading(path).root.Lang) == "es"


def test_made_twice_it_is_the_same(floor: Floor, settings: Settings) -> None:
    one = task(floor, settings, "pdf")

    first = run(floor, one)
    before = laid(settings, first).read_bytes()
    second = run(floor, one)

    assert first == second
    assert laid(settings, second).read_bytes() == before


def test_a_maker_that_is_killed_is_told_and_leaves_nothing(
    floor: Floor, settings: Settings
) -> None:
    before = set(children_of_this_process())

    def kill(_done: int, _steps: int) -> None:
        for child in set(children_of_this_process()) - before:
            os.kill(child, signal.SIGKILL)

    with pytest.raises(Failed) as failed:
        run(floor, replace(task(floor, settings, "pdf"), advance=kill))

    assert failed.value.message == FAILED
    assert list((settings.var / "exports").iterdir()) == []


MANY = 2_000


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_thread_of_two_thousand_posts_is_made_within_the_limits(
    floor: Floor, settings: Settings
) -> None:
    with floor.mesa.workshop.open_work() as work:
        filled(work, floor.find(work), floor.ana, MANY)

    path = laid(settings, run(floor, task(floor, settings, "pdf")))

    read = Reading(path)
    assert len(read.tree.all("H2")) == MANY - 1  # without the observer's
    assert faults(read) == []
