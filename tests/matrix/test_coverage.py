"""The tables leave nothing out: every route, event, role and kind of audience stands in them."""

from collections.abc import Iterable

from werkzeug.routing import Map

from panel.membership.models import Kind, Role
from tests.matrix.reading import Row
from tests.matrix.tables import BY_PERSON, BY_RIGHTS, KINDS, PEOPLE
from tests.matrix.world import World

UNASKED = {"HEAD", "OPTIONS"}  # what Flask adds to a route by itself


def routes(url_map: Map) -> set[tuple[str, str]]:
    """Every method of every route that an application answers."""
    return {
        (method, rule.endpoint)
        for rule in url_map.iter_rules()
        for method in (rule.methods or set()) - UNASKED
    }


def asked(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """What the tables ask for."""
    return {(row.method, row.endpoint) for row in rows}


def test_every_route_stands_in_the_matrix_and_nothing_else_does(sqlite_world: World) -> None:
    registered = routes(sqlite_world.mesa.app.url_map)

    assert registered == asked((*BY_RIGHTS, *BY_PERSON))


def test_a_route_that_is_left_out_is_told(sqlite_world: World) -> None:
    without = [row for row in (*BY_RIGHTS, *BY_PERSON) if row.endpoint != "home.health"]

    missing = routes(sqlite_world.mesa.app.url_map) - asked(without)

    assert missing == {("GET", "home.health")}


def test_every_role_and_every_kind_of_audience_stands_in_the_matrix() -> None:
    assert set(Role) <= set(PEOPLE)
    assert set(Kind) - {Kind.GROUP} | {"inside", "outside"} == set(KINDS)
