"""The register, starting a paper and its page, through the front door."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from panel.discussion.actions.words import OTHER_WORDS
from panel.kernel.fields import DAMAGED, EMPTY, TOO_LONG
from panel.membership.actors import Actor
from panel.membership.models import Kind, Panel, Verb
from panel.membership.policy import REFUSALS
from panel.papers.actions import papers as actions
from panel.papers.actions.papers import Outset
from panel.papers.models import TITLE_LIMIT, Paper, Stage
from tests.conftest import SCRIPT, Installation
from tests.factories import a_group, a_thread, the_audience
from tests.pages import beside, read, typed
from tests.papers.versioned import TITLE, Folder

FORM = {"title": "Another <paper>", "group": "", "from": ""}


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    return Folder(mesa)


def home(folder: Folder) -> str:
    return folder.url.rpartition("/")[0]


def audience(folder: Folder, kind: Kind = Kind.PANEL) -> str:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        return the_audience(work, panel, kind).public_id


def thread(folder: Folder, kind: Kind, title: str) -> str:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        return a_thread(work, panel, kind=kind, title=title).public_id


def filled(folder: Folder, form: dict[str, str]) -> dict[str, str]:
    return FORM | {"token": uuid4().hex, "audience": audience(folder)} | form


def sends(folder: Folder, who: str = "member", sources: str = "", **form: str) -> TestResponse:
    said = filled(folder, form | {"from": sources})
    return folder.browser(who).post(home(folder), data=said)


def tells(folder: Folder, who: str = "member", sources: str = "", **form: str) -> TestResponse:
    """Send as a script does."""
    said = filled(folder, form | {"from": sources})
    return folder.browser(who).post(home(folder), data=said, headers=SCRIPT)


def how_many(folder: Folder) -> int:
    with folder.mesa.workshop.open_reading() as reading:
        return reading.session.scalar(select(func.count()).select_from(Paper)) or 0


def test_a_paper_is_started_and_led_to(folder: Folder) -> None:
    page, script = sends(folder), tells(folder, "moderator")

    assert (page.status_code, script.status_code) == (303, 201)
    shown = folder.browser("reader").get(page.location)
    assert "Another &lt;paper&gt;" in shown.text
    assert "Draft" in read(shown).select(".paper-state")[0].text
    assert script.get_json()["url"].startswith(home(folder))


def test_the_form_sent_twice_starts_one_paper(folder: Folder) -> None:
    token = uuid4().hex

    first, again = sends(folder, token=token), sends(folder, token=token)
    other = sends(folder, token=token, title="Other words")

    assert first.location == again.location
    assert other.status_code == 409
    assert OTHER_WORDS in other.text
    assert "Other words" in other.text
    assert how_many(folder) == 2


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("title", "", EMPTY),
        ("title", " \n ", EMPTY),
        ("title", "x" * (TITLE_LIMIT + 1), TOO_LONG),
        ("token", "none of ours", DAMAGED),
        ("audience", "", "Please say for whom this paper is."),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_everything_typed_stays(
    folder: Folder, field: str, value: str, told: str
) -> None:
    source = thread(folder, Kind.PANEL, "Where it came from")
    form = {"title": "Kept <words>"} | {field: value}

    page, script = sends(folder, sources=source, **form), tells(folder, sources=source, **form)

    assert (page.status_code, script.status_code) == (422, 422)
    assert script.get_json()["fields"] == {field: told}
    if field == "token":
        assert told in read(page).select("[role=alert]")[0].text
    else:
        assert beside(page, field) == told
    assert typed(page, "title") == form["title"]
    assert typed(page, "from") == source
    assert "Where it came from" in page.text
    assert how_many(folder) == 1


@pytest.mark.parametrize("who", ["reader", "commenter", "authority", "elsewhere", "nobody"])
def test_whoever_may_not_draft_is_offered_nothing_and_starts_nothing(
    folder: Folder, who: str
) -> None:
    expected = {"authority": 404, "elsewhere": 404, "nobody": 401}
    asked = tells(folder, who)

    assert asked.status_code == expected.get(who, 403)
    if asked.status_code == 403:
        assert asked.get_json()["message"] == REFUSALS[Verb.DRAFT]
    form = folder.browser(who).get(f"{home(folder)}/new")
    assert form.status_code == (401 if who == "nobody" else 404)
    listed = folder.browser(who).get(home(folder))
    assert f"{home(folder)}/new" not in listed.text
    assert how_many(folder) == 1


def test_a_thread_is_named_many_times_and_kept_once(folder: Folder) -> None:
    source = thread(folder, Kind.PANEL, "Where it came from")

    page = sends(folder, sources=f"{source} {source}")

    assert page.status_code == 303
    shown = folder.browser("reader").get(page.location)
    assert shown.text.count("Where it came from") == 1


def test_a_thread_that_one_may_not_read_is_none_to_start_from(folder: Folder) -> None:
    there = of_a_group(folder)

    asked = sends(folder, sources=there)
    never = sends(folder, sources="zzzzzzzzzzzz")

    assert (asked.status_code, never.status_code) == (404, 404)
    assert "Another &lt;paper&gt;" in asked.text
    assert folder.browser().get(f"{home(folder)}/new?from={there}").status_code == 404
    assert how_many(folder) == 1


def of_a_group(folder: Folder) -> str:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        group = a_group(work, panel)
        return a_thread(work, panel, kind=Kind.GROUP, group=group, title="Secret").public_id


def test_sources_are_there_for_those_who_may_read_them_and_for_nobody_else(
    folder: Folder,
) -> None:
    hidden = thread(folder, Kind.MEMBERS, "Among members")
    shown = thread(folder, Kind.PANEL, "Among all")
    to = sends(folder, sources=f"{hidden} {shown}").location

    pages = {who: folder.browser(who).get(to).text for who in ("reader", "commenter", "member")}

    assert {who: "Among members" in text for who, text in pages.items()} == {
        "reader": False,
        "commenter": False,
        "member": True,
    }
    assert all("Among all" in text for text in pages.values())
    assert all(hidden not in pages[who] for who in ("reader", "commenter"))


def test_a_thread_leads_to_the_papers_that_came_of_it_for_those_who_may_read_them(
    folder: Folder,
) -> None:
    source = thread(folder, Kind.PANEL, "The question")
    sends(folder, title="Among members", audience=audience(folder, Kind.MEMBERS), sources=source)
    sends(folder, title="Among all", sources=source)
    address = home(folder).replace("/papers", f"/threads/{source}")

    reads, writes = (folder.browser(who).get(address).text for who in ("reader", "member"))

    assert ("Among all" in reads, "Among members" in reads) == (True, False)
    assert ("Among all" in writes, "Among members" in writes) == (True, True)


def test_a_group_that_one_is_not_in_is_no_group(folder: Folder) -> None:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        group = a_group(work, panel).public_id

    asked = sends(folder, group=group)

    assert asked.status_code == 404
    assert sends(folder, "moderator", group=group).status_code == 303


def test_the_register_shows_stage_and_who_writes_and_is_narrowed(folder: Folder) -> None:
    folder.moves(Stage.CONSULTATION)
    sends(folder)
    browser = folder.browser("reader")

    def titles(only: str) -> set[str]:
        rows = read(browser.get(f"{home(folder)}?filter={only}")).select("main h2")
        return {row.get_text(strip=True) for row in rows} & {TITLE, "Another <paper>"}

    assert titles("all") == titles("nonsense") == {TITLE, "Another <paper>"}
    assert titles("written") == {"Another <paper>"}
    assert titles("consulted") == {TITLE}
    assert titles("adopted") == titles("ended") == set()


@pytest.mark.parametrize("kind", [Kind.PANEL, Kind.MEMBERS, Kind.VISITORS])
def test_a_paper_is_there_for_its_audience_and_for_nobody_else(
    mesa: Installation, kind: Kind
) -> None:
    folder = Folder(mesa, kind)
    readers = {
        Kind.PANEL: {"reader", "commenter", "member", "moderator"},
        Kind.MEMBERS: {"member", "moderator"},
        Kind.VISITORS: set(folder.who),
    }[kind]

    for who in folder.who:
        browser = folder.browser(who)
        assert (browser.get(folder.url).status_code == 200) == (who in readers), who
        assert ("Social protection" in browser.get(home(folder)).text) == (who in readers), who


def test_a_paper_of_a_group_is_there_for_the_group_and_the_moderators(folder: Folder) -> None:
    with folder.mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, folder.ana.panel_id)
        group = a_group(work, panel, folder.rosa)
        of = the_audience(work, panel, Kind.GROUP, group)
        paper = actions.start(work, folder.mo, of, Outset("Of the group", uuid4())).public_id
    address = f"{home(folder)}/{paper}"

    seen = {who for who in folder.who if folder.browser(who).get(address).status_code == 200}

    assert seen == {"reader", "moderator"}


def test_a_title_is_changed_and_a_bad_one_comes_back(folder: Folder) -> None:
    assert folder.posts("title", title="  A better\n<title> ").status_code == 303
    assert folder.paper().title == "A better <title>"

    for title, told in (("", EMPTY), ("x" * (TITLE_LIMIT + 1), TOO_LONG)):
        page, script = folder.posts("title", title=title), folder.tells("title", title=title)
        assert (page.status_code, script.status_code) == (422, 422)
        assert script.get_json()["fields"] == {"title": told}
        assert told in page.text
        assert title in page.text
    assert folder.paper().title == "A better <title>"


@pytest.mark.parametrize("who", ["reader", "commenter", "authority", "elsewhere", "nobody"])
def test_a_title_is_left_to_those_who_draft(folder: Folder, who: str) -> None:
    expected = {"authority": 404, "elsewhere": 404, "nobody": 401}

    assert folder.tells("title", who, title="Mine").status_code == expected.get(who, 403)

    assert folder.paper().title == TITLE
    assert not read(folder.browser("reader").get(folder.url)).select("form[action$='/title']")


def test_what_is_shown_to_whom_is_never_asked_of_another_panel(folder: Folder) -> None:
    elsewhere = folder.who["elsewhere"]
    assert isinstance(elsewhere, Actor)
    there = folder.url.replace(folder.ana.panel.slug, elsewhere.panel.slug)

    for who in ("elsewhere", "member"):
        assert folder.browser(who).get(there).status_code == 404
        assert folder.browser(who).post(f"{there}/title", data={"title": "x"}).status_code == 404
