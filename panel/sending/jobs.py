"""How the worker sends a letter: at least once under one Message-ID, and not for ever.

It is doubled only when the worker is killed between the server's yes and our commit.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from panel.jobs import actions as jobs
from panel.jobs.runner import Failed, Kind, LaterError, Task
from panel.kernel.messages import N_
from panel.kernel.work import Fact, Work
from panel.mail import actions, queries
from panel.mail.events import LetterPosted
from panel.mail.models import Letter
from panel.sending.envelope import address, message
from panel.sending.smtp import PATIENCE, AwayError, NotNowError, RefusedError, hand_over

log = logging.getLogger(__name__)
KIND = "mail.send"
# After how long another try is made; greylisting wants some minutes, a server mended some hours.
DELAYS = tuple(timedelta(minutes=n) for n in (1, 5, 10, 20, 60, 4 * 60, 12 * 60, 24 * 60))

REST = DELAYS[0]  # so long a server that is away is left in peace

UNSENT = N_("The mail server did not take this letter.")
NO_SERVER = N_("No mail server is set up here, so the letter was not sent.")


def asked(work: Work, fact: Fact) -> None:
    """Follow up a letter that was posted: have it sent."""
    if isinstance(fact, LetterPosted):
        name = fact.letter
        jobs.ask(work, KIND, f"letter {name}", {"letter": name}, by=None, audience=None)


@dataclass
class Carrier:
    """What a worker knows of the mail server: how long it waits for it, and when it was away.

    While it is away no other letter waits for it in vain: a server that hangs would else hold up
    the worker, and with it every export, for each letter anew.
    """

    patience: float = PATIENCE  # seconds that each answer of the server may take
    away_until: datetime | None = None

    def run(self, task: Task) -> dict[str, Any]:
        """Send a letter, once more if need be; Failed and LaterError say that it was not taken."""
        with task.workshop.open_reading() as reading:
            letter = queries.found(reading, task.args["letter"])
        if letter is None or letter.ended:  # a worker was killed after it had written so
            return {}
        self._try(task, letter)
        with task.workshop.open_work() as work:
            kept = queries.letter(work, letter.public_id, lock=True)
            if kept.recipient:
                actions.taken(work, kept, keep_words=task.settings.demo)
            else:
                actions.drop(work, kept)
        return {}

    def _try(self, task: Task, letter: Letter) -> None:
        now = task.workshop.clock()
        if self.away_until and now < self.away_until:
            raise LaterError(self.away_until - now)
        try:
            _carry(task, letter, self.patience)
        except NotNowError as error:
            if isinstance(error, AwayError):
                self.away_until = now + REST
            _put_off(task, letter, str(error))
        except RefusedError as error:
            log.warning("letter %s is refused", letter.public_id)
            _give_up(task, str(error))
            raise Failed(UNSENT) from error


def sending(patience: float = PATIENCE) -> Kind:
    """Give the kind of job."""
    return Kind(KIND, Carrier(patience).run, 1)


LETTER = sending()


def _carry(task: Task, letter: Letter, patience: float) -> None:
    """Hand a letter over; one to nobody, and in a demo without a server any, is done with."""
    relay, sender = task.settings.relay, task.settings.sender
    if not letter.recipient or (relay is None and task.settings.demo):
        return
    if relay is None:
        _give_up(task, NO_SERVER)
        raise Failed(NO_SERVER)
    sealed = message(letter, sender)
    hand_over(relay, sender[1], address(letter.recipient), sealed, patience)


def _put_off(task: Task, letter: Letter, why: str) -> None:
    """Try again later, unless that would be too often or too late."""
    after = DELAYS[letter.tries] if letter.tries < len(DELAYS) else None
    if after is None or _too_late(task.workshop.clock() + after, letter):
        log.warning("letter %s is given up after %s tries", letter.public_id, letter.tries + 1)
        _give_up(task, why)
        raise Failed(UNSENT)
    log.warning("letter %s is not taken now: %s", letter.public_id, why)
    with task.workshop.open_work() as work:
        actions.tried(work, queries.letter(work, letter.public_id, lock=True), why)
    raise LaterError(after)


def _too_late(at: datetime, letter: Letter) -> bool:
    return letter.until is not None and at > letter.until


def _give_up(task: Task, why: str) -> None:
    with task.workshop.open_work() as work:
        letter = queries.letter(work, task.args["letter"], lock=True)
        if not letter.ended:
            actions.give_up(work, letter, why)
