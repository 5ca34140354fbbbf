"""Asking for files: once for what says the same, anew for what does not."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from panel.exports import actions
from panel.exports.cover import Cover
from panel.exports.formats import FORMATS
from panel.jobs.models import Job, State
from panel.kernel.errors import Missing, Refused
from panel.membership.actors import Actor
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.exports.desk import TITLE, Desk, a_desk


def there(_name: str) -> bool:
    return True


def gone(_name: str) -> bool:
    return False


@pytest.fixture
def desk(mesa: Installation) -> Desk:
    return a_desk(mesa)


def asked(
    desk: Desk, number: int | None, kind: str = "md", who: Actor | None = None
) -> tuple[str, Cover]:
    """Ask for a file; gives the job's name and what it prints."""
    with desk.mesa.workshop.open_work() as work:
        job = actions.ask(work, who or desk.mo, desk.find(work), number, kind, there)
        return job.public_id, Cover.of(job.args)


def jobs(desk: Desk) -> list[Job]:
    with desk.mesa.workshop.open_reading() as reading:
        return list(reading.session.scalars(select(Job).order_by(Job.id)))


def ended(desk: Desk, state: State, **result: object) -> None:
    """Put an end to the only job, as a worker does."""
    with desk.mesa.workshop.open_work() as work:
        [job] = work.session.scalars(select(Job))
        job.state, job.result, job.ended_at = state, result, work.at


def test_the_same_is_asked_for_once(desk: Desk) -> None:
    number = desk.name("Primera")

    first, again = asked(desk, number), asked(desk, number)

    assert first == again
    assert len(jobs(desk)) == 1


def test_two_who_ask_at_once_get_the_same(desk: Desk) -> None:
    number = desk.name("Primera")

    with ThreadPoolExecutor(2) as people:
        found = list(people.map(lambda _: asked(desk, number, "pdf")[0], range(2)))

    assert len(set(found)) == 1
    assert len(jobs(desk)) == 1


def test_each_format_is_a_job_of_its_own(desk: Desk) -> None:
    number = desk.name("Primera")

    assert len({asked(desk, number, kind)[0] for kind in FORMATS}) == len(FORMATS)
    assert {job.args["kind"] for job in jobs(desk)} == set(FORMATS)


def test_what_would_print_something_else_is_made_anew(desk: Desk) -> None:
    desk.move(Stage.CONSULTATION)
    consulted, before = asked(desk, 1)
    desk.move(Stage.ADOPTED)
    adopted, after = asked(desk, 1)
    desk.move(Stage.DELIVERED)
    delivered, last = asked(desk, 1)

    assert len({consulted, adopted, delivered}) == 3
    assert (before.stage, after.stage, last.stage) == ("consultation", "adopted", "delivered")
    assert (before.adopted_on, after.adopted_on) == ("", "2026-03-12")
    assert before.sha256 == after.sha256 == last.sha256
    assert after.wording == "Se adopta por consenso."


def test_what_no_stage_stands_on_is_called_a_draft(desk: Desk) -> None:
    desk.name("Primera")
    desk.write("Otra cosa.")
    desk.move(Stage.CONSULTATION, Stage.ADOPTED)

    first, second, live = (asked(desk, number)[1] for number in (1, 2, None))

    assert (first.stage, first.adopted_on) == ("draft", "")
    assert (second.stage, second.adopted_on) == ("adopted", "2026-03-12")
    assert (live.stage, live.number, live.adopted_on) == ("draft", 0, "")


def test_the_live_text_is_kept_with_the_job_and_a_version_is_not(desk: Desk) -> None:
    live, cover = asked(desk, None)
    desk.write("Más palabras.")
    later, other = asked(desk, None)
    number = desk.name("Primera")
    version, _ = asked(desk, number)

    texts = {job.public_id: job.args["text"] for job in jobs(desk)}
    assert cover.number == 0
    assert cover.title == TITLE
    assert cover.sha256 != other.sha256
    assert "Una cuota justa." in texts[live]
    assert "Más palabras." in texts[later]
    assert texts[version] == ""


def test_readers_ask_for_what_was_adopted_and_for_nothing_else(desk: Desk) -> None:
    visitor = Actor(desk.mo.panel_id, desk.mo.panel)
    desk.move(Stage.CONSULTATION)
    for who in (desk.ana, desk.rosa, visitor):
        with pytest.raises(Refused):
            asked(desk, 1, who=who)
    assert jobs(desk) == []
    desk.move(Stage.ADOPTED)

    for who in (desk.ana, desk.rosa, visitor, desk.mo):
        asked(desk, 1, who=who)

    [job] = jobs(desk)
    assert not job.moderators
    assert job.by_id == desk.ana.seat_id
    for who in (desk.ana, desk.rosa, visitor):
        with pytest.raises(Refused):
            asked(desk, None, who=who)


def test_what_is_not_adopted_is_the_moderators_to_know_of(desk: Desk) -> None:
    asked(desk, None)

    [job] = jobs(desk)
    assert job.moderators
    assert job.audience_id


def test_a_version_that_never_was_is_missing(desk: Desk) -> None:
    with pytest.raises(Missing):
        asked(desk, 7)


def test_a_file_that_is_gone_is_made_again_when_it_is_asked_for(desk: Desk) -> None:
    name, _ = asked(desk, None)
    ended(desk, State.DONE, file="x.md")
    assert asked(desk, None)[0] == name
    assert jobs(desk)[0].state == State.DONE

    with desk.mesa.workshop.open_work() as work:
        again = actions.ask(work, desk.mo, desk.find(work), None, "md", gone).public_id

    assert again == name
    assert jobs(desk)[0].state == State.WAITING


def test_what_has_failed_is_tried_again_when_it_is_asked_for(desk: Desk) -> None:
    name, _ = asked(desk, None)
    ended(desk, State.FAILED)

    assert asked(desk, None)[0] == name

    assert jobs(desk)[0].state == State.WAITING
