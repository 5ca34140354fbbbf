"""From a thread and its cover to all that a file says of it, in the language of the panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from panel.discussion.views import EntryView, ThreadView
from panel.exports.cover import ThreadCover
from panel.exports.drawing import Say, plain, where
from panel.exports.formats import ENDINGS
from panel.exports.transcript import (
    About,
    Conclusion,
    Count,
    Entry,
    Fact,
    Labels,
    Transcript,
)
from panel.kernel.messages import N_
from panel.kernel.moments import printed
from panel.live.pushing import render
from panel.membership.views import AudienceView

COMMENT = N_("Comment on “%(title)s”")
ANSWERS = N_("In reply to no. %(number)s (%(name)s)")
ANSWERS_HIDDEN = N_("In reply to no. %(number)s, which is hidden")
ANSWERS_OBSERVER = N_("In reply to no. %(number)s, an observer's post that is left out here")
HIDDEN = N_("The moderators hid a post here on %(when)s.")
HIDDEN_FOR = N_("The moderators hid a post here on %(when)s. Their reason: “%(reason)s”")
DELETED = N_("The author of a post here took it back.")
EDITED = N_("edited on %(when)s")
OPEN = N_("Open")
CLOSED = N_("Closed on %(when)s")
CLOSED_CONCLUDED = N_("Closed on %(when)s. The conclusion stands first.")
OPEN_CONCLUDED = N_("Open. An earlier conclusion stands first.")
REOPENED = N_("The thread was opened again afterwards.")
PERIOD = N_("%(first)s to %(last)s")
INCLUDED = N_("Their posts are in this copy, and labelled.")
SILENT = N_("They have written nothing in this thread.")
WITH_OBSERVERS = N_("with observers")
ROLES = {"observer": N_("Observer"), "authority": N_("Authority"), "moderator": N_("Moderation")}


@dataclass(frozen=True)
class Transcribing:
    """Draws in the locale that is in force; `say` is its gettext, `url` the installation's.

    `at` is when it was asked for.
    """

    cover: ThreadCover
    say: Say
    url: str
    at: datetime

    def file_name(self, kind: str) -> str:
        """Name the file for people: by the thread's title, and the day."""
        observers = f" {self.say(WITH_OBSERVERS)}" if self.cover.observers else ""
        name = plain(self.cover.title) or plain(self.cover.panel)
        return f"{name} {self._printed(self.at, 'date')}{observers}.{ENDINGS[kind]}"

    def transcript(
        self, thread: ThreadView, conclusion: str, views: Sequence[EntryView]
    ) -> Transcript:
        """Put the words of a file together; `conclusion` is Markdown, "" where there is none."""
        cover = self.cover
        shown = [one for one in views if cover.observers or not one.observer]
        count = self._count(views, shown)
        by_number = {one.number: one for one in views}
        return Transcript(
            panel=cover.panel,
            place=cover.place,
            zone=cover.zone,
            id=cover.thread,
            title=cover.title,
            titled=self.say(COMMENT) % {"title": cover.about} if cover.about else cover.title,
            url=self._address(),
            language=cover.language,
            audience=cover.audience,
            group=cover.group,
            closed=thread.closed,
            observers=cover.observers,
            at=self.at,
            standing=f"{_counted('posts', count.posts)} · {self._printed(self.at, 'date')}",
            count=count,
            facts=self._facts(thread, count, concluded=bool(conclusion)),
            entries=tuple(self._entry(one, by_number) for one in shown),
            about=self._about(),
            conclusion=self._conclusion(thread, conclusion) if conclusion else None,
            labels=Labels.translated(self.say),
        )

    def _address(self) -> str:
        return f"{self.url}/p/{self.cover.slug}/threads/{self.cover.thread}"

    def _address_of(self, post: int) -> str:
        return f"{self._address()}/posts/{post}#post-{self.cover.thread}-{post}"

    def _printed(self, at: datetime, style: str = "datetime") -> str:
        return printed(at, self.cover.zone, style)

    def _about(self) -> About | None:
        cover = self.cover
        if not cover.about:
            return None
        return About(cover.about, self.url + cover.about_url, cover.paragraph, cover.quotation)

    def _facts(self, thread: ThreadView, count: Count, *, concluded: bool) -> tuple[Fact, ...]:
        cover, address = self.cover, self._address()
        read = render("_audience.html", "audience_word", AudienceView("", cover.audience, ""))
        posts, houses = count.posts, count.organisations
        said = f"{_counted('posts', posts)} · {_counted('organisations', houses)}"
        date = f"{self._printed(self.at)} ({where(cover.zone)})"
        told = (
            ("about", N_("What it is about"), self._place(), self.url + cover.about_url),
            ("state", N_("State"), self._state(thread, concluded=concluded), ""),
            ("period", N_("Period"), self._period(count), ""),
            ("posts", N_("Posts"), said, ""),
            ("observers", N_("Observers"), self._observers(count), ""),
            ("audience", N_("Who reads it"), cover.group or read, ""),
            ("date", N_("Copy of"), date, ""),
            ("address", N_("Address"), address, address),
        )
        return tuple(Fact(name, self.say(label), *rest) for name, label, *rest in told if rest[0])

    def _place(self) -> str:
        cover = self.cover
        paragraph = f", ¶{cover.paragraph}" if cover.paragraph else ""
        quoted = f": “{' '.join(cover.quotation.split())}”" if cover.quotation else ""
        return f"{cover.about}{paragraph}{quoted}"

    def _state(self, thread: ThreadView, *, concluded: bool) -> str:
        if not thread.closed or not thread.closed_at:
            return self.say(OPEN_CONCLUDED if concluded else OPEN)
        when = self._printed(thread.closed_at, "date")
        return self.say(CLOSED_CONCLUDED if concluded else CLOSED) % {"when": when}

    def _period(self, count: Count) -> str:
        ends = [datetime.fromisoformat(one) for one in (count.first_at, count.last_at) if one]
        days = [self._printed(one, "date") for one in ends]
        if len(set(days)) < len(days):
            return days[0]
        return self.say(PERIOD) % {"first": days[0], "last": days[1]} if days else ""

    def _observers(self, count: Count) -> str:
        if self.cover.observers:
            return self.say(INCLUDED)
        if not count.observers:
            return self.say(SILENT)
        return _counted("left_out", count.observers)

    def _count(self, views: Sequence[EntryView], shown: Sequence[EntryView]) -> Count:
        said = [one for one in shown if one.state == "said"]
        times = sorted(one.at for one in said)
        out = [one for one in views if one.state == "said"]
        return Count(
            posts=len(said),
            organisations=len({one.organisation for one in said}),
            first_at=_iso(times[0]) if times else "",
            last_at=_iso(times[-1]) if times else "",
            observers=len(out) - len(said),
            hidden=sum(one.state == "hidden" for one in shown),
            deleted=sum(one.state == "deleted" for one in shown),
        )

    def _conclusion(self, thread: ThreadView, body: str) -> Conclusion:
        at = thread.closed_at
        covers = _counted("covers", thread.conclusion_covers)
        said = [covers] if thread.conclusion_covers else []
        said += [] if thread.closed else [self.say(REOPENED)]
        signed = [one for one in (thread.closed_by, self._printed(at) if at else "") if one]
        return Conclusion(
            body=body,
            by=thread.closed_by,
            at=_iso(at) if at else "",
            signed=", ".join(signed),
            note=" ".join(said),
        )

    def _entry(self, one: EntryView, by_number: Mapping[int, EntryView]) -> Entry:
        parent = by_number.get(one.parent or 0)
        url = self._address_of(one.number)
        place = Entry(one.number, one.parent, one.depth, one.state, url)
        if one.state != "said":
            hidden = one.state == "hidden"
            return replace(
                place,
                name=self.say(N_("Hidden post")) if hidden else self.say(N_("Post taken back")),
                note=self._gone(one),
            )
        return replace(
            place,
            answers=self._answers(parent) if parent else "",
            linked=parent is not None and (self.cover.observers or not parent.observer),
            parent_url=self._address_of(parent.number) if parent else "",
            name=one.name,
            organisation=one.organisation,
            shape=one.shape,
            role=self.say(ROLES[one.shape]) if one.shape in ROLES else "",
            at=_iso(one.at),
            date=self._printed(one.at),
            edited_at=_iso(one.edited_at) if one.edited_at else "",
            edited=self._edited(one.edited_at) if one.edited_at else "",
            body=one.body,
        )

    def _edited(self, at: datetime) -> str:
        return self.say(EDITED) % {"when": self._printed(at, "date")}

    def _gone(self, one: EntryView) -> str:
        if not one.hidden_at:
            return self.say(DELETED)
        told = {"when": self._printed(one.hidden_at, "date"), "reason": one.hidden_reason}
        return self.say(HIDDEN_FOR if one.hidden_reason else HIDDEN) % told

    def _answers(self, parent: EntryView) -> str:
        if parent.observer and not self.cover.observers:
            return self.say(ANSWERS_OBSERVER) % {"number": parent.number}
        if parent.state != "said":
            return self.say(ANSWERS_HIDDEN) % {"number": parent.number}
        return self.say(ANSWERS) % {"number": parent.number, "name": parent.name}


def _counted(what: str, number: int) -> str:
    return render("exports/_thread_words.html", what, number)


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
