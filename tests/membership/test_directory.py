"""People and organisations are found by their words, however they are typed."""

import pytest
from flask.testing import FlaskClient

from panel.identity.models import Person
from panel.kernel.work import Work
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actors import Actor
from panel.membership.models import Organisation, OrganisationKind, Panel, Role
from tests.conftest import Installation
from tests.factories import a_group, a_panel, a_seat
from tests.pages import read, typed

FEDERATION, NETWORK = OrganisationKind.FEDERATION, OrganisationKind.NETWORK


def seated(work: Work, panel: Panel, role: Role, name: str, house: str, does: str = "") -> Actor:
    actor = a_seat(work, panel, role, name=name, house=house)
    work.session.get_one(Person, actor.person_id).about = does
    return actor


@pytest.fixture
def table(mesa: Installation) -> tuple[str, FlaskClient]:
    """A panel, and the browser of somebody in it."""
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        entries = (
            Entry("Mutual Núñez", FEDERATION, "Quibdó", "Ayuda a pescadores."),
            Entry("Red del Sur", NETWORK, "Cuenca, Ecuador", "Escuelas."),
            Entry("Ministerio", OrganisationKind.AUTHORITY, "Bogotá"),
            Entry("Archivo", OrganisationKind.ACADEMIC, "Cartagena", "Guarda actas antiguas."),
        )
        for entry in entries:
            organisation(work, panel, entry, by="operator")
        ana = seated(work, panel, Role.MEMBER, "Ana Peña", "Mutual Núñez", "Cuenta los votos.")
        seated(work, panel, Role.MEMBER, "Beto Ríos", "Mutual Núñez", "Lleva la caja.")
        seated(work, panel, Role.COMMENTER, "Cleo Ana", "Red del Sur", "Enseña en escuelas.")
        seated(work, panel, Role.AUTHORITY, "Doña Eva", "Ministerio")
        a_group(work, panel, ana)
    return f"/p/{panel.slug}/people", mesa.browser(ana)


def found(table: tuple[str, FlaskClient], **asked: str) -> list[str]:
    """Who and what is shown for a search, in the order of the page."""
    url, browser = table
    page = read(browser.get(url, query_string=asked))
    return [one.get_text(strip=True) for one in page.select(".house h3, .persons .name > a")]


ALL = ["Mutual Núñez", "Ana Peña", "Beto Ríos"]


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("nunez", ALL),
        ("NÚÑEZ  mutual", ALL),
        ("pena", ["Mutual Núñez", "Ana Peña"]),
        ("nunez rios", ["Mutual Núñez", "Beto Ríos"]),
        ("quibdo caja", ["Mutual Núñez", "Beto Ríos"]),
        ("ana", ["Mutual Núñez", "Ana Peña", "Red del Sur", "Cleo Ana"]),
        ("cuenca", ["Red del Sur", "Cleo Ana"]),
        ("cuen", ["Mutual Núñez", "Ana Peña", "Red del Sur", "Cleo Ana"]),
        ("pescador", ALL),
        ("federation", ALL),
        ("actas", ["Archivo"]),
        ("bogota", ["Ministerio", "Doña Eva"]),
        ("ana caja", []),
        ("%", []),
        ("' OR 1=1 --", []),
        ("zzz", []),
    ],
)
def test_all_words_have_to_be_there_accents_and_capitals_do_not(
    table: tuple[str, FlaskClient], words: str, answer: list[str]
) -> None:
    assert found(table, q=words) == answer


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ({"kind": "network"}, ["Red del Sur", "Cleo Ana"]),
        ({"kind": "academic"}, ["Archivo"]),
        ({"kind": "club", "capacity": "gods", "q": "cleo"}, ["Red del Sur", "Cleo Ana"]),
        ({"capacity": "authorities"}, ["Ministerio", "Doña Eva"]),
        ({"capacity": "observers", "q": "ana"}, ["Red del Sur", "Cleo Ana"]),
        ({"capacity": "members", "kind": "network"}, []),
    ],
)
def test_a_kind_and_a_capacity_narrow_it(
    table: tuple[str, FlaskClient], asked: dict[str, str], answer: list[str]
) -> None:
    assert found(table, **asked) == answer


def test_the_page_says_what_is_looked_for_and_how_much_was_found(
    table: tuple[str, FlaskClient],
) -> None:
    url, browser = table

    odd = browser.get(url, query_string={"q": "<b>núñez", "kind": "federation"})
    assert [typed(odd, name) for name in ("q", "kind")] == ["<b>núñez", "federation"]
    assert "<b>núñez" not in odd.text
    some = browser.get(url, query_string={"q": "nunez"})
    none = browser.get(url, query_string={"q": "zzz"})
    everything = browser.get(url)

    assert "2 people found" in some.text
    assert "1 organisation found" in some.text
    assert "Nobody and nothing was found." in none.text
    assert read(none).select(f'.empty a[href="{url}"]')
    for answer, groups in ((some, False), (none, False), (everything, True)):
        assert bool(read(answer).select("#groups")) == groups


def test_who_may_not_read_the_people_finds_nobody(
    mesa: Installation, table: tuple[str, FlaskClient]
) -> None:
    url, _ = table
    with mesa.workshop.open_work() as work:
        stranger = a_seat(work, a_panel(work))

    for who in (stranger, None):
        assert mesa.browser(who).get(url, query_string={"q": "nunez"}).status_code == 404


def test_a_group_that_one_may_not_know_of_is_on_nobodys_page(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, eva = a_seat(work, panel, house="Mutual"), a_seat(work, panel, house="Mutual")
        rita = a_seat(work, panel, Role.READER, name="Rita")
        group = a_group(work, panel, ana, eva)
        mo = a_seat(work, panel, Role.MODERATOR)
        house = work.session.get_one(Organisation, ana.organisation_id).public_id
    pages = [f"/p/{panel.slug}/people/{ana.seat}", f"/p/{panel.slug}/organisations/{house}"]

    for page in pages:
        shown = [group.name in mesa.browser(who).get(page).text for who in (eva, mo, rita)]
        assert shown == [True, True, False]
        assert group.public_id not in mesa.browser(rita).get(page).text
