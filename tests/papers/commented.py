"""A paper with comments, and what happens to them; the same people as around any paper."""

from uuid import uuid4

from panel.discussion.actions import posts as posts_actions
from panel.discussion.actions import threads as threads_actions
from panel.discussion.actions.words import Draft
from panel.discussion.models import Thread
from panel.discussion.queries import posts, threads
from panel.documents.text.words import blocks
from panel.membership.actors import Actor
from panel.papers.actions.comments import Remark
from panel.papers.actions.comments import comment as open_comment
from panel.papers.queries.papers import paper as find
from panel.papers.queries.texts import text
from tests.factories import a_draft, words
from tests.papers.versioned import Folder


class Commented(Folder):
    """A paper whose paragraphs are commented on."""

    def blocks(self) -> list[str]:
        """Name the blocks of the text as it is shown."""
        with self.mesa.workshop.open_reading() as reading:
            content, _ = text(reading, find(reading, self.mo, self.name))
            return [one.id for one in blocks(content)]

    def comments(
        self, by: Actor, at: int = 0, body: str = "Is it so?", quotation: str = ""
    ) -> Thread:
        """Open a comment on a block, by its turn in the text."""
        block = self.blocks()[at]
        with self.mesa.workshop.open_work() as work:
            paper = find(work, by, self.name)
            content, _ = text(work, paper)
            draft = Draft(words(body), uuid4())
            return open_comment(work, by, paper, content, Remark(block, quotation, draft))

    def answers(self, by: Actor, comment: Thread, body: str = "It is.") -> int:
        """Answer in the thread of a comment; give the post's number."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, by, comment.public_id, lock=True)
            return posts_actions.reply(work, by, found, a_draft(body)).number

    def hides(self, comment: Thread, number: int = 1, reason: str = "It names a person.") -> None:
        """Hide a post of a comment: by default the one that the card shows."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, self.mo, comment.public_id, lock=True)
            post = posts.post(work, found, number)
            posts_actions.hide(work, self.mo, found, post, reason)

    def shows(self, comment: Thread, number: int = 1) -> None:
        """Show what was hidden."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, self.mo, comment.public_id, lock=True)
            posts_actions.unhide(work, self.mo, found, posts.post(work, found, number))

    def edits(self, by: Actor, comment: Thread, body: str) -> None:
        """Put better words in place of those of a comment."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, by, comment.public_id, lock=True)
            post = posts.post(work, found, 1)
            posts_actions.edit(work, by, found, post, words(body), revision=post.revision)

    def deletes(self, by: Actor, comment: Thread, number: int) -> None:
        """Take an answer back."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, by, comment.public_id, lock=True)
            posts_actions.delete(work, by, found, posts.post(work, found, number))

    def closes(self, comment: Thread) -> None:
        """Close the thread of a comment."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, self.mo, comment.public_id, lock=True)
            threads_actions.close(work, self.mo, found, words("We **agree**."))

    def reopens(self, comment: Thread) -> None:
        """Open it again."""
        with self.mesa.workshop.open_work() as work:
            found = threads.thread(work, self.mo, comment.public_id, lock=True)
            threads_actions.reopen(work, self.mo, found)
