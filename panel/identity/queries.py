"""What can be read of accounts."""

from collections.abc import Collection

from sqlalchemy import func, select

from panel.identity.models import Person, PersonId, SignIn
from panel.kernel.ids import digest
from panel.kernel.work import Reading


def by_email(reading: Reading, email: str) -> Person | None:
    """Find who signs in with an address, however it is capitalised."""
    return reading.session.scalar(select(Person).where(Person.email == email.lower()))


def person(reading: Reading, person_id: PersonId) -> Person:
    """Find somebody who is known to be there."""
    return reading.session.get_one(Person, person_id)


def by_session(reading: Reading, token: str) -> Person | None:
    """Find whom a session cookie vouches for, unless it has been signed out."""
    query = select(Person).join(SignIn, SignIn.person_id == Person.id)
    return reading.session.scalar(query.where(SignIn.token_hash == digest(token)))


def living(reading: Reading, token_hashes: Collection[str]) -> frozenset[str]:
    """Tell which of these sessions have not been signed out."""
    query = select(SignIn.token_hash).where(SignIn.token_hash.in_(token_hashes))
    return frozenset(reading.session.scalars(query))


def sign_ins(reading: Reading, person_id: PersonId) -> int:
    """Count the browsers in which somebody is signed in."""
    query = select(func.count()).select_from(SignIn).where(SignIn.person_id == person_id)
    return reading.session.scalar(query) or 0
