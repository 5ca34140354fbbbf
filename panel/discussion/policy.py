"""Who may do what in a discussion, on top of the right to read; None for yes, or the reason."""

from datetime import datetime

from sqlalchemy import ColumnElement

from panel.discussion.models import Post, Thread, ThreadRow
from panel.kernel.messages import N_, Message
from panel.membership.actors import Actor
from panel.membership.models import Audience, Verb
from panel.membership.policy import Sight, covers, may


def start_refusal(actor: Actor, audience: Audience) -> Message | None:
    """Threads are started by members."""
    return may(actor, Verb.START, audience)


def comment_refusal(actor: Actor, audience: Audience) -> Message | None:
    """Whoever may answer may open a thread about what is shown to an audience."""
    return may(actor, Verb.REPLY, audience)


def cite_refusal(thread: Thread, into: Audience) -> Message | None:
    """Cite nothing where somebody would be led to what is not there for them."""
    if covers(thread.audience, into):
        return None
    return N_("Not everybody who reads this paper may read that thread, so it is not cited here.")


NOT_CITABLE = N_(
    "A post can be cited only where all readers may read it, and by the name that it has here."
    " Please paste the link to the post instead."
)


def reply_refusal(actor: Actor, thread: Thread | ThreadRow) -> Message | None:
    """Moderators also answer in closed threads."""
    if thread.closed_at and may(actor, Verb.MODERATE, thread.audience):
        return may(actor, Verb.REPLY, thread.audience) or N_("This thread is closed.")
    return may(actor, Verb.REPLY, thread.audience)


def answer_refusal(parent: Post) -> Message | None:
    """Nobody answers what is not there to be read."""
    if parent.hidden_at:
        return N_("The moderators have hidden the post that you answer.")
    return None


def edit_refusal(actor: Actor, thread: Thread, post: Post) -> Message | None:
    """Nobody puts words into another one's mouth, not even a moderator."""
    if post.author_id != actor.seat_id:
        return N_("Only its author can change this.")
    if post.hidden_at:
        return N_("The moderators have hidden this post, so it cannot be changed.")
    return reply_refusal(actor, thread)


def delete_refusal(actor: Actor, thread: Thread, post: Post, *, answered: bool) -> Message | None:
    """Others have built on a post with answers; and a thread begins with its first post."""
    if answered:
        return N_("Others build on this post, so it stays. A moderator can hide it.")
    if post.number == 1:
        return N_("The thread begins with this post, so it stays. A moderator can hide it.")
    return edit_refusal(actor, thread, post)


def moderate_refusal(actor: Actor, thread: Thread) -> Message | None:
    """Leave closing, pinning and hiding to moderators."""
    return may(actor, Verb.MODERATE, thread.audience)


def export_refusal(actor: Actor, thread: Thread) -> Message | None:
    """Leave taking a whole thread away, as a file, to moderators."""
    return may(actor, Verb.MODERATE, thread.audience)


MOVED_NO_REPLY = N_(
    "The post that you answer was moved to another thread, in which you cannot write. Your words"
    " are kept here."
)
ANSWERED_GONE = N_(
    "The post that you answer is no longer in this thread. Your words are kept here."
)
TAKEN_AWAY = N_(
    "You have published this already, and the moderators have taken it from this thread."
)
CITED = N_(
    "A paper cites a post of this branch, and not everybody who reads that paper could read the"
    " post in its new place. So it stays here."
)


INTO_ITSELF = N_("A branch cannot be moved into itself, or below one of its own answers.")
ALREADY_THERE = N_("The branch is in that thread already. Please choose another one.")


def move_refusal(actor: Actor, thread: Thread, root: Post) -> Message | None:
    """Moderators move branches; a thread keeps the post that it begins with."""
    if root.number == 1:
        return moderate_refusal(actor, thread) or N_(
            "The thread begins with this post, so it stays. Its answers can be moved."
        )
    return moderate_refusal(actor, thread)


def into_refusal(actor: Actor, thread: Thread) -> Message | None:
    """Let branches come where posts can come, and where the moderator keeps order, too."""
    if thread.about:
        return N_("Comments on a paper stay with their paragraph, so nothing is moved there.")
    if thread.closed_at:
        return N_("That thread is closed. Open it again first, or choose another one.")
    return moderate_refusal(actor, thread)


def reach(here: Audience, there: Audience) -> str:
    """Compare by their roles those who read two places: "same", "more", "fewer" or "others"."""
    if here.id == there.id:
        return "same"
    wider, narrower = covers(there, here), covers(here, there)
    if wider == narrower:
        return "same" if wider else "others"
    return "more" if wider else "fewer"


def standing() -> ColumnElement[bool]:
    """Which posts there are at all, for anybody; every reading of posts goes through it."""
    return Post.deleted_at.is_(None)


def open_to_all() -> ColumnElement[bool]:
    """Which posts everybody sees the words of, and which are therefore counted."""
    return standing() & Post.hidden_at.is_(None)


def shows_words(sight: Sight, hidden_at: datetime | None) -> bool:
    """Tell whether a sight is shown what a post says, or only the trace that it leaves."""
    return hidden_at is None or sight is Sight.MODERATORS
