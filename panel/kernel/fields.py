"""Reading the fields of a form: every wrong one has its sentence, and all are told at once."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from panel.kernel.errors import Invalid
from panel.kernel.messages import N_, Message

EMPTY = N_("Please write something here.")
TOO_LONG = N_("This is too long. Please shorten it, or send it in parts.")
NOT_OFFERED = N_("Please choose one of those offered.")
DAMAGED = N_("This form is damaged. Please load the page again.")
_DIGITS = 9  # a number of more digits is none of ours


class Fields:
    """A form while it is read; `check()` raises Invalid when a field was wrong."""

    def __init__(self, form: Mapping[str, str]) -> None:
        """Start with nothing wrong."""
        self._form = form
        self.wrong: dict[str, Message] = {}

    def line(self, name: str, limit: int, *, optional: bool = False) -> str:
        """Read one line; whatever breaks lines or cannot be seen becomes a space."""
        text = "".join(c if c.isprintable() else " " for c in self._form.get(name, ""))
        return self._measured(name, " ".join(text.split()), limit, optional=optional)

    def text(self, name: str, limit: int, *, optional: bool = False) -> str:
        """Read a text of several lines; PostgreSQL keeps no NUL, and nobody reads the unseen."""
        text = self._form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()
        if not any(c.isprintable() and c != " " for c in text):
            text = ""
        return self._measured(name, text, limit, optional=optional)

    def choice(self, name: str, offered: Collection[str]) -> str:
        """Read one of the values offered."""
        value = self._form.get(name, "")
        if value not in offered:
            self.wrong[name] = NOT_OFFERED
        return value

    def number(self, name: str, *, optional: bool = False) -> int | None:
        """Read a number of no sign; None when it is optional and left out."""
        value = self._form.get(name, "")
        if optional and not value:
            return None
        if not (value.isascii() and value.isdecimal()) or len(value) > _DIGITS:
            self.wrong[name] = DAMAGED
            return None
        return int(value)

    def token(self, name: str = "token") -> UUID:
        """Read the name that the sender gave to this sending."""
        try:
            return UUID(self._form.get(name, ""))
        except ValueError:
            self.wrong[name] = DAMAGED
            return UUID(int=0)

    def refuse(self, name: str, message: Message) -> None:
        """Note what a reader of the form itself found wrong."""
        self.wrong.setdefault(name, message)

    def expect(self, name: str, test: Callable[[str], bool], message: Message) -> str:
        """Read a value that has to pass a test of its own."""
        value = self._form.get(name, "").strip()
        if not test(value):
            self.refuse(name, message)
        return value

    def check(self) -> None:
        """Raise Invalid, naming every field that is wrong."""
        if self.wrong:
            raise Invalid(self.wrong)

    def _measured(self, name: str, text: str, limit: int, *, optional: bool) -> str:
        if not text and not optional:
            self.refuse(name, EMPTY)
        if len(text) > limit:
            self.refuse(name, TOO_LONG)
        return text
