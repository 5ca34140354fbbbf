"""Setting a new password by the link in a letter."""

from datetime import timedelta

from sqlalchemy import delete, func, select

from panel.identity.actions.accounts import sign_out_everywhere
from panel.identity.events import PasswordReplaced, PasswordResetAsked
from panel.identity.models import PasswordReset, Person
from panel.identity.policy import reset_refusal
from panel.kernel.errors import Gone
from panel.kernel.ids import digest
from panel.kernel.work import Work

SERVES = timedelta(hours=1)  # so long a link can be used
AT_ONCE = 3  # links of one account within that time: nobody's mailbox is flooded


def ask_reset(work: Work, person: Person | None, token: str) -> bool:
    """Keep a link by which a new password can be set; True when it is to be sent.

    It does as much for nobody (None), and for who has asked too often, as for anybody.
    """
    work.session.execute(delete(PasswordReset).where(PasswordReset.expires_at <= work.at))
    whose = PasswordReset.person_id == (person.id if person else None)
    open_ = work.session.scalar(select(func.count()).select_from(PasswordReset).where(whose)) or 0
    good = person is not None and open_ < AT_ONCE
    work.session.add(
        PasswordReset(
            token_hash=digest(token),
            person_id=person.id if person and good else None,
            at=work.at,
            expires_at=work.at + SERVES,
        )
    )
    if person and good:
        work.record(PasswordResetAsked(person.public_id), by="system")
    return good


def replace_password(work: Work, reset: PasswordReset, person: Person, password_hash: str) -> None:
    """Set a new password by a link: it serves once, and whoever was signed in has to use it."""
    if why := reset_refusal(reset, work.at):
        raise Gone(why)
    person.password_hash = password_hash
    reset.used_at = work.at
    others = delete(PasswordReset).where(PasswordReset.person_id == person.id)
    work.session.execute(others.where(PasswordReset.id != reset.id))
    sign_out_everywhere(work, person)
    work.record(PasswordReplaced(person.public_id), by="person")
