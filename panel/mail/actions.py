"""Posting letters, and what the worker writes of one. The caller opens the work."""

from dataclasses import dataclass
from datetime import datetime

from panel.kernel.ids import new_id
from panel.kernel.work import Work
from panel.mail.events import LetterGivenUp, LetterPosted, LetterTaken
from panel.mail.models import FAILURE_LIMIT, Letter


@dataclass(frozen=True)
class Written:
    """What stands in a letter, in one language."""

    language: str
    subject: str
    text: str
    html: str


def keep(
    work: Work, recipient: str, written: Written, host: str, until: datetime | None = None
) -> Letter:
    """Keep a letter that is to be sent; `host` is where its Message-ID is from."""
    name = new_id()
    letter = Letter(
        public_id=name,
        message_id=f"<{name}.{work.at:%Y%m%d%H%M%S}@{host}>",
        recipient=recipient,
        language=written.language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        at=work.at,
        until=until,
    )
    work.session.add(letter)
    work.record(LetterPosted(name), by="system")
    return letter


def taken(work: Work, letter: Letter, *, keep_words: bool = False) -> None:
    """Note that the server has the letter, and delete what was in it."""
    letter.taken_at, letter.tries, letter.failure = work.at, letter.tries + 1, ""
    _forget(letter, keep_words=keep_words)
    work.record(LetterTaken(letter.public_id), by="system")


def tried(work: Work, letter: Letter, failure: str) -> None:
    """Note why the server has not taken it this time."""
    letter.tries, letter.failure = letter.tries + 1, failure[:FAILURE_LIMIT]


def give_up(work: Work, letter: Letter, failure: str) -> None:
    """Note why it will not be sent, and delete what was in it."""
    tried(work, letter, failure)
    letter.given_up_at = work.at
    _forget(letter, keep_words=False)
    work.record(LetterGivenUp(letter.public_id), by="system")


def drop(work: Work, letter: Letter) -> None:
    """Throw a letter to nobody away."""
    work.session.delete(letter)


def _forget(letter: Letter, *, keep_words: bool) -> None:
    if not keep_words:
        letter.text = letter.html = ""
