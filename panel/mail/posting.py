"""The one way to write to somebody: `post_letter`, in the work that has the reason for it."""

from datetime import datetime

from flask import current_app

from panel.kernel.settings import Settings
from panel.kernel.work import Work
from panel.mail.actions import keep
from panel.mail.models import Letter
from panel.mail.writing import write

NOBODY = ""  # the recipient of a letter that is written for the clock only


def mails() -> bool:
    """Tell whether letters reach anybody here; where they do not, pages say so."""
    return _settings().mails


def post_letter(
    work: Work,
    recipient: str,
    language: str,
    template: str,
    *,
    until: datetime | None = None,
    **words: object,
) -> Letter | None:
    """Write a letter by a template (see writing.py), and have it sent once the work is committed.

    It is not sent any more after `until`. Where no mail is set up nothing is written.
    """
    settings = _settings()
    if not settings.mails:
        return None
    host = settings.sender[1].rpartition("@")[2]
    return keep(work, recipient, write(template, language, **words), host, until)


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
