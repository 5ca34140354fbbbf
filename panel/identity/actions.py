"""What people do with their accounts. The caller opens the work, and so commits it."""

from dataclasses import dataclass

from sqlalchemy import delete

from panel.identity.events import (
    PasswordSet,
    PersonRegistered,
    ProfileChanged,
    SignedIn,
    SignInsEnded,
)
from panel.identity.models import Person, SignIn
from panel.kernel.errors import Clash
from panel.kernel.ids import digest, new_id, new_token
from panel.kernel.messages import N_
from panel.kernel.tables import insert_once
from panel.kernel.work import By, Work


@dataclass(frozen=True)
class Profile:
    """What a person chooses to be called, to read and to go by."""

    name: str
    language: str
    time_zone: str


def register(work: Work, email: str, profile: Profile, password_hash: str, *, by: By) -> Person:
    """Open an account; of two who do so at once for one address, the second is told."""
    insert = insert_once(
        work.session,
        Person,
        "email",
        public_id=new_id(),
        email=email.lower(),
        name=profile.name,
        language=profile.language,
        time_zone=profile.time_zone,
        password_hash=password_hash,
        since=work.at,
    )
    person: Person | None = work.session.scalar(insert.returning(Person))
    if person is None:
        raise Clash(N_("There is an account with this address already. Please sign in with it."))
    work.record(PersonRegistered(person.public_id), by=by)
    return person


def sign_in(work: Work, person: Person) -> str:
    """Sign somebody in, in one more browser; the token returned is stored nowhere but there."""
    token = new_token()
    work.session.add(SignIn(token_hash=digest(token), person_id=person.id, since=work.at))
    work.record(SignedIn(person.public_id), by="person")
    return token


def sign_out(work: Work, person: Person, token: str) -> None:
    """Sign somebody out in this browser."""
    work.session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))
    work.record(SignInsEnded(person.public_id), by="person")


def sign_out_everywhere(work: Work, person: Person, *, by: By = "person") -> None:
    """Sign somebody out in every browser."""
    work.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    work.record(SignInsEnded(person.public_id), by=by)


def change_profile(work: Work, person: Person, profile: Profile) -> None:
    """Take over what the person wrote of herself."""
    person.name, person.language = profile.name, profile.language
    person.time_zone = profile.time_zone
    work.record(ProfileChanged(person.public_id), by="person")


def set_password(work: Work, person: Person, password_hash: str) -> None:
    """Give an account a new password from outside; whoever was signed in has to use it."""
    person.password_hash = password_hash
    sign_out_everywhere(work, person, by="operator")
    work.record(PasswordSet(person.public_id), by="operator")
