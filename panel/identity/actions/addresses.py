"""Moving an account to another address: asked for, confirmed at both ends, made, and undone."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select, update

from panel.identity.actions.accounts import sign_out_everywhere
from panel.identity.events import (
    AddressChangeAsked,
    AddressChangeConfirmed,
    AddressChanged,
    AddressChangeStopped,
)
from panel.identity.models import AddressChange, PasswordReset, Person
from panel.identity.policy import confirm_refusal, stop_refusal
from panel.kernel.errors import Gone
from panel.kernel.ids import digest, new_id, new_token
from panel.kernel.messages import N_
from panel.kernel.work import By, Work

CONFIRMS = timedelta(days=3)  # so long both addresses have to confirm
UNDOES = timedelta(days=7)  # so long the old address can undo it


@dataclass(frozen=True)
class Links:
    """The secrets of the two letters: they are stored nowhere but in them."""

    old: str
    new: str


def ask_change(work: Work, person: Person, new: str) -> Links:
    """Keep what somebody wants; what she wanted before is called off."""
    links = Links(new_token(), new_token())
    earlier = update(AddressChange).where(
        AddressChange.person_id == person.id,
        AddressChange.made_at.is_(None),
        AddressChange.stopped_at.is_(None),
    )
    work.session.execute(earlier.values(stopped_at=work.at))
    work.session.add(
        AddressChange(
            public_id=new_id(),
            person_id=person.id,
            old=person.email,
            new=new,
            old_hash=digest(links.old),
            new_hash=digest(links.new),
            at=work.at,
            expires_at=work.at + CONFIRMS,
        )
    )
    work.record(AddressChangeAsked(person.public_id), by="person")
    return links


def confirm(work: Work, change: AddressChange, person: Person, side: str) -> str | None:
    """Confirm at one end; once both have, it is made: then comes the secret of the way back."""
    if why := confirm_refusal(change, work.at):
        raise Gone(why)
    if change.made_at is not None:
        return None
    if side == "old":
        change.old_confirmed_at = change.old_confirmed_at or work.at
    elif side == "new":
        change.new_confirmed_at = change.new_confirmed_at or work.at
    work.record(AddressChangeConfirmed(person.public_id), by="person")
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        return None
    back = new_token()
    change.made_at, change.back_hash = work.at, digest(back)
    change.expires_at = work.at + UNDOES
    move(work, person, change.new, by="person")
    return back


def stop(work: Work, change: AddressChange, person: Person, side: str) -> None:
    """Call a change off, or undo it: whoever was signed in then has to sign in anew."""
    if why := stop_refusal(change, side, work.at):
        raise Gone(why)
    if change.stopped_at is not None:
        return
    change.stopped_at = work.at
    if change.made_at is not None:
        move(work, person, change.old, by="person")
        sign_out_everywhere(work, person)
    work.record(AddressChangeStopped(person.public_id), by="person")


def move(work: Work, person: Person, address: str, *, by: By) -> None:
    """Have somebody sign in with another address; links that went to the last one are void."""
    whose = work.session.scalar(select(Person.id).where(Person.email == address))
    if whose is not None and whose != person.id:
        raise Gone(N_("This address has an account of its own by now. Nothing has been changed."))
    person.email = address
    work.session.execute(delete(PasswordReset).where(PasswordReset.person_id == person.id))
    work.record(AddressChanged(person.public_id), by=by)
