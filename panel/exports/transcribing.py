"""From a thread and its cover to all that a file says of it, in the language of the panel."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext, ngettext

from panel.discussion.views import EntryView, ThreadView
from panel.exports.cover import ThreadCover
from panel.exports.drawing import plain, where
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


@dataclass(frozen=True)
class Transcribing:
    """Draws in the locale that is in force; `url` is the installation's, `at` when it was asked."""

    cover: ThreadCover
    url: str
    at: datetime

    def file_name(self, kind: str) -> str:
        """Name the file for people: by the thread's title, and the day."""
        observers = f" {gettext(WITH_OBSERVERS)}" if self.cover.observers else ""
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
            titled=gettext(COMMENT) % {"title": cover.about} if cover.about else cover.title,
            url=self._address(),
            language=cover.language,
            audience=cover.audience,
            group=cover.group,
            closed=thread.closed,
            observers=cover.observers,
            at=self.at,
            standing=f"{_posts(count.posts)} · {self._printed(self.at, 'date')}",
            count=count,
            facts=self._facts(thread, count, concluded=bool(conclusion)),
            entries=tuple(self._entry(one, by_number) for one in shown),
            about=self._about(),
            conclusion=self._conclusion(thread, conclusion) if conclusion else None,
            labels=Labels.translated(gettext),
        )

    def _address(self) -> str:
        return f"{self.url}/p/{self.cover.slug}/threads/{self.cover.thread}"

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
        houses = ngettext("%(num)s organisation", "%(num)s organisations", count.organisations)
        told = (
            Fact("about", gettext("What it is about"), self._place(), self.url + cover.about_url),
            Fact("state", gettext("State"), self._state(thread, concluded=concluded)),
            Fact("period", gettext("Period"), self._period(count)),
            Fact("posts", gettext("Posts"), f"{_posts(count.posts)} · {houses}"),
            Fact("observers", gettext("Observers"), self._observers(count)),
            Fact("audience", gettext("Who reads it"), cover.group or read),
            Fact("date", gettext("Copy of"), f"{self._printed(self.at)} ({where(cover.zone)})"),
            Fact("address", gettext("Address"), address, address),
        )
        return tuple(one for one in told if one.words)

    def _place(self) -> str:
        cover = self.cover
        paragraph = f", ¶{cover.paragraph}" if cover.paragraph else ""
        quoted = f": “{' '.join(cover.quotation.split())}”" if cover.quotation else ""
        return f"{cover.about}{paragraph}{quoted}"

    def _state(self, thread: ThreadView, *, concluded: bool) -> str:
        if not thread.closed or not thread.closed_at:
            return gettext(OPEN_CONCLUDED if concluded else OPEN)
        when = self._printed(thread.closed_at, "date")
        return gettext(CLOSED_CONCLUDED if concluded else CLOSED) % {"when": when}

    def _period(self, count: Count) -> str:
        ends = [datetime.fromisoformat(one) for one in (count.first_at, count.last_at) if one]
        days = [self._printed(one, "date") for one in ends]
        if len(set(days)) < len(days):
            return days[0]
        return gettext(PERIOD) % {"first": days[0], "last": days[1]} if days else ""

    def _observers(self, count: Count) -> str:
        if self.cover.observers:
            return gettext(INCLUDED)
        if not count.observers:
            return gettext(SILENT)
        return ngettext(
            "%(num)s post of theirs is left out of this copy.",
            "%(num)s posts of theirs are left out of this copy.",
            count.observers,
        )

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
        covers = ngettext(
            "The conclusion takes into account the one post up to then.",
            "The conclusion takes into account the %(num)s posts up to then.",
            thread.conclusion_covers,
        )
        said = [covers] if thread.conclusion_covers else []
        said += [] if thread.closed else [gettext(REOPENED)]
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
        url = f"{self._address()}/posts/{one.number}#post-{self.cover.thread}-{one.number}"
        place = {
            "number": one.number,
            "parent": one.parent,
            "depth": one.depth,
            "state": one.state,
            "url": url,
        }
        if one.state != "said":
            hidden = one.state == "hidden"
            return Entry(
                **place,
                name=gettext("Hidden post") if hidden else gettext("Post taken back"),
                note=self._gone(one),
            )
        return Entry(
            **place,
            answers=self._answers(parent) if parent else "",
            linked=bool(parent) and (self.cover.observers or not parent.observer),
            name=one.name,
            organisation=one.organisation,
            shape=one.shape,
            role=_role(one.shape),
            at=_iso(one.at),
            date=self._printed(one.at),
            edited_at=_iso(one.edited_at) if one.edited_at else "",
            edited=self._edited(one.edited_at) if one.edited_at else "",
            body=one.body,
        )

    def _edited(self, at: datetime) -> str:
        return gettext(EDITED) % {"when": self._printed(at, "date")}

    def _gone(self, one: EntryView) -> str:
        if not one.hidden_at:
            return gettext(DELETED)
        told = {"when": self._printed(one.hidden_at, "date"), "reason": one.hidden_reason}
        return gettext(HIDDEN_FOR if one.hidden_reason else HIDDEN) % told

    def _answers(self, parent: EntryView) -> str:
        if parent.observer and not self.cover.observers:
            return gettext(ANSWERS_OBSERVER) % {"number": parent.number}
        if parent.state != "said":
            return gettext(ANSWERS_HIDDEN) % {"number": parent.number}
        return gettext(ANSWERS) % {"number": parent.number, "name": parent.name}


def _posts(number: int) -> str:
    return ngettext("%(num)s post", "%(num)s posts", number)


def _role(shape: str) -> str:
    words = {
        "observer": gettext("Observer"),
        "authority": gettext("Authority"),
        "moderator": gettext("Moderation"),
    }
    return words.get(shape, "")


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
