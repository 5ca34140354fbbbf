"""Taking a paper from stage to stage, through the front door."""

from datetime import UTC, datetime, timedelta

import pytest

from panel.kernel.fields import EMPTY, TOO_LONG
from panel.membership.models import Verb
from panel.membership.policy import REFUSALS
from panel.papers.models import MEETING_LIMIT, NOTE_LIMIT, WORDING_LIMIT, Stage
from panel.papers.policy import NO_STEP
from tests.conftest import Installation
from tests.pages import beside, read, typed
from tests.papers.versioned import Folder

TODAY = datetime.now(UTC).date()
ADOPTION = {
    "to": "adopted",
    "note": "By post.",
    "adopted_on": "2026-03-01",
    "meeting": "Third <assembly>",
    "wording": "Unanimously.",
}


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    return Folder(mesa)


@pytest.fixture
def consulted(folder: Folder) -> Folder:
    folder.moves(Stage.CONSULTATION)
    return folder


def test_a_step_says_what_it_means_and_is_taken(folder: Folder) -> None:
    page = folder.gets("stage?to=consultation", "moderator")
    assert "nobody writes in the text" in page.text

    taken = folder.posts("stage", "moderator", to="consultation", version_name="For all")

    assert (taken.status_code, taken.location) == (303, folder.url)
    assert folder.paper().stage == Stage.CONSULTATION
    shown = read(folder.browser("reader").get(folder.url))
    assert "In consultation" in shown.select(".paper-state")[0].text


def test_an_adoption_is_recorded_and_shown_as_such(consulted: Folder) -> None:
    assert consulted.tells("stage", "moderator", **ADOPTION).status_code == 204

    shown = read(consulted.browser("reader").get(consulted.url)).select(".adoption")[0].text
    for words in ("Third <assembly>", "Unanimously.", "2026"):
        assert words in shown


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("adopted_on", "", "Please give the day of the adoption."),
        ("adopted_on", "1 March", "Please give the day of the adoption."),
        ("adopted_on", "2026-02-30", "Please give the day of the adoption."),
        ("adopted_on", str(TODAY + timedelta(days=400)), "This day has not come yet."),
        ("meeting", "", EMPTY),
        ("meeting", "x" * (MEETING_LIMIT + 1), TOO_LONG),
        ("wording", "", EMPTY),
        ("wording", "x" * (WORDING_LIMIT + 1), TOO_LONG),
        ("note", "x" * (NOTE_LIMIT + 1), TOO_LONG),
    ],
)
def test_what_is_wrong_with_an_adoption_is_said_beside_it_and_all_stays(
    consulted: Folder, field: str, value: str, told: str
) -> None:
    form = ADOPTION | {field: value}

    page = consulted.posts("stage", "moderator", **form)
    script = consulted.tells("stage", "moderator", **form)

    assert (page.status_code, script.status_code) == (422, 422)
    assert script.get_json()["fields"] == {field: told}
    assert beside(page, field) == told
    assert {name: typed(page, name) for name in form} == form
    assert consulted.paper().stage == Stage.CONSULTATION


def test_the_version_that_a_consultation_stands_on_has_a_name(folder: Folder) -> None:
    page = folder.posts("stage", "moderator", to="consultation", note="Kept <words>")

    assert (page.status_code, beside(page, "version_name")) == (422, EMPTY)
    assert typed(page, "note") == "Kept <words>"
    folder.names("First draft")
    assert folder.tells("stage", "moderator", to="consultation").status_code == 204
    assert folder.paper().version == 1


@pytest.mark.parametrize("to", ["withdrawn", "delivered"])
def test_what_has_to_be_explained_is_not_done_without_a_word(consulted: Folder, to: str) -> None:
    if to == "delivered":
        consulted.tells("stage", "moderator", **ADOPTION)

    page = consulted.posts("stage", "moderator", to=to, note=" ")

    assert (page.status_code, beside(page, "note")) == (422, EMPTY)
    assert consulted.tells("stage", "moderator", to=to, note="Said.").status_code == 204
    assert consulted.paper().stage == to


@pytest.mark.parametrize(
    "who", ["reader", "commenter", "member", "authority", "elsewhere", "nobody"]
)
def test_stages_are_left_to_moderators(folder: Folder, who: str) -> None:
    outside = {"authority": 404, "elsewhere": 404, "nobody": 401}

    shown = folder.gets("stage?to=withdrawn", who)
    asked = folder.tells("stage", who, to="withdrawn", note="Mine.")

    assert shown.status_code == asked.status_code == outside.get(who, 403)
    if asked.status_code == 403:
        assert asked.get_json()["message"] == REFUSALS[Verb.MODERATE]
    assert folder.paper().stage == Stage.DRAFT


@pytest.mark.parametrize("to", ["adopted", "ballot", "answered", "draft"])
def test_a_step_that_does_not_lead_on_is_refused(folder: Folder, to: str) -> None:
    form = ADOPTION | {"to": to}

    shown = folder.gets(f"stage?to={to}", "moderator")
    asked = folder.tells("stage", "moderator", **form)

    assert (shown.status_code, asked.status_code) == (403, 403)
    assert asked.get_json()["message"] == NO_STEP
    assert folder.paper().stage == Stage.DRAFT


@pytest.mark.parametrize("to", ["", "published", "Draft", "draft'"])
def test_a_stage_that_there_is_not_is_not_there(folder: Folder, to: str) -> None:
    assert folder.gets(f"stage?to={to}", "moderator").status_code == 404
    assert folder.tells("stage", "moderator", to=to).status_code == 404


def test_an_adoption_sent_twice_is_recorded_once_and_both_times_well(consulted: Folder) -> None:
    answers = [consulted.posts("stage", "moderator", **ADOPTION).status_code for _ in range(2)]

    assert answers == [303, 303]
    shown = read(consulted.browser("reader").get(consulted.url)).select(".stages tbody tr")
    assert len(shown) == 3


def test_who_comes_too_late_with_other_words_is_given_them_back(consulted: Folder) -> None:
    consulted.posts("stage", "moderator", **ADOPTION)

    late = consulted.posts("stage", "moderator", **ADOPTION | {"wording": "By <majority>."})

    assert late.status_code == 403
    kept = {one["id"]: one.get_text().strip() for one in read(late).select(".kept textarea")}
    assert kept["kept-wording"] == "By <majority>."
    assert kept["kept-meeting"] == "Third <assembly>"
    assert kept["kept-note"] == "By post."
