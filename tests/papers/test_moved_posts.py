"""Papers that cite posts which are moved: the citation stays right, or the branch stays."""

from uuid import uuid4

import pytest

from panel.discussion.citing import refusal
from panel.documents.text.shape import Node
from panel.kernel.work import Work
from panel.membership.models import Kind, Panel
from tests.conftest import Installation
from tests.documents.together.writing import block
from tests.factories import a_post, a_thread, again, the_audience
from tests.papers.versioned import Folder


class Cited(Folder):
    """A paper, and a branch with an answer that it can cite: number 2, and 3 below it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        with self.mesa.workshop.open_work() as work:
            panel = work.session.get_one(Panel, self.ana.panel_id)
            ana = again(work, self.ana)
            thread = a_thread(work, panel, ana)
            a_post(work, ana, thread, "an answer", a_post(work, ana, thread, "a branch"))
            self.thread = thread.public_id
            self.places = {
                kind: a_thread(work, panel, ana, kind=kind).public_id
                for kind in (Kind.PANEL, Kind.MEMBERS)
            }
            self.home = f"/p/{panel.slug}/threads/{self.thread}"

    def cites(self, number: int) -> Node:
        said = {"thread": self.thread, "number": number, "words": f"Ana, post {number}"}
        cited = {"type": "citation", "attrs": said}
        paragraph = {"type": "paragraph", "attrs": {"id": block(0)}, "content": [cited]}
        return {"type": "doc", "content": [paragraph]}

    def moved(self, kind: Kind) -> tuple[int, str]:
        form = {"to": self.places[kind], "token": uuid4().hex}
        answer = self.browser("moderator").post(f"{self.home}/posts/2/move", data=form)
        return answer.status_code, answer.text


@pytest.fixture
def folder(mesa: Installation) -> Cited:
    return Cited(mesa)


def test_a_cited_branch_stays_where_all_readers_of_the_paper_can_read_it(folder: Cited) -> None:
    folder.becomes(folder.cites(3))

    status, text = folder.moved(Kind.MEMBERS)

    assert status == 403
    assert "A paper cites a post of this branch" in text
    assert folder.moved(Kind.PANEL)[0] == 303


def test_what_a_version_cites_counts_as_well(folder: Cited) -> None:
    folder.becomes(folder.cites(3))
    folder.names("With the citation")
    folder.writes("Without it.")

    assert folder.moved(Kind.MEMBERS)[0] == 403


def test_what_no_paper_cites_goes_where_the_moderator_likes(folder: Cited) -> None:
    folder.becomes(folder.cites(1))

    assert folder.moved(Kind.MEMBERS)[0] == 303


def test_a_moved_post_is_still_cited_by_its_old_name(folder: Cited) -> None:
    assert folder.moved(Kind.PANEL)[0] == 303

    with folder.mesa.app.app_context(), folder.mesa.workshop.open_work() as work:
        assert _refused(work, folder, (folder.thread, 3, "Member, post 3")) is not None
        assert _refused(work, folder, (folder.thread, 3, "Ana, post 3")) is None
        assert _refused(work, folder, (folder.thread, 1, "Ana, post 1")) is None


def _refused(work: Work, folder: Cited, cited: tuple[str, int, str]) -> object:
    ana = again(work, folder.ana)
    panel = work.session.get_one(Panel, ana.panel_id)
    return refusal(work, ana, the_audience(work, panel), {cited})
