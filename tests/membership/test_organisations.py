"""What stands about an organisation: who may say it, what it may be, and that it is on record."""

from dataclasses import replace

import pytest
from werkzeug.test import TestResponse

from panel.identity.models import Person
from panel.kernel.errors import Clash, Invalid, Refused
from panel.kernel.work import Work
from panel.membership.actions.organisations import change_organisation
from panel.membership.actions.panels import Entry, organisation
from panel.membership.actions.undoing import undo
from panel.membership.actors import Actor
from panel.membership.events import OrganisationChanged
from panel.membership.models import HouseAct, Organisation, OrganisationKind, Panel, Role
from panel.membership.policy import change_organisation_refusal
from tests.conftest import Installation
from tests.factories import a_panel, a_seat
from tests.pages import beside, read, typed

ENTRY = Entry("House", OrganisationKind.ENTERPRISE, "Pasto", "Lends.", "https://house.example")


def the_house(work: Work, actor: Actor) -> Organisation:
    return work.session.get_one(Organisation, actor.organisation_id)


def last(work: Work) -> HouseAct:
    work.session.flush()
    act = work.session.query(HouseAct).order_by(HouseAct.id.desc()).first()
    assert act
    return act


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.VISITOR])
def test_its_own_members_and_moderators_may_say_what_it_does(work: Work, role: Role) -> None:
    panel = a_panel(work)
    own, other = a_seat(work, panel, role, house="House"), a_seat(work, panel, role, house="Other")
    house = the_house(work, own)

    may = [change_organisation_refusal(who, house) is None for who in (own, other)]

    assert may == [role in {Role.MEMBER, Role.MODERATOR}, role is Role.MODERATOR]


def test_a_change_is_on_record_and_the_same_again_is_none(work: Work) -> None:
    panel = a_panel(work)
    ana = a_seat(work, panel, house="House")
    house = the_house(work, ana)

    change_organisation(work, ana, house, ENTRY)
    before = len(work.recorded)
    change_organisation(work, ana, house, ENTRY)

    assert (house.place, house.about, house.web) == ("Pasto", "Lends.", "https://house.example")
    assert len(work.recorded) == before
    assert work.recorded[-1].fact == OrganisationChanged(panel.slug, house.public_id)
    assert work.recorded[-1].by == ana.seat_id


def test_name_and_kind_are_the_moderators_and_no_two_bear_one_name(work: Work) -> None:
    panel = a_panel(work)
    ana, mo = a_seat(work, panel, house="House"), a_seat(work, panel, Role.MODERATOR, house="Mo's")
    house = the_house(work, ana)
    elsewhere = a_panel(work)
    organisation(work, elsewhere, Entry("Elsewhere"), by="operator")

    for entry in (replace(ENTRY, name="Villa"), replace(ENTRY, kind=OrganisationKind.NETWORK)):
        with pytest.raises(Refused):
            change_organisation(work, ana, house, entry)
    with pytest.raises(Invalid, match="once more") as taken:
        change_organisation(work, mo, house, replace(ENTRY, name="Mo's"))
    change_organisation(work, mo, house, replace(ENTRY, name="Elsewhere"))

    assert "of this name" in taken.value.fields["name"]
    assert house.name == "Elsewhere"


def test_a_change_is_undone_unless_there_was_another(work: Work) -> None:
    panel = a_panel(work)
    ana, mo = a_seat(work, panel, house="House"), a_seat(work, panel, Role.MODERATOR)
    house = the_house(work, ana)
    change_organisation(work, mo, house, replace(ENTRY, name="Villa"))
    renamed = last(work)
    with pytest.raises(Refused):  # a member does not name it
        undo(work, ana, renamed)

    undo(work, mo, renamed)
    undo(work, mo, renamed)  # pressed twice

    assert (house.name, house.place) == ("House", "")
    facts = [one.fact for one in work.recorded if isinstance(one.fact, OrganisationChanged)]
    assert len(facts) == 2
    change_organisation(work, ana, house, ENTRY)
    mine = last(work)
    change_organisation(work, mo, house, replace(ENTRY, about="Saves."))
    with pytest.raises(Clash, match="changed again"):
        undo(work, ana, mine)


def test_a_name_that_was_taken_meanwhile_does_not_come_back(work: Work) -> None:
    panel = a_panel(work)
    mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel, house="House")
    change_organisation(work, mo, the_house(work, ana), replace(ENTRY, name="Villa"))
    act = last(work)
    organisation(work, panel, Entry("House"), by="operator")

    with pytest.raises(Clash, match="of this name"):
        undo(work, mo, act)


@pytest.fixture
def here(mesa: Installation) -> tuple[Panel, Actor, Actor, str]:
    """A panel with a member, an observer of the same organisation, and its address."""
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel, name="Ana", house="House")
        rita = a_seat(work, panel, Role.READER, name="Rita", house="House")
        work.session.get_one(Person, rita.person_id).about = "Reads everything."
        house = the_house(work, ana).public_id
    return panel, ana, rita, f"/p/{panel.slug}/organisations/{house}"


Here = tuple[Panel, Actor, Actor, str]


