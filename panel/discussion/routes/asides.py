"""What the page of a thread says to one reader alone: what was moved away, what can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass

from panel.discussion.models import Thread
from panel.discussion.queries import moves, threads
from panel.discussion.routes.blueprint import THREAD, bp
from panel.discussion.views import MoveView, UndoView
from panel.identity.sessions import asking
from panel.kernel.web import open_reading, workshop
from panel.kernel.work import Reading
from panel.live.pushing import render
from panel.membership import queries as membership
from panel.membership.actors import Actor
from panel.membership.policy import JUST_NOW


@dataclass(frozen=True)
class Asides:
    """Lines about branches that were moved away, and one's own last act."""

    moved: Sequence[MoveView]
    undo: UndoView | None


def asides(reading: Reading, actor: Actor, thread: Thread) -> Asides:
    """Read what is said to one reader of a thread."""
    since = workshop().clock() - JUST_NOW
    return Asides(
        moves.moves_from(reading, actor, thread), moves.last_act(reading, actor, thread, since)
    )


@bp.get(f"{THREAD}/asides")
def show_asides(panel: str, thread: str) -> str:
    """Give that part of the page, which the page fetches anew when posts have gone from it.

    It is no push: those who hear a thread may not all read where its posts went.
    """
    with open_reading() as reading:
        actor = membership.actor(reading, asking(), panel)
        beside = asides(reading, actor, threads.thread(reading, actor, thread))
    return render("discussion/_asides.html", "asides", beside.moved, beside.undo)
