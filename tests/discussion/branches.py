"""Two threads, and a branch that moves between them."""

from uuid import uuid4

from sqlalchemy import select

from panel.discussion.actions.moves import Into, move
from panel.discussion.models import Act, Post, Thread
from panel.kernel.work import Work
from panel.membership.actors import Actor
from panel.membership.models import Panel, Role
from tests.factories import a_panel, a_post, a_seat, a_thread


class Table:
    """Two threads; the first has a branch 2 <- 3 <- 5, and 4 beside it."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.panel: Panel = a_panel(work)
        self.ana, self.eva = a_seat(work, self.panel), a_seat(work, self.panel, name="Eva")
        self.mo: Actor = a_seat(work, self.panel, Role.MODERATOR, name="Mo")
        self.old, self.new = a_thread(work, self.panel, self.ana), a_thread(work, self.panel)
        self.root = a_post(work, self.ana, self.old, "two")
        self.three = a_post(work, self.eva, self.old, "three", self.root)
        self.four = a_post(work, self.eva, self.old, "four")
        self.five = a_post(work, self.ana, self.old, "five", self.three)

    def move(self, **into: object) -> Act:
        goal = Into(self.new, **into)  # type: ignore[arg-type]
        return move(self.work, self.mo, self.old, self.root, goal, uuid4())

    def bodies(self, thread: Thread) -> dict[int, str]:
        query = select(Post).where(Post.thread_id == thread.id).order_by(Post.key)
        return {one.number: one.body for one in self.work.session.scalars(query)}
