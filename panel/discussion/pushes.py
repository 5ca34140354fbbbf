"""What other browsers receive when something happens in a discussion: the present state."""

from panel.discussion.events import PostFact, ThreadFact, list_of
from panel.discussion.queries import posts, threads
from panel.discussion.views import PostView, RowView, ThreadView
from panel.kernel.work import Reading
from panel.live.pushing import Insert, Part, Push, Remove, Replace, render
from panel.membership.policy import Sight


def published(reading: Reading, fact: PostFact, room: str, sight: Sight) -> Push:
    """Show a post in its place in the thread, or its thread anew in the list."""
    if room == list_of(fact.audience):
        return listed(reading, fact, room, sight)
    view = posts.post_view(reading, fact.thread, fact.number, sight)
    if view is None:
        return _gone(reading, fact)
    return Insert("posts", view.id, view.key, view.number, fragment(view), (_count(reading, fact),))


def changed(reading: Reading, fact: PostFact, room: str, sight: Sight) -> Push:
    """Show a post anew where it is on the page, with the answers that name its author."""
    if room == list_of(fact.audience):
        return listed(reading, fact, room, sight)
    view = posts.post_view(reading, fact.thread, fact.number, sight)
    if view is None:
        return _gone(reading, fact)
    answers = posts.answers(reading, fact.thread, fact.number, sight)
    parts = tuple(Part(one.id, fragment(one)) for one in (view, *answers))
    return Replace((*parts, _count(reading, fact)))


def settled(reading: Reading, fact: ThreadFact, room: str, sight: Sight) -> Push:
    """Show whether a thread is open or pinned, and what it came to."""
    if room == list_of(fact.audience):
        return listed(reading, fact, room, sight)
    view = threads.thread_view(reading, fact.thread)
    return Replace(
        (
            Part(f"thread-state-{view.id}", render(STATE, "state", view)),
            Part(f"thread-conclusion-{view.id}", render(STATE, "conclusion", view)),
        )
    )


def listed(reading: Reading, fact: ThreadFact, _room: str, _sight: Sight) -> Push:
    """Show a thread in its place in the list."""
    view = threads.row_view(reading, fact.thread)
    return Insert("rows", f"thread-row-{view.id}", view.key, view.last_number, row(view))


def fragment(post: PostView) -> str:
    """Render a post, as on the page."""
    return render("discussion/_post.html", "post", post)


def row(view: RowView) -> str:
    """Render a thread, as in the list."""
    return render("discussion/_row.html", "row", view)


STATE = "discussion/_state.html"


def _gone(reading: Reading, fact: PostFact) -> Push:
    return Remove(f"post-{fact.thread}-{fact.number}", (_count(reading, fact),))


def _count(reading: Reading, fact: PostFact) -> Part:
    view: ThreadView = threads.thread_view(reading, fact.thread)
    return Part(f"thread-count-{view.id}", render(STATE, "count", view))
