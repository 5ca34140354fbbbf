"""What can be read of accounts."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select

from panel.identity.models import (
    AddressChange,
    PasswordReset,
    Person,
    PersonId,
    Picture,
    SignIn,
)
from panel.identity.portraits import SMALL
from panel.identity.views import ChangeView, SignInView, VouchedView
from panel.kernel.errors import Missing
from panel.kernel.ids import digest
from panel.kernel.work import Reading

PERSON, SIGN_IN = Person.__table__.c, SignIn.__table__.c
# Every request asks it: put together once, and of columns, which cost less than an object.
VOUCHED = (
    select(
        PERSON.id,
        PERSON.public_id,
        PERSON.name,
        PERSON.email,
        PERSON.language,
        PERSON.time_zone,
        SIGN_IN.seen_at,
    )
    .select_from(SignIn.__table__.join(Person.__table__, SIGN_IN.person_id == PERSON.id))
    .where(SIGN_IN.token_hash == bindparam("token_hash"))
)
# Every heartbeat asks it of all open tabs.
_LIVING = select(SIGN_IN.token_hash).where(
    SIGN_IN.token_hash.in_(bindparam("token_hashes", expanding=True))
)


def by_email(reading: Reading, email: str) -> Person | None:
    """Find who signs in with an address, however it is capitalised."""
    return reading.session.scalar(select(Person).where(Person.email == email.lower()))


def person(reading: Reading, person_id: PersonId) -> Person:
    """Find somebody who is known to be there."""
    return reading.session.get_one(Person, person_id)


def picture_of(reading: Reading, person_id: PersonId) -> str:
    """Name somebody's picture; "" when there is none."""
    query = select(Picture.public_id).where(Picture.person_id == person_id)
    return reading.session.scalar(query) or ""


def picture(reading: Reading, person_id: PersonId, public_id: str, size: int) -> bytes:
    """Give the picture that somebody has now, under its present name; else Missing."""
    column = Picture.small if size == SMALL else Picture.large
    query = select(column).where(Picture.person_id == person_id, Picture.public_id == public_id)
    data = reading.session.scalar(query)
    if data is None:
        raise Missing
    return data


def vouched(reading: Reading, token: str) -> VouchedView | None:
    """Find whom a session cookie vouches for; nobody, once it has been signed out."""
    row = reading.rows(VOUCHED, {"token_hash": digest(token)}).one_or_none()
    return VouchedView(*row) if row else None


def living(reading: Reading, token_hashes: Collection[str]) -> frozenset[str]:
    """Tell which of these sessions have not been signed out."""
    return frozenset(reading.rows(_LIVING, {"token_hashes": list(token_hashes)}).scalars())


def sign_ins(reading: Reading, person_id: PersonId) -> int:
    """Count the browsers in which somebody is signed in."""
    query = select(func.count()).select_from(SignIn).where(SignIn.person_id == person_id)
    return reading.session.scalar(query) or 0


def sign_in_views(reading: Reading, person_id: PersonId, token: str) -> Sequence[SignInView]:
    """Show the browsers in which somebody is signed in: this one first, then as last seen."""
    query = select(SignIn).where(SignIn.person_id == person_id).order_by(SignIn.seen_at.desc())
    here = digest(token)
    views = [
        SignInView(
            id=one.public_id,
            browser=one.browser,
            system=one.system,
            since=one.since,
            seen_at=one.seen_at,
            here=one.token_hash == here,
        )
        for one in reading.session.scalars(query)
    ]
    return sorted(views, key=lambda view: not view.here)


def sign_in(reading: Reading, person_id: PersonId, public_id: str) -> SignIn:
    """Find one of the browsers in which somebody is signed in."""
    query = select(SignIn).where(SignIn.person_id == person_id, SignIn.public_id == public_id)
    if found := reading.session.scalar(query):
        return found
    raise Missing


def reset_by(reading: Reading, key: str, *, lock: bool = False) -> PasswordReset:
    """Find the link to a new password by the digest of its token."""
    query = select(PasswordReset).where(PasswordReset.token_hash == key)
    query = query.where(PasswordReset.person_id.is_not(None))
    if found := reading.session.scalar(query.with_for_update() if lock else query):
        return found
    raise Missing


def change_by(reading: Reading, key: str, *, lock: bool = False) -> tuple[AddressChange, str]:
    """Find a change of address by the digest of one of its tokens, and whose token it is."""
    sides = {
        "old": AddressChange.old_hash,
        "new": AddressChange.new_hash,
        "back": AddressChange.back_hash,
    }
    query = select(AddressChange).where(or_(*(column == key for column in sides.values())))
    found = reading.session.scalar(query.with_for_update() if lock else query)
    if found is None:
        raise Missing
    return found, next(side for side, column in sides.items() if getattr(found, column.key) == key)


def change_view(reading: Reading, change: AddressChange, side: str = "") -> ChangeView:
    """Show how a change of address stands."""
    return ChangeView(
        side=side,
        old=change.old,
        new=change.new,
        old_confirmed=change.old_confirmed_at is not None,
        new_confirmed=change.new_confirmed_at is not None,
        made=change.made_at is not None,
        stopped=change.stopped_at is not None,
        expires_at=change.expires_at,
        zone=person(reading, change.person_id).time_zone,
    )


def open_change(reading: Reading, person_id: PersonId, at: datetime) -> ChangeView | None:
    """Show the change of address that somebody has asked for and that waits for confirmation."""
    query = select(AddressChange).where(
        AddressChange.person_id == person_id,
        AddressChange.made_at.is_(None),
        AddressChange.stopped_at.is_(None),
        AddressChange.expires_at > at,
    )
    found = reading.session.scalar(query.order_by(AddressChange.id.desc()).limit(1))
    return change_view(reading, found) if found else None
