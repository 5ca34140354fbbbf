"""The pages of groups: what they show to whom, and what they say to forms that are wrong."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup

from panel.membership.actors import Actor
from panel.membership.models import Kind, Role
from panel.papers.actions import papers
from panel.papers.actions.papers import Outset
from tests.conftest import SCRIPT
from tests.factories import a_seat, a_thread, the_audience
from tests.groups.circle import FIRST, SECOND, Circle
from tests.pages import beside, read, typed


def page(circle: Circle, who: object, path: str = "") -> BeautifulSoup:
    answer = circle.mesa.browser(who).get(circle.url + path)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    return read(answer)


def test_a_newcomer_reads_what_it_is_for_what_comes_and_who_is_in_it(circle: Circle) -> None:
    circle.mandates("To write the **module**.")
    name = circle.plans("A first draft", FIRST)
    circle.moves(name, SECOND, "The harvest is late.")
    circle.makes_contributor(circle.coco)
    with circle.mesa.workshop.open_work() as work:
        a_thread(work, circle.panel, circle.ana, kind=Kind.GROUP, group=circle.group, title="Ours")
        a_thread(work, circle.panel, circle.ana, title="Everybody's")
        for kind, group in ((Kind.GROUP, circle.group), (Kind.PANEL, circle.group)):
            audience = the_audience(work, circle.panel, kind, group if kind == "group" else None)
            papers.start(work, circle.ana, audience, Outset(f"For {kind}", uuid4(), circle.group))
        audience = the_audience(work, circle.panel)
        papers.start(work, circle.ana, audience, Outset("Of nobody", uuid4()))

    shown = page(circle, circle.rosa)

    assert [str(one) for one in shown.select(".mandate .prose strong")] == [
        "<strong>module</strong>"
    ]
    [goal] = shown.select(".goal")
    assert "Moved" in goal.text
    assert "The harvest is late." in goal.text
    assert "4 May 2031" in " ".join(goal.text.split()) or "May 4, 2031" in goal.text
    assert [one.text for one in shown.select('[id^="thread-row-"] h2')] == ["Ours"]
    assert {one.text for one in shown.select('[id^="paper-row-"] h2')} == {"For group", "For panel"}
    members, contributors = (
        [str(one.contents[0]).strip() for one in shown.select(f'[aria-labelledby="{part}"] .name')]
        for part in ("members-title", "contributors-title")
    )
    assert (members, contributors) == (["Ana", "Rosa"], ["Coco"])
    assert "House of Ana" in shown.text


def test_a_group_with_nothing_in_it_says_so(circle: Circle) -> None:
    text = page(circle, circle.ana).text

    for sentence in (
        "Nobody has written down yet what this group is for.",
        "No milestone is set yet.",
        "Nobody has spoken here yet.",
        "The group has begun no paper yet.",
    ):
        assert sentence in text


def test_the_list_shows_those_to_which_one_belongs_or_contributes(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    url = f"/p/{circle.panel.slug}/groups"
    inside = (circle.ana, circle.rosa, circle.coco, circle.mo)

    known = [circle.name in circle.mesa.browser(who).get(url).text for who in inside]

    assert known == [True] * 4
    outside = circle.mesa.browser(circle.eva).get(url)
    assert circle.name not in outside.text
    assert "You belong to no working group yet." in outside.text
    for who in (circle.guest, None):
        assert circle.mesa.browser(who).get(url).status_code == 404


def test_who_may_start_here_is_led_to_a_form_for_the_group(circle: Circle) -> None:
    browser = circle.mesa.browser(circle.ana)
    shown = page(circle, circle.ana)
    for link in shown.select("a.if-start, a.if-draft"):
        form = read(browser.get(str(link["href"])))
        [chosen] = form.select('input[name="audience"][checked]')
        assert circle.group.name in chosen.parent.text  # type: ignore[union-attr]
    assert len(shown.select("a.if-start, a.if-draft")) == 2

    strange = read(browser.get(f"/p/{circle.panel.slug}/threads/new?audience=nowhere"))
    assert len(strange.select('input[name="audience"][checked]')) == 1


def test_a_moderator_keeps_a_group_by_forms(circle: Circle) -> None:
    browser = circle.mesa.browser(circle.mo)

    def sent(path: str, **form: str) -> str:
        answer = browser.post(circle.url + path, data=form)
        assert answer.status_code == 303, answer.text
        return str(answer.location)

    sent("/mandate", body="To write.", number="0")
    sent("/name", name="Education")
    sent("/contributors", seat=circle.coco.seat)
    goal = sent("/milestones", title="A draft", due="2031-05-04", token=uuid4().hex)
    name = goal.partition("#milestone-")[2]
    sent(f"/milestones/{name}/due", due="2031-06-07", reason="The harvest is late.")
    sent(f"/milestones/{name}/title", title="A good draft")
    sent(f"/milestones/{name}/completion", done_on="2025-01-02")
    shown = page(circle, circle.ana)
    [goal_] = shown.select(f"#milestone-{name}")
    for words in ("A good draft", "Done", "January 2, 2025", "The harvest is late."):
        assert words in goal_.text
    assert "Education" in shown.text
    assert "Coco" in shown.text

    sent(f"/milestones/{name}/completion?_method=DELETE")
    assert sent(f"/milestones/{name}/removal").endswith("#removed")
    sent(f"/contributors/{circle.coco.seat}?_method=DELETE")
    shown = page(circle, circle.ana)
    assert not shown.select(".goal")
    assert "Coco" not in shown.text
    [back] = page(circle, circle.mo).select(".removed form")
    assert browser.post(str(back["action"])).status_code == 303
    assert page(circle, circle.ana).select(f"#milestone-{name}")


def test_a_group_that_is_set_up_is_shown_to_be_filled(circle: Circle) -> None:
    browser = circle.mesa.browser(circle.mo)

    made = browser.post(f"/p/{circle.panel.slug}/groups", data={"name": "Health"})

    assert made.status_code == 303
    assert "Health" in browser.get(made.location).text


LONG = "x" * 4001


@pytest.mark.parametrize(
    ("path", "form", "wrong"),
    [
        ("/name", {"name": " "}, {"name"}),
        ("/name", {"name": "x" * 161}, {"name"}),
        ("/mandate", {"body": LONG, "number": "0"}, {"body"}),
        ("/mandate", {"body": "[" * 401, "number": "0"}, {"body"}),
        ("/mandate", {"body": "Overtaken", "number": "7"}, {"body"}),
        ("/milestones", {"title": "", "due": ""}, {"title", "due"}),
        ("/milestones", {"title": "x" * 161, "due": "soon"}, {"title", "due"}),
        ("/milestones", {"title": "Kept", "due": "2031-02-30"}, {"due"}),
        ("/milestones", {"title": "Kept", "due": "0001-01-01"}, {"due"}),
        ("/milestones/{name}/title", {"title": ""}, {"title"}),
        ("/milestones/{name}/due", {"due": "2031-01-01", "reason": ""}, {"reason"}),
        ("/milestones/{name}/due", {"due": "", "reason": "Because."}, {"due"}),
        ("/milestones/{name}/completion", {"done_on": "2199-01-01"}, {"done_on"}),
        ("/milestones/{name}/completion", {"done_on": "x"}, {"done_on"}),
    ],
)
def test_a_wrong_form_changes_nothing_keeps_the_words_and_says_what_is_wrong(
    circle: Circle, path: str, form: dict[str, str], wrong: set[str]
) -> None:
    name = circle.plans()
    browser, before = circle.mesa.browser(circle.mo), page(circle, circle.ana)
    url = circle.url + path.format(name=name)
    data = form | {"token": uuid4().hex}

    answer = browser.post(url, data=data)

    assert answer.status_code == 422
    assert {field for field in form if beside(answer, field)} == wrong
    kept = {field: typed(answer, field) for field in form if field != "number"}
    assert kept == {field: said for field, said in form.items() if field != "number"}
    told = browser.post(url, data=data, headers=SCRIPT).get_json()
    assert set(told["fields"]) == wrong
    assert page(circle, circle.ana).select("#content") == before.select("#content")


def test_a_mandate_that_was_overtaken_is_shown_beside_ones_own_and_sent_again(
    circle: Circle,
) -> None:
    circle.mandates("Theirs")
    browser = circle.mesa.browser(circle.mo)

    answer = browser.post(f"{circle.url}/mandate", data={"body": "Mine", "number": "0"})

    assert answer.status_code == 422
    assert "Theirs" in answer.text
    assert (typed(answer, "body"), typed(answer, "number")) == ("Mine", "1")
    again = {"body": "Mine", "number": typed(answer, "number")}
    assert browser.post(f"{circle.url}/mandate", data=again).status_code == 303


def test_an_observer_who_belongs_to_it_and_contributes_stands_among_both(circle: Circle) -> None:
    circle.takes_in(circle.coco)
    circle.makes_contributor(circle.coco)

    def stands() -> list[bool]:
        shown = page(circle, circle.mo).select(".margin section")
        return ["Coco" in one.text for one in shown[:2]]

    assert stands() == [True, True]
    ending = f"{circle.url}/contributors/{circle.coco.seat}?_method=DELETE"
    assert circle.mesa.browser(circle.coco).post(ending).status_code == 303
    assert stands() == [True, False]
    assert circle.mesa.browser(circle.coco).get(circle.url).status_code == 200


def test_a_day_that_no_panel_means_is_told_by_its_year(circle: Circle) -> None:
    browser = circle.mesa.browser(circle.mo)

    def said(day: str) -> str:
        sent = {"title": "Kept", "due": day, "token": uuid4().hex}
        answer = browser.post(f"{circle.url}/milestones", data=sent)
        return beside(answer, "due") if answer.status_code == 422 else ""

    assert all("2099" in said(day) for day in ("0001-01-01", "1999-12-31", "9999-12-31"))
    assert all("2099" not in said(day) for day in ("2027-02-29", "", "soon"))
    assert not any(said(day) for day in ("2000-01-01", "2028-02-29", "2099-12-31"))


def test_what_was_reached_elsewhere_meanwhile_is_told_also_by_a_form_with_a_mistake(
    circle: Circle,
) -> None:
    name = circle.plans()
    browser, url = circle.mesa.browser(circle.mo), f"{circle.url}/milestones/{name}"
    assert browser.post(f"{url}/completion", data={"done_on": "2025-01-02"}).status_code == 303

    answer = browser.post(f"{url}/due", data={"due": "2031-01-01", "reason": ""})

    assert answer.status_code == 403
    assert "vuelva a abrirlo" in answer.text
    later = browser.post(f"{url}/completion", data={"done_on": "2199-01-01"})
    assert beside(later, "done_on")
    assert browser.post(f"{url}/removal").status_code == 303
    assert "póngalo de nuevo" in browser.post(f"{url}/title", data={"title": ""}).text


def test_what_is_reached_today_is_no_day_to_come(circle: Circle) -> None:
    name = circle.plans()
    today = datetime.now(UTC).date()
    url = f"{circle.url}/milestones/{name}/completion"
    browser = circle.mesa.browser(circle.mo)

    late = browser.post(url, data={"done_on": (today + timedelta(2)).isoformat()})
    good = browser.post(url, data={"done_on": today.isoformat()})

    assert (late.status_code, good.status_code) == (422, 303)


def test_contributors_are_chosen_among_those_who_can_be(circle: Circle) -> None:
    with circle.mesa.workshop.open_work() as work:
        a_seat(work, circle.panel, Role.READER, name="Only Reads")

    def offered() -> set[str]:
        options = page(circle, circle.mo, "/keeping").select("#seat option")
        return {str(one["value"]) for one in options}

    assert offered() == {circle.coco.seat, circle.eva.seat}
    circle.makes_contributor(circle.coco)
    assert offered() == {circle.eva.seat}


def test_a_contributor_stops_by_a_button_of_their_own(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)
    browser = circle.mesa.browser(circle.coco)
    [form] = page(circle, circle.coco).select('form[action*="/contributors/"]')

    left = browser.post(str(form["action"]))

    assert left.location == f"/p/{circle.panel.slug}/groups"
    assert browser.get(circle.url).status_code == 404
    assert not page(circle, circle.ana).select('form[action*="/contributors/"]')


def test_the_rail_leads_to_the_groups_and_to_ones_own(circle: Circle) -> None:
    circle.makes_contributor(circle.coco)

    for who in (circle.ana, circle.coco):
        rail = page(circle, who).select(".rail a")
        links = {str(one["href"]) for one in rail}
        assert {circle.url, f"/p/{circle.panel.slug}/groups"} <= links


def test_home_leads_moderators_to_all_groups_where_there_is_no_rail(circle: Circle) -> None:
    home, all_ = f"/p/{circle.panel.slug}", f"/p/{circle.panel.slug}/groups"

    def leads(who: Actor) -> bool:
        links = read(circle.mesa.browser(who).get(home)).select(".mine a")
        return all_ in {str(one["href"]) for one in links}

    assert leads(circle.mo)
    assert not leads(circle.ana)
