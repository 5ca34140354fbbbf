"""The only failures a use case may raise; the web edge turns each into an answer."""

from collections.abc import Mapping

from panel.kernel.messages import N_, Message

NOTHING_HERE = N_("There is nothing here, or it is not open to you.")


class Failure(Exception):
    """Something that the reader must be told, in a marked sentence."""

    def __init__(self, message: Message) -> None:
        """Keep the sentence; it is translated when it is shown."""
        super().__init__(message)
        self.message = message


class Refused(Failure):
    """The actor may not do this."""


class Missing(Failure):
    """There is no such thing, or the actor may not know that there is."""

    def __init__(self, message: Message = NOTHING_HERE) -> None:
        """Say the same of what is not there and of what is not open, whatever is said of it."""
        super().__init__(message)


class Clash(Failure):
    """It contradicts what has been saved before."""


class Gone(Failure):
    """It was there and can no longer be used, which the actor may know."""


class Busy(Failure):
    """The database had no turn for it; trying later may work."""


class TooOften(Failure):
    """Too many tries in too short a time."""


class Invalid(Failure):
    """The form cannot be understood; every field in question has its sentence."""

    def __init__(self, fields: Mapping[str, Message]) -> None:
        """Keep the sentences by the name of the field."""
        super().__init__(N_("Please look at this once more."))
        self.fields = fields


def require(refusal: Message | None) -> None:
    """Stop here when a policy gives a reason to refuse."""
    if refusal:
        raise Refused(refusal)
