"""Accounts, and where they are signed in."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select

from panel.identity.devices import Arrival
from panel.identity.events import (
    NewDeviceUsed,
    PasswordSet,
    PersonRegistered,
    ProfileChanged,
    SignedIn,
    SignInsEnded,
)
from panel.identity.models import SESSION_DAYS, Device, Person, SignIn
from panel.kernel.errors import Clash
from panel.kernel.ids import digest, new_id, new_token
from panel.kernel.messages import N_
from panel.kernel.tables import insert_once
from panel.kernel.work import By, Work

HOUR = timedelta(hours=1)
UNKNOWN = Arrival()


@dataclass(frozen=True)
class Profile:
    """What a person chooses to be called, to read and to go by, and says of what they do."""

    name: str
    language: str
    time_zone: str
    about: str = ""


def register(work: Work, email: str, profile: Profile, password_hash: str, *, by: By) -> Person:
    """Open an account; of two who do so at once for one address, the second is told."""
    person = insert_once(
        work.session,
        Person,
        "email",
        public_id=new_id(),
        email=email.lower(),
        name=profile.name,
        language=profile.language,
        time_zone=profile.time_zone,
        about=profile.about,
        password_hash=password_hash,
        since=work.at,
    )
    if person is None:
        raise Clash(N_("There is an account with this address already. Please sign in with it."))
    work.record(PersonRegistered(person.public_id), by=by)
    return person


def sign_in(work: Work, person: Person, arrival: Arrival = UNKNOWN) -> str:
    """Sign somebody in, in one more browser; the token returned is stored nowhere but there.

    What has not been used for so long that its cookie has gone is forgotten on the way.
    """
    token, old = new_token(), work.at - timedelta(days=SESSION_DAYS + 1)
    work.session.execute(delete(SignIn).where(SignIn.person_id == person.id, SignIn.seen_at < old))
    work.session.add(
        SignIn(
            public_id=new_id(),
            token_hash=digest(token),
            person_id=person.id,
            browser=arrival.browser,
            system=arrival.system,
            since=work.at,
            seen_at=work.at,
        )
    )
    work.record(SignedIn(person.public_id), by="person")
    if arrival.device:
        _meet(work, person, arrival)
    return token


def _meet(work: Work, person: Person, arrival: Arrival) -> None:
    """Remember the browser; one that is not the first is told, unless it is known."""
    known = select(Device.id).where(Device.person_id == person.id).limit(1)
    first = work.session.scalar(known) is None
    device = insert_once(
        work.session,
        Device,
        "person_id",
        "token_hash",
        public_id=new_id(),
        person_id=person.id,
        token_hash=arrival.device,
        browser=arrival.browser,
        system=arrival.system,
        since=work.at,
    )
    if device and not first:
        work.record(NewDeviceUsed(person.public_id, device.public_id), by="person")


def see(work: Work, token: str) -> None:
    """Note that a browser is in use; it is no more than a mark, so nobody hears of it."""
    found = work.session.scalar(select(SignIn).where(SignIn.token_hash == digest(token)))
    if found and found.seen_at <= work.at - HOUR:
        found.seen_at = work.at


def sign_out(work: Work, person: Person, token: str) -> None:
    """Sign somebody out in this browser."""
    work.session.execute(delete(SignIn).where(SignIn.token_hash == digest(token)))
    work.record(SignInsEnded(person.public_id), by="person")


def sign_out_everywhere(work: Work, person: Person, *, by: By = "person") -> None:
    """Sign somebody out in every browser."""
    work.session.execute(delete(SignIn).where(SignIn.person_id == person.id))
    work.record(SignInsEnded(person.public_id), by=by)


def end_sign_in(work: Work, person: Person, sign_in: SignIn) -> None:
    """Sign somebody out in one browser, from another."""
    work.session.delete(sign_in)
    work.record(SignInsEnded(person.public_id), by="person")


def sign_out_others(work: Work, person: Person, token: str) -> None:
    """Sign somebody out in every browser but this one."""
    others = delete(SignIn).where(SignIn.person_id == person.id)
    work.session.execute(others.where(SignIn.token_hash != digest(token)))
    work.record(SignInsEnded(person.public_id), by="person")


def change_profile(work: Work, person: Person, profile: Profile) -> None:
    """Take over what the person wrote of herself."""
    person.name, person.language = profile.name, profile.language
    person.time_zone, person.about = profile.time_zone, profile.about
    work.record(ProfileChanged(person.public_id), by="person")


def set_password(work: Work, person: Person, password_hash: str) -> None:
    """Give an account a new password from outside; whoever was signed in has to use it."""
    person.password_hash = password_hash
    sign_out_everywhere(work, person, by="operator")
    work.record(PasswordSet(person.public_id), by="operator")
