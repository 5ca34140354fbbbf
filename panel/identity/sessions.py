"""Who the session cookie vouches for, and in which language they read."""

from flask import request, session
from flask_login import UserMixin, current_user, login_user

from panel.identity import queries
from panel.identity.models import Person, PersonId
from panel.kernel.ids import digest
from panel.kernel.languages import FIRST, LANGUAGES
from panel.kernel.web import open_reading


class SignedInPerson(UserMixin):  # type: ignore[misc]  # flask_login has no types
    """The person of this request, or of this socket."""

    def __init__(self, person: Person, token: str) -> None:
        """Keep what every page needs."""
        self.person_id, self.public_id, self.token = person.id, person.public_id, token
        self.name, self.email = person.name, person.email
        self.language, self.time_zone = person.language, person.time_zone

    def get_id(self) -> str:
        """Give flask_login what it keeps in the cookie: the session's token."""
        return self.token


def load(token: str) -> SignedInPerson | None:
    """Find the person again; whoever was signed out elsewhere is a stranger."""
    with open_reading() as reading:
        person = queries.by_session(reading, token)
        return SignedInPerson(person, token) if person else None


def begin(person: SignedInPerson) -> None:
    """Give this browser the cookie of a new session; what an earlier one held is forgotten."""
    session.clear()
    session.permanent = True
    session["language"] = person.language
    login_user(person)


def person_id() -> PersonId:
    """Tell who is asking, on a route that asks to be signed in."""
    return PersonId(int(current_user.person_id))


def asking() -> PersonId | None:
    """Tell who is asking, if anybody is signed in."""
    return person_id() if current_user.is_authenticated else None


def token_hash() -> str:
    """Name the session of this request as it is stored."""
    return digest(str(current_user.token))


def chosen_language() -> str:
    """Give the language of the person who asks: their own, chosen here, or the browser's."""
    if current_user.is_authenticated:
        return str(current_user.language)
    chosen = str(session.get("language", ""))
    if chosen in LANGUAGES:
        return chosen
    return request.accept_languages.best_match(LANGUAGES) or FIRST


def zone(otherwise: str) -> str:
    """Give the time zone of the person who asks."""
    return str(current_user.time_zone) if current_user.is_authenticated else otherwise
