"""Starting a paper, retitling it, commenting on it: each is done once, by whoever may."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy import text as sql

from panel.discussion.models import Thread
from panel.documents.models import Document
from panel.kernel.errors import Clash, Refused
from panel.kernel.work import Work, Workshop
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Role
from panel.papers.actions import comments, papers, stages
from panel.papers.actions.comments import Remark
from panel.papers.actions.papers import Outset
from panel.papers.actions.stages import Record
from panel.papers.events import PaperCommented
from panel.papers.models import Paper, Source, Stage, StageChange
from panel.papers.queries.papers import paper as find
from panel.papers.queries.texts import text
from tests.conftest import Installation
from tests.factories import a_draft, a_group, a_panel, a_seat, a_thread, again, the_audience
from tests.papers.commented import Commented
from tests.services.waiting import until

MANY = 4


class Room:
    """A panel, and the people who come together in it."""

    def __init__(self, work: Work) -> None:
        self.panel: Panel = a_panel(work)
        self.ana, self.mo = a_seat(work, self.panel), a_seat(work, self.panel, Role.MODERATOR)
        self.rosa = a_seat(work, self.panel, Role.READER)
        self.cora = a_seat(work, self.panel, Role.COMMENTER)

    def start(
        self, work: Work, by: Actor, title: str = "A paper", token: UUID | None = None
    ) -> Paper:
        outset = Outset(title, token or uuid4())
        return papers.start(work, by, the_audience(work, self.panel), outset)


@pytest.fixture
def room(workshop: Workshop) -> Room:
    with workshop.open_work() as work:
        return Room(work)


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


def together(times: int, does: Callable[[int], object]) -> list[object]:
    """Do something so many times at the same moment."""
    barrier = Barrier(times)

    def one(turn: int) -> object:
        barrier.wait()
        return does(turn)

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_a_member_starts_a_paper_that_is_a_draft_open_for_writing(
    workshop: Workshop, room: Room
) -> None:
    with workshop.open_work() as work:
        paper = room.start(work, room.ana)

        assert (paper.stage, paper.version, paper.document.drafting) == (Stage.DRAFT, None, True)
        assert paper.started_by_id == room.ana.seat_id
        assert text(work, paper)[0]["content"]


def test_papers_are_started_by_those_who_may_draft(workshop: Workshop, room: Room) -> None:
    with workshop.open_work() as work:
        for who in (room.rosa, room.cora):
            with pytest.raises(Refused):
                room.start(work, who)
        assert room.start(work, room.mo)


def test_the_same_paper_sent_twice_is_started_once(workshop: Workshop, room: Room) -> None:
    token = uuid4()
    with workshop.open_work() as work:
        first = room.start(work, room.ana, token=token)
        assert room.start(work, room.ana, token=token) is first
        with pytest.raises(Clash):
            room.start(work, room.ana, "Another title", token)
        assert room.start(work, room.mo, token=token) is not first

        assert work.session.scalar(select(func.count()).select_from(Document)) == 2


def test_one_paper_sent_many_times_at_once_is_started_once(workshop: Workshop, room: Room) -> None:
    token = uuid4()

    def send(_turn: int) -> object:
        with workshop.open_work() as work:
            return room.start(work, room.ana, token=token).public_id

    assert len(set(together(MANY, send))) == 1
    with workshop.open_reading() as reading:
        assert reading.session.scalar(select(func.count()).select_from(Paper)) == 1
        assert reading.session.scalar(select(func.count()).select_from(Document)) == 1


def test_a_paper_remembers_the_threads_that_it_came_from_each_once(
    workshop: Workshop, room: Room
) -> None:
    with workshop.open_work() as work:
        one, two = a_thread(work, room.panel), a_thread(work, room.panel)
        outset = Outset("A paper", uuid4(), sources=(one, two, one))
        paper = papers.start(work, room.ana, the_audience(work, room.panel), outset)
        work.session.flush()

        rows = work.session.scalars(select(Source.thread_id).where(Source.paper_id == paper.id))
        assert sorted(rows) == sorted([one.id, two.id])


def test_a_paper_for_a_group_is_the_groups(workshop: Workshop, room: Room) -> None:
    with workshop.open_work() as work:
        group = a_group(work, room.panel, room.ana)
        audience = the_audience(work, room.panel, Kind.GROUP, group)

        ours = papers.start(work, again(work, room.ana), audience, Outset("Ours", uuid4()))

        assert ours.group_id == group.id
        outside = a_seat(work, room.panel)
        with pytest.raises(Refused):
            papers.start(work, outside, audience, Outset("Theirs", uuid4()))


def somebody_waits(work: Work) -> bool:
    """Tell whether a work stands still for what this one holds; SQLite lets none begin at all."""
    if work.session.get_bind().dialect.name == "sqlite":
        return True
    return bool(work.session.scalar(sql("SELECT count(*) FROM pg_locks WHERE NOT granted")))


def test_a_better_title_is_found_by_drafters_while_it_is_a_draft(folder: Commented) -> None:
    folder.retitles("A better title")
    folder.moves(Stage.CONSULTATION)

    with pytest.raises(Refused, match="not open for drafting"):
        folder.retitles("Too late")

    assert folder.paper().title == "A better title"


def test_a_title_that_waits_for_a_stage_is_refused_when_the_text_has_closed_meanwhile(
    folder: Commented,
) -> None:
    workshop, locked = folder.mesa.workshop, Barrier(2)

    def close() -> None:
        with workshop.open_work() as work:
            paper = find(work, folder.mo, folder.name, lock=True)
            locked.wait()
            until(lambda: somebody_waits(work), "the other one")
            stages.move(work, folder.mo, paper, Stage.CONSULTATION, Record("", "As it is"))

    def retitle() -> None:
        locked.wait()
        with workshop.open_work() as work:
            papers.retitle(
                work, folder.ana, find(work, folder.ana, folder.name, lock=True), "Too late"
            )

    with ThreadPoolExecutor(2) as pool:
        closing, late = pool.submit(close), pool.submit(retitle)
        closing.result()
        with pytest.raises(Refused, match="not open for drafting"):
            late.result()


def test_one_step_taken_many_times_at_once_is_taken_once(folder: Commented) -> None:
    def take(_turn: int) -> object:
        folder.moves(Stage.CONSULTATION)
        return True

    together(MANY, take)

    with folder.mesa.workshop.open_reading() as reading:
        assert reading.session.scalar(select(func.count()).select_from(StageChange)) == 1
    assert len(folder.kept()) == 1


def test_a_comment_is_for_those_who_read_the_paper_and_stands_in_no_list(
    folder: Commented,
) -> None:
    thread = folder.comments(folder.ana, 0, "Is it so?", "One.")

    assert (thread.about, thread.place) == (f"paper:{folder.name}", folder.blocks()[0])
    assert (thread.title, thread.quotation) == ("One.", "One.")
    assert thread.audience_id == folder.paper().document.audience_id


def test_whoever_may_reply_comments_and_a_reader_does_not(folder: Commented) -> None:
    cora = folder.who["commenter"]
    assert cora

    assert folder.comments(cora).started_by_id == cora.seat_id
    with pytest.raises(Refused, match="Your role here is to read"):
        folder.comments(folder.rosa)


def commented(folder: Commented, token: UUID, body: str = "Is it so?") -> str:
    """Send a comment under a name that the browser gave to it."""
    block = folder.blocks()[0]
    with folder.mesa.workshop.open_work() as work:
        paper = find(work, folder.ana, folder.name)
        remark = Remark(block, "", replace(a_draft(body), token=token))
        return comments.comment(work, folder.ana, paper, text(work, paper)[0], remark).public_id


def test_the_same_comment_sent_twice_opens_one_thread(folder: Commented) -> None:
    token = uuid4()
    first = commented(folder, token)

    assert commented(folder, token) == first
    with pytest.raises(Clash):
        commented(folder, token, "Other words.")


def test_one_comment_sent_many_times_at_once_opens_one_thread(folder: Commented) -> None:
    token = uuid4()

    opened = together(MANY, lambda _turn: commented(folder, token))

    assert len(set(opened)) == 1
    with folder.mesa.workshop.open_reading() as reading:
        assert reading.session.scalar(select(func.count()).select_from(Thread)) == 1


def test_a_comment_is_told_to_the_register_once(folder: Commented) -> None:
    token, block, told = uuid4(), folder.blocks()[0], list[object]()
    for _ in range(2):
        with folder.mesa.workshop.open_work() as work:
            paper = find(work, folder.ana, folder.name)
            remark = Remark(block, "", replace(a_draft("Is it so?"), token=token))
            comments.comment(work, folder.ana, paper, text(work, paper)[0], remark)
            told += [one.fact for one in work.recorded if isinstance(one.fact, PaperCommented)]

    assert len(told) == 1


def test_a_comment_on_a_paragraph_that_has_gone_is_kept(folder: Commented) -> None:
    block = folder.blocks()[1]
    folder.writes("Alone.")
    with folder.mesa.workshop.open_work() as work:
        paper = find(work, folder.ana, folder.name)
        remark = Remark(block, "", a_draft("On what was there."))
        thread = comments.comment(work, folder.ana, paper, text(work, paper)[0], remark)

        assert thread.place == block
        assert thread.title == paper.title
