"""From a cover and a text to all that a file says, in the language of the panel."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import get_locale

from panel.documents.text.lines import Block
from panel.documents.text.shape import Node
from panel.exports.cover import Cover
from panel.exports.formats import ENDINGS
from panel.exports.sheet import Labels, Sheet
from panel.kernel.messages import N_, Message
from panel.kernel.moments import day, printed
from panel.live.pushing import render

LONGEST = 80  # characters of a title in a file's name
FORBIDDEN = frozenset('\\/:*?"<>|')  # in the names of files, on one system or another

Say = Callable[[Message], str]

ADOPTION = N_("%(day)s, %(meeting)s: “%(wording)s”. Recorded by the moderators.")
DRAFT = N_("draft")
READING_COPY = N_("reading copy")


@dataclass(frozen=True)
class Drawing:
    """Draws in the locale that is in force; `say` is its gettext, `url` the installation's."""

    cover: Cover
    say: Say
    url: str

    def sheet(self, content: Node, blocks: tuple[Block, ...]) -> Sheet:
        """Put the words of a file together."""
        cover = self.cover
        at = datetime.fromisoformat(cover.at)
        return Sheet(
            panel=cover.panel,
            place=cover.place,
            title=cover.title,
            stage=render("papers/_stage.html", "stage_word", cover.stage),
            number=cover.number,
            name=cover.name,
            sha256=cover.sha256,
            at=at,
            date=f"{printed(at, cover.zone)} ({where(cover.zone)})",
            language=cover.language,
            content=content,
            blocks=blocks,
            adoption=self._adoption(),
            citation=f"{self.url}/p/{cover.slug}/threads/{{thread}}/posts/{{number}}"
            "#post-{thread}-{number}",
            labels=Labels.translated(self.say),
        )

    def file_name(self, kind: str) -> str:
        """Name the file for people: by its title, and by what it is a copy of."""
        cover = self.cover
        which = f"v{cover.number}" if cover.number else f"{self.say(DRAFT)} {cover.sha256[:8]}"
        copy = f" {self.say(READING_COPY)}" if kind == "docx-lines" else ""
        return f"{plain(cover.title) or plain(cover.panel)} {which}{copy}.{ENDINGS[kind]}"

    def _adoption(self) -> str:
        cover = self.cover
        if not cover.adopted_on:
            return ""
        return self.say(ADOPTION) % {
            "day": day(date.fromisoformat(cover.adopted_on)),
            "meeting": cover.meeting,
            "wording": " ".join(cover.wording.split()).rstrip("."),
        }


def where(zone: str) -> str:
    """Name the place whose clock it is."""
    return str(get_timezone_location(ZoneInfo(zone), locale=get_locale(), return_city=True))


def plain(title: str) -> str:
    """Leave out what no name of a file can hold."""
    kept = "".join(" " if c in FORBIDDEN or not c.isprintable() else c for c in title)
    return " ".join(kept.split())[:LONGEST].strip(" .")
