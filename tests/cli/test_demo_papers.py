"""The demo's papers, as the database has them: their way, their versions and their comments."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from panel.cli.demo import fill
from panel.cli.demo_papers import BEFORE_THE_FIRST, PAPERS, THE_EVE, TRANSFER_SHEET
from panel.discussion.models import Post, Thread
from panel.discussion.policy import cite_refusal
from panel.discussion.queries import posts, threads
from panel.documents.queries import versions
from panel.documents.queries.documents import seen
from panel.documents.text.shape import Node, attributes, children, kind
from panel.kernel.settings import Settings
from panel.kernel.work import Reading
from panel.membership.models import Role
from panel.papers.models import Paper, Stage
from panel.papers.queries import papers
from panel.papers.queries.comments import places_of
from panel.papers.queries.texts import text
from tests.cli.demo_reading import actor, found
from tests.conftest import Installation


@pytest.fixture
def demo(mesa: Installation, settings: Settings) -> Iterator[Reading]:
    assert fill(replace(settings, demo=True))
    with mesa.app.app_context(), mesa.workshop.open_reading() as reading:
        yield reading


def test_the_papers_tell_their_story(demo: Reading, settings: Settings) -> None:
    assert_one_is_written_one_is_consulted_and_one_adopted(demo)
    assert_versions_are_named_as_told(demo)
    assert_what_is_cited_can_be_read_by_whoever_reads_the_paper(demo)
    assert_one_comment_has_lost_its_block_and_no_other(demo)
    assert_observers_have_commented_too(demo)
    assert_those_who_sign_in_find_what_has_changed_since_they_looked(demo)

    before = demo.session.scalar(select(func.count()).select_from(Paper))
    assert not fill(replace(settings, demo=True))  # a second time
    demo.session.expire_all()
    assert demo.session.scalar(select(func.count()).select_from(Paper)) == before == len(PAPERS)


def comments(reading: Reading, paper: Paper) -> list[Thread]:
    query = select(Thread).where(Thread.about == f"{papers.ABOUT}:{paper.public_id}")
    return list(reading.session.scalars(query.order_by(Thread.at)))


def assert_one_is_written_one_is_consulted_and_one_adopted(demo: Reading) -> None:
    views = {one.title: papers.paper_view(demo, found(demo, one).public_id) for one in PAPERS}

    draft, consulted, adopted = (views[one.title] for one in PAPERS)
    assert (draft.stage, draft.version, draft.newest) == (Stage.DRAFT, None, 1)
    assert (consulted.stage, consulted.version) == (Stage.CONSULTATION, 1)
    assert (adopted.stage, adopted.version, adopted.newest) == (Stage.ADOPTED, 3, 3)
    assert draft.drafters[0] == "Ernesto Sanabria Niño"
    assert len(draft.drafters) == len({one.by for one in BEFORE_THE_FIRST.states})
    assert adopted.adoption
    assert TRANSFER_SHEET.adoption
    assert adopted.adoption.meeting == TRANSFER_SHEET.adoption.meeting
    assert adopted.adoption.adopted_on
    assert adopted.adoption.adopted_on < adopted.adoption.at.date()
    assert [one.at for one in adopted.steps] == sorted(one.at for one in adopted.steps)


def assert_versions_are_named_as_told(demo: Reading) -> None:
    for one in PAPERS:
        kept = versions.versions(demo, found(demo, one).document)
        named = [state for state in one.states if state.version]
        assert [row.name for row in reversed(kept)] == [state.version for state in named]


def assert_what_is_cited_can_be_read_by_whoever_reads_the_paper(demo: Reading) -> None:
    cited = 0
    for one in PAPERS:
        paper = found(demo, one)
        for node in nodes(text(demo, paper)[0]):
            if kind(node) == "citation":
                name, number = attributes(node)["thread"], attributes(node)["number"]
                thread = threads.thread(demo, actor(demo, "amparo"), str(name))
                assert cite_refusal(thread, paper.document.audience) is None
                assert posts.post(demo, thread, int(number)).hidden_at is None
                cited += 1
    assert cited


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for one in children(node):
        yield from nodes(one)


def assert_one_comment_has_lost_its_block_and_no_other(demo: Reading) -> None:
    written = {one.posts[0].body for paper in PAPERS for one in paper.comments}
    gone = list[Thread]()
    for one in PAPERS:
        paper = found(demo, one)
        places, about = places_of(demo, paper.public_id), comments(demo, paper)
        assert len(about) == len(one.comments)
        gone += [thread for thread in about if thread.place not in places]

    assert len(written) == sum(len(one.comments) for one in PAPERS)
    [orphan] = gone
    assert orphan.quotation == "si quedó a paz y salvo con la organización"
    assert orphan.closed_at
    assert orphan.conclusion


def assert_observers_have_commented_too(demo: Reading) -> None:
    roles = select(Post.written_as).join(Thread, Post.thread_id == Thread.id)

    for one in PAPERS:
        about = [thread.id for thread in comments(demo, found(demo, one))]
        assert Role.COMMENTER in set(demo.session.scalars(roles.where(Thread.id.in_(about))))


def assert_those_who_sign_in_find_what_has_changed_since_they_looked(demo: Reading) -> None:
    paper = found(demo, BEFORE_THE_FIRST)

    for key, unseen in (("amparo", 2), ("yurleidy", 1), ("nelly", 2)):
        view = seen(demo, actor(demo, key), paper.document)
        assert view
        assert view.since == unseen
        changes = versions.since_look(demo, actor(demo, key), paper.document, paper.title)
        assert changes
        assert changes.added
    eve = seen(demo, actor(demo, "nelly"), found(demo, THE_EVE).document)
    assert eve
    assert not eve.since