def test_a_member_says_what_it_does_and_all_at_the_table_read_it(
    mesa: Installation, here: Here
) -> None:
    panel, ana, rita, url = here
    browser = mesa.browser(ana)
    assert not read(browser.get(f"{url}/edit")).select("main [name=name], main [name=kind]")
    form = {"place": "Pasto", "about": "Lends.\n<i>Saves.</i>", "web": "house.example/us"}

    sent = browser.post(url, data=form | {"name": "Villa", "kind": "network"})

    assert (sent.status_code, sent.location) == (303, url)
    page = mesa.browser(rita).get(url)
    shown = read(page)
    assert shown.select("h1")[0].text.strip() == "House"
    for words in ("Social enterprise", "Pasto", "<i>Saves.</i>", "Ana", "Reads everything."):
        assert words in shown.text
    [link] = shown.select('main a[href^="https"]')
    assert (link["href"], link["rel"]) == (
        "https://house.example/us",
        ["noopener", "nofollow", "ugc"],
    )
    assert not shown.select(f'a[href="{url}/edit"], form.undo')
    assert read(browser.get(url)).select(f'a[href="{url}/edit"]')
    [undoing] = read(browser.get(url)).select("form.undo")
    assert browser.post(str(undoing["action"])).location == url
    assert "Pasto" not in browser.get(url).text
    assert "changed the entry of" in read(browser.get(f"/p/{panel.slug}/log")).text


@pytest.mark.parametrize(
    "web",
    [
        *("javascript:alert(1)", "javascript://x.example/%0aalert(1)", "data:text/html,x"),
        *("ftp://house.example", "mailto:ana@house.example", "https://", "https://house"),
        *("https://ana@house.example", "https://house.example:port", "//", "https://a b.example"),
        *('https://house.example/"onclick=', "https://house.example/<b>", "x" * 300),
    ],
)
def test_only_addresses_of_web_pages_are_taken(mesa: Installation, here: Here, web: str) -> None:
    _panel, ana, _rita, url = here
    browser = mesa.browser(ana)

    sent = browser.post(url, data={"place": "Pasto", "about": "Lends.", "web": web})

    assert sent.status_code == 422
    assert beside(sent, "web")
    assert [typed(sent, name) for name in ("place", "about", "web")] == ["Pasto", "Lends.", web]
    assert "Pasto" not in browser.get(url).text


def test_a_moderator_gives_it_another_name_and_kind(mesa: Installation, here: Here) -> None:
    panel, ana, _rita, url = here
    with mesa.workshop.open_work() as work:
        mo = a_seat(work, panel, Role.MODERATOR, house="Mo's")
    browser = mesa.browser(mo)
    form = {"name": "Mo's", "kind": "network", "place": "Pasto", "about": "x" * 400, "web": ""}

    taken = browser.post(url, data=form)
    long = browser.post(url, data=form | {"name": "Villa", "about": "x" * 401})
    right = browser.post(url, data=form | {"name": "Villa"})

    assert (taken.status_code, "of this name" in beside(taken, "name")) == (422, True)
    assert (long.status_code, typed(long, "name"), bool(beside(long, "about"))) == (
        *(422, "Villa"),
        True,
    )
    assert right.status_code == 303
    page = read(mesa.browser(ana).get(url))
    assert page.select("h1")[0].text.strip() == "Villa"
    assert "Network" in page.text


def test_nobody_else_changes_it_or_learns_that_it_is_there(mesa: Installation, here: Here) -> None:
    panel, _ana, rita, url = here
    with mesa.workshop.open_work() as work:
        other = a_seat(work, panel, house="Other")
        guest, stranger = a_seat(work, panel, Role.AUTHORITY), a_seat(work, a_panel(work))

    for who, read_, wrote in ((rita, 200, 403), (other, 200, 403), (guest, 404, 404)):
        browser = mesa.browser(who)
        answers = [browser.get(url), browser.get(f"{url}/edit"), browser.post(url, data={})]
        assert [one.status_code for one in answers] == [read_, wrote, wrote]
    assert [mesa.browser(one).get(url).status_code for one in (stranger, None)] == [404, 404]
    assert mesa.browser(stranger).post(url, data={}).status_code == 404


def test_nobody_replaces_words_that_she_has_not_seen(mesa: Installation, here: Here) -> None:
    panel, ana, _rita, url = here
    with mesa.workshop.open_work() as work:
        eva = a_seat(work, panel, name="Eva", house="House")
    browser, other = mesa.browser(ana), mesa.browser(eva)
    stands = stood(browser.get(f"{url}/edit"))
    assert other.post(url, data={"about": "It insures.", "stands": stands}).status_code == 303

    wrong = browser.post(url, data={"about": "It lends.", "web": "-", "stands": stands})
    late = browser.post(url, data={"about": "It lends.", "stands": stands})

    for sent in (wrong, late):
        assert sent.status_code == 422
        assert typed(sent, "about") == "It lends."
        [now] = read(sent).select(".standing-now")
        assert "It insures." in now.text
    assert "meanwhile" in beside(late, "about")
    assert "It insures." in browser.get(url).text
    again = browser.post(url, data={"about": "It lends.", "stands": stood(late)})
    assert again.status_code == 303
    assert "It lends." in browser.get(url).text


def stood(page: TestResponse) -> str:
    """What a form says that it was filled in above."""
    [field] = read(page).select("main [name=stands]")
    return str(field["value"])
