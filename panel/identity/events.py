"""What can happen to an account."""

from dataclasses import dataclass
from typing import ClassVar


def room_of(person: str) -> str:
    """Name the stream of what concerns one person; nobody enters it, sockets are found by it."""
    return f"person:{person}"


@dataclass(frozen=True)
class PersonFact:
    """Something happened to an account."""

    version: ClassVar[int] = 1
    person: str

    @property
    def rooms(self) -> tuple[str, ...]:
        """Only the person's own tabs hear of it."""
        return (room_of(self.person),)


class PersonRegistered(PersonFact):
    """Somebody has an account now."""

    kind: ClassVar[str] = "identity.person_registered"


class ProfileChanged(PersonFact):
    """Somebody goes by another name, or reads in another language or zone."""

    kind: ClassVar[str] = "identity.profile_changed"


class PasswordSet(PersonFact):
    """The operator has given an account a new password."""

    kind: ClassVar[str] = "identity.password_set"


class SignedIn(PersonFact):
    """Somebody has signed in, in one more browser."""

    kind: ClassVar[str] = "identity.signed_in"


class SignInsEnded(PersonFact):
    """Somebody has signed out, here or everywhere."""

    kind: ClassVar[str] = "identity.sign_ins_ended"
