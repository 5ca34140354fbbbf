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
    """Somebody goes by another name, says what they do, or reads in another language or zone."""

    kind: ClassVar[str] = "identity.profile_changed"


class PictureSet(PersonFact):
    """Somebody has shown how they look."""

    kind: ClassVar[str] = "identity.picture_set"


class PictureRemoved(PersonFact):
    """Somebody has taken their picture away."""

    kind: ClassVar[str] = "identity.picture_removed"


class PasswordSet(PersonFact):
    """The operator has given an account a new password."""

    kind: ClassVar[str] = "identity.password_set"


class PasswordReplaced(PersonFact):
    """Somebody has set a new password by the link in a letter."""

    kind: ClassVar[str] = "identity.password_replaced"


class PasswordResetAsked(PersonFact):
    """Somebody has asked for a link to set a new password of an account."""

    kind: ClassVar[str] = "identity.password_reset_asked"


class AddressChangeAsked(PersonFact):
    """Somebody wants to sign in with another address."""

    kind: ClassVar[str] = "identity.address_change_asked"


class AddressChangeConfirmed(PersonFact):
    """One of the two addresses has confirmed the change."""

    kind: ClassVar[str] = "identity.address_change_confirmed"


class AddressChanged(PersonFact):
    """Somebody signs in with another address from now on."""

    kind: ClassVar[str] = "identity.address_changed"


class AddressChangeStopped(PersonFact):
    """A change of address was called off, or undone."""

    kind: ClassVar[str] = "identity.address_change_stopped"


class SignedIn(PersonFact):
    """Somebody has signed in, in one more browser."""

    kind: ClassVar[str] = "identity.signed_in"


class SignInsEnded(PersonFact):
    """Somebody has signed out, here or everywhere."""

    kind: ClassVar[str] = "identity.sign_ins_ended"


@dataclass(frozen=True)
class NewDeviceUsed(PersonFact):
    """Somebody has signed in from a browser that is not known for her."""

    kind: ClassVar[str] = "identity.new_device_used"
    device: str
