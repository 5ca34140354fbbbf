"""The log of a panel in plain words: what each entry tells, to somebody who may know of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from panel.discussion.models import Post, Thread
from panel.documents.events import TextChanged
from panel.kernel.work import Reading
from panel.log.queries.entries import Told, told, writers
from panel.log.queries.things import Things, things
from panel.log.views import ActView, LogView, WhoView
from panel.membership.actors import Actor
from panel.membership.models import OBSERVERS
from panel.membership.queries import the_panel
from panel.papers.queries.papers import ABOUT

Address = Callable[..., str]  # of a page: its endpoint, and what stands in it
INSTEAD = frozenset({"operator", "system"})


def acts(reading: Reading, actor: Actor, address: Address, *, before: str, limit: int) -> LogView:
    """Read a page of the log, for those who read what is for the panel; Missing for others."""
    the_panel(reading, actor)
    entries = told(reading, actor, before=before, limit=limit + 1)
    page = entries[:limit]
    wrote = {one.key: writers(reading, one) for one in page if one.kind == TextChanged.kind}
    by = {entry.by for entry in page} | {name for names in wrote.values() for name in names}
    teller = _Teller(actor, things(reading, actor, page, by), wrote, address)
    views = [teller.view(entry) for entry in page]
    older = page[-1].key if len(entries) > limit else ""
    return LogView([view for view in views if view], older)


@dataclass(frozen=True)
class _Teller:
    actor: Actor
    things: Things
    wrote: Mapping[str, list[str]]
    address: Address

    def view(self, entry: Told) -> ActView | None:
        """Tell an act; None when what it was about is not there for the reader (any more)."""
        zone = ZoneInfo(self.actor.panel.time_zone)
        bare = ActView(entry.kind, entry.at, entry.at.astimezone(zone).date(), self._by(entry.by))
        if "thread" in entry.fact:
            return self._of_thread(entry, bare)
        if "document" in entry.fact:
            return self._of_paper(entry, bare)
        return self._of_panel(entry, bare)

    def _by(self, by: str) -> WhoView:
        if by in self.things.seats:
            return self.things.seats[by][0]
        return WhoView(instead=by if by in INSTEAD else "")

    def _of_thread(self, entry: Told, bare: ActView) -> ActView | None:
        thread = self.things.threads.get(entry.fact["thread"])
        if thread is None:
            return None
        paper = self.things.papers.get((thread.about or "").removeprefix(f"{ABOUT}:"))
        number = entry.fact.get("number")
        view = replace(
            bare,
            what=paper.title if paper else thread.title,
            about=paper is not None,
            url=self._page("discussion.show_thread", thread=thread.public_id),
        )
        post = self.things.posts.get((thread.public_id, number or 1))
        if number is None:
            starts = entry.kind == "discussion.thread_started"
            return replace(view, by=WhoView()) if starts and post and post.hidden_at else view
        return self._of_post(view, thread, post) if post else None

    def _of_post(self, view: ActView, thread: Thread, post: Post) -> ActView:
        """Tell an act about a post; who wrote what is hidden or gone is not told with it."""
        number, anchor = post.number, f"post-{thread.public_id}-{post.number}"
        own = view.kind not in {"discussion.post_hidden", "discussion.post_unhidden"}
        if post.deleted_at:
            return replace(view, by=WhoView(), since="deleted")
        at = self._page("discussion.show_post", thread=thread.public_id, number=number)
        view = replace(view, url=f"{at}#{anchor}")
        if post.hidden_at:
            reason = "" if own else post.hidden_reason
            return replace(view, by=WhoView(), since="hidden", reason=reason)
        return replace(
            view, by=replace(view.by, observer=post.written_as in OBSERVERS) if own else WhoView()
        )

    def _of_paper(self, entry: Told, bare: ActView) -> ActView | None:
        paper = self.things.papers.get(entry.fact["document"])
        if paper is None:
            return None
        number = entry.fact.get("number", 0)
        return replace(
            bare,
            what=paper.title,
            url=self._page("papers.show_paper", paper=paper.id),
            stage=self.things.stages.get((paper.id, entry.at), ""),
            version=number,
            name=self.things.versions.get((entry.fact["document"], number), ""),
            writers=[self._by(by) for by in self.wrote.get(entry.key, ())],
        )

    def _of_panel(self, entry: Told, bare: ActView) -> ActView | None:
        fact, known = entry.fact, self.things
        if "group" in fact and fact["group"] not in known.groups:
            return None
        group, organisation = known.groups.get(fact.get("group", ""), ""), ""
        what = group or known.organisations.get(fact.get("organisation", ""), "")
        what = what or known.guests.get(fact.get("invitation", ""), "")
        person: WhoView | None = None
        if "seat" in fact:
            if fact["seat"] not in known.seats:
                return None
            person, organisation = known.seats[fact["seat"]]
        own = person is not None and bare.by == person
        url = self._page("groups.show_group", group=fact["group"]) if group else ""
        view = replace(bare, what=what, url=url, person=person, own=own)
        return replace(view, organisation=organisation)

    def _page(self, endpoint: str, **named: object) -> str:
        return self.address(endpoint, panel=self.actor.panel.slug, **named)
