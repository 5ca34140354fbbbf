"""What other browsers receive when something happens in a discussion: the present state."""

from functools import lru_cache

from panel.discussion.around import around
from panel.discussion.events import PostFact, ThreadFact, room_of
from panel.discussion.queries import about, posts, threads
from panel.discussion.views import CommentView, PostView, RowView
from panel.kernel.languages import language
from panel.kernel.work import Reading
from panel.live.pushing import Insert, Part, Push, Remove, Replace, render
from panel.membership.policy import Sight

POST = "discussion/_post.html"
# Posts that are kept rendered, and letters of one: 45 MB at the very most.
MANY, LONG = 1_000, 4_000
FEW = 10  # counts: for the next sight of the same push


def published(reading: Reading, fact: PostFact, room: str, sight: Sight) -> Push:
    """Show a post in its place in the thread, or its thread anew in the list."""
    if room != room_of(fact.thread):
        return listed(reading, fact, room, sight)
    view = posts.post_view(reading, fact.thread, fact.number, sight)
    if view is None:
        return _gone(reading, fact)
    return Insert("posts", view.id, view.key, view.number, fragment(view), (_count(reading, fact),))


def changed(reading: Reading, fact: PostFact, room: str, sight: Sight) -> Push:
    """Show a post anew where it is on the page, with the answers that name its author."""
    if room != room_of(fact.thread):
        return listed(reading, fact, room, sight)
    view = posts.post_view(reading, fact.thread, fact.number, sight)
    if view is None:
        return _gone(reading, fact)
    answers = posts.answers(reading, fact.thread, fact.number, sight)
    parts = tuple(Part(one.id, fragment(one)) for one in (view, *answers))
    return Replace((*parts, *_head(reading, fact)))


def settled(reading: Reading, fact: ThreadFact, room: str, sight: Sight) -> Push:
    """Show whether a thread is open or pinned, and what it came to."""
    if room != room_of(fact.thread):
        return listed(reading, fact, room, sight)
    view = threads.thread_view(reading, fact.thread)
    return Replace(
        (
            Part(f"thread-state-{view.id}", render(STATE, "state", view)),
            Part(f"thread-conclusion-{view.id}", render(STATE, "conclusion", view)),
        )
    )


def listed(reading: Reading, fact: ThreadFact, _room: str, sight: Sight) -> Push:
    """Show a thread in its place in the list, or beside what it is about."""
    if fact.about:
        return beside(reading, fact, sight)
    view = threads.row_view(reading, fact.thread)
    if view.gone:
        return Remove(f"thread-row-{view.id}")
    return Insert("rows", f"thread-row-{view.id}", view.key, view.last_number, row(view))


def beside(reading: Reading, fact: ThreadFact, sight: Sight) -> Push:
    """Show a thread as a card beside what it is about, where its place is now."""
    bare = about.comment_view(reading, fact.thread, sight)
    [view] = around().placed(reading, fact.about, [bare])
    number = render(COMMENT, "count", about.count(reading, fact.about))
    part = Part("comments-count", number)
    return Insert(view.list, view.element, view.key, view.last_number, card(view), (part,))


def card(view: CommentView) -> str:
    """Render a thread about something, as beside that."""
    return render(COMMENT, "comment", view)


def fragment(post: PostView) -> str:
    """Render a post, as on the page; the same to all who read one language and see the same of it.

    So one that many read, or that a push brings to two sights, is rendered once.
    """
    if len(post.html) > LONG:
        return render(POST, "post", post)
    return _rendered(post, language())


@lru_cache(MANY)
def _rendered(post: PostView, _language: str) -> str:
    return render(POST, "post", post)


def row(view: RowView) -> str:
    """Render a thread, as in the list."""
    return render("discussion/_row.html", "row", view)


STATE = "discussion/_state.html"
COMMENT = "discussion/_comment.html"


def _gone(reading: Reading, fact: PostFact) -> Push:
    return Remove(f"post-{fact.thread}-{fact.number}", (_count(reading, fact),))


def _head(reading: Reading, fact: PostFact) -> tuple[Part, ...]:
    """Show what the head says of a post: that it is counted, and who began with the first."""
    if fact.number > 1:
        return (_count(reading, fact),)
    view = threads.thread_view(reading, fact.thread)
    starter = Part(f"thread-starter-{view.id}", render(STATE, "starter", view))
    return (_count(reading, fact), starter)


def _count(reading: Reading, fact: PostFact) -> Part:
    many = posts.posts_beside(reading, fact.thread, fact.number)
    return Part(f"thread-count-{fact.thread}", _counted(fact.thread, many, language()))


@lru_cache(FEW)
def _counted(thread: str, many: int, _language: str) -> str:
    return render(STATE, "count", thread, many)
