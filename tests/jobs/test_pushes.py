"""What is shown of a job: the open page is the reloaded page, whatever becomes of it."""

from collections.abc import Callable

import pytest

from panel.exports import actions as exports
from panel.exports.queries.papers import KIND
from panel.jobs import actions
from panel.jobs.actions import Lease
from panel.kernel.messages import Message
from panel.kernel.work import Work
from tests.conftest import Installation
from tests.exports.desk import Desk, a_desk
from tests.jobs.bench import STEPS

MADE = {
    "file": "x.pdf",
    "name": "Protección.pdf",
    "bytes": 1_234_567,
    "url": "/p/colombia/papers/x/exports/y/Protecci%C3%B3n.pdf",
    "notes": [{"text": "Odd & %(what)s.", "words": {"what": "<b>"}}],
}
AGAIN = {"url": "/p/colombia/papers/x/exports", "fields": {"format": "pdf", "version": "3"}}
Write = Callable[[Work, Lease], None]
THEN: dict[str, tuple[Write, str]] = {
    "running": (lambda work, lease: actions.advance(work, lease, 1, STEPS), "step 2 of 3"),
    "nearly done": (lambda work, lease: actions.advance(work, lease, 3, STEPS), "step 3 of 3"),
    "done": (lambda work, lease: actions.finish(work, lease, MADE), "1.3 MB Odd & <b>."),
    "failed": (
        lambda work, lease: actions.fail(
            work, lease, Message("No %(what)s."), {"what": "<i>"}, again=AGAIN
        ),
        "No <i>.",
    ),
    "given up": (
        lambda work, lease: actions.fail(work, lease, Message("No."), {}),
        "No.",
    ),
    "given back": (actions.give_back, "Waiting for its turn"),
}


@pytest.fixture
def desk(mesa: Installation) -> Desk:
    return a_desk(mesa)


def asked(desk: Desk) -> str:
    with desk.mesa.workshop.open_work() as work:
        return exports.ask(work, desk.mo, desk.find(work), None, "pdf", bool).public_id


def taken(desk: Desk) -> Lease:
    with desk.mesa.workshop.open_work() as work:
        job = actions.take(work, "one", {KIND: STEPS})
        assert job
        return Lease(job.public_id, "one")


@pytest.mark.parametrize("then", THEN)
def test_the_open_page_is_the_reloaded_page(desk: Desk, then: str) -> None:
    write, said = THEN[then]
    name = asked(desk)
    tab = desk.mesa.tab(desk.mo, desk.url)
    assert "Waiting for its turn" in tab.text
    lease = taken(desk)
    assert [push["op"] for push in tab.hear()] == ["replace"]
    assert "Being made: step 1 of 3" in tab.text
    shelf = desk.mesa.app.extensions["settings"].var / "exports"
    shelf.mkdir()
    (shelf / "x.pdf").touch()

    with desk.mesa.workshop.open_work() as work:
        write(work, lease)

    [push] = tab.hear()
    assert [part["id"] for part in push["parts"]] == [f"job-{name}"]
    assert said in tab.text
    tab.assert_live_equals_reload()


def test_a_tab_that_missed_something_catches_up(desk: Desk) -> None:
    asked(desk)
    tab = desk.mesa.tab(desk.mo, desk.url)
    lease = taken(desk)
    with desk.mesa.workshop.open_work() as work:
        actions.advance(work, lease, 1, STEPS)
    tab.hear(losing=2)
    with desk.mesa.workshop.open_work() as work:
        actions.fail(work, lease, Message("No."), {}, again=AGAIN)

    tab.hear()

    assert "No. Try again" in tab.text
    tab.assert_live_equals_reload()
