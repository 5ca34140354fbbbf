"""From the template of a letter to its subject, its plain text and its HTML.

A template of letters holds no HTML: it sets `subject`, `why` (for what reason somebody gets it) and
`parts`, a list of what `say`, `act` and `note` give. So every sentence stands there once, for both.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import unescape
from textwrap import fill
from typing import Literal, cast

from flask import current_app, render_template
from flask_babel import force_locale

from panel.kernel.moments import printed
from panel.kernel.web import site
from panel.mail.actions import Written

WIDTH = 72  # columns of plain text
BREAKS = re.compile(r"[ \t\r\n]+")  # spaces that keep words together stay


@dataclass(frozen=True)
class Part:
    """A paragraph of a letter, or the one thing that can be done from it."""

    kind: Literal["say", "act", "note"]
    words: str
    url: str = ""


def say(words: str) -> Part:
    """Say something."""
    return Part("say", _plain(words))


def act(words: str, url: str) -> Part:
    """Offer a link, as a button where there is HTML."""
    return Part("act", _plain(words), str(url))


def note(words: str) -> Part:
    """Say something that matters less."""
    return Part("note", _plain(words))


def write(template: str, language: str, **words: object) -> Written:
    """Write a letter; `words` are what its template asks for."""
    with force_locale(language):
        found = current_app.jinja_env.get_template(template)
        module = found.make_module(
            {"say": say, "act": act, "note": note, "printed": printed, **words}
        )
        # A template that sets none of these is broken; mypy cannot know what one sets.
        subject = _plain(str(module.subject))  # type: ignore[attr-defined]
        why = _plain(str(module.why))  # type: ignore[attr-defined]
        parts = cast(Sequence[Part], module.parts)  # type: ignore[attr-defined]
        html = render_template(
            "mail/letter.html", subject=subject, parts=parts, why=why, site=site()
        )
    return Written(language, subject, _text(parts, why), html)


def _plain(words: str) -> str:
    """Give words as they are: templates escape what is put into a sentence."""
    return BREAKS.sub(" ", unescape(str(words))).strip()


def _text(parts: Sequence[Part], why: str) -> str:
    said = [f"{one.words}:\n{one.url}" if one.url else _filled(one.words) for one in parts]
    return "\n\n".join([*said, "-- \n" + _filled(f"{why} {site()}")]) + "\n"


def _filled(words: str) -> str:
    return fill(words, WIDTH, break_long_words=False, break_on_hyphens=False)
