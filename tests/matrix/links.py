"""Links in letters about an account, each of somebody who is made for it."""

from collections.abc import Callable, Mapping

from flask.testing import FlaskClient

from panel.identity.actions.addresses import ask_change
from panel.identity.actions.passwords import ask_reset
from panel.identity.models import Person
from panel.kernel.ids import new_token
from panel.kernel.work import Work
from tests.matrix.reading import Row
from tests.matrix.world import World, a_person


def _reset(work: Work, person: Person) -> str:
    token = new_token()
    ask_reset(work, person, token)
    return token


def _change(work: Work, person: Person) -> str:
    return ask_change(work, person, f"moved-{person.email}").new


Link = tuple[str, Callable[[Work, Person], str]]
RESET: Link = ("/password/new/", _reset)
CHANGE: Link = ("/address/", _change)
LINKS: Mapping[str, Link] = {
    "identity.open_reset": RESET,
    "identity.show_reset": RESET,
    "identity.set_new_password": RESET,
    "identity.open_address": CHANGE,
    "identity.show_address": CHANGE,
    "identity.confirm_address": CHANGE,
    "identity.stop_address": CHANGE,
}


def token_for(world: World, row: Row) -> str:
    """Give the token of a good link, for an address that has one in it; "" for any other."""
    if row.about != "good" or row.endpoint not in LINKS:
        return ""
    with world.mesa.workshop.open_work() as work:
        return LINKS[row.endpoint][1](work, a_person(work, "Moved", "twin"))


def open_link(world: World, row: Row, browser: FlaskClient) -> None:
    """Come by a good link, which the cookie then remembers."""
    token = token_for(world, row)
    if token and not row.endpoint.startswith("identity.open_"):
        assert browser.get(LINKS[row.endpoint][0] + token).status_code == 302
