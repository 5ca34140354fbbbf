"""What differs, on a page: legible without colour, by ear, without a script."""

import pytest
from werkzeug.test import TestResponse

from panel.documents.models import Look
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.documents.together.writing import a_text
from tests.exports.papers import EVERYTHING
from tests.pages import read
from tests.papers.versioned import TITLE, Folder


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    made = Folder(mesa)
    made.names()
    return made


def said(answer: TestResponse) -> str:
    """Read what stands in the comparison."""
    [found] = read(answer).select(".comparison")
    return found.get_text(" ", strip=True)


def test_what_differs_is_said_in_words_and_not_by_colour_alone(folder: Folder) -> None:
    folder.writes("One and <more>.")

    page = read(folder.gets("compare?old=1", "reader"))

    kinds = [one.text.strip() for one in page.select(".change__what") if one.text.strip()]
    assert kinds == ["Changed", "Removed"]
    [added] = page.select(".change ins")
    removed = [one.text for one in page.select(".change del")]
    assert "and <more>" in added.text
    assert added.text.startswith("[added:")
    assert all(one.startswith("[removed:") for one in removed)
    assert "One paragraph changed, one removed." in page.text


def test_the_two_states_are_chosen_by_a_form_that_is_an_address(folder: Folder) -> None:
    folder.writes("Other words.")
    folder.names("Second <b>")
    folder.writes("And others.")

    now, forth = folder.gets("compare?old=1&new="), folder.gets("compare?old=1&new=2")

    for answer, chosen in ((now, ["1", ""]), (forth, ["1", "2"])):
        [form] = read(answer).select("main form[method=get]")
        assert form["action"] == f"{folder.url}/compare"
        marked = [one.select("option[selected]") for one in form.select("select")]
        assert [str(one[0]["value"]) if one else "" for one in marked] == chosen
    assert "v2, Second &lt;b&gt;" in now.text
    assert "others" in said(now)
    assert "others" not in said(forth)
    assert "The two say the same." in folder.gets("compare?old=2&new=2").text


@pytest.mark.parametrize("asked", ["", "?old=", "?old=x", "?old=-1", "?old=1&new=x", "?old=9e9"])
def test_an_address_that_names_no_versions_has_a_clear_answer(folder: Folder, asked: str) -> None:
    assert folder.gets(f"compare{asked}").status_code in {404, 422}


def test_a_title_that_changed_is_shown(folder: Folder) -> None:
    folder.retitles("A better title")

    page = read(folder.gets("compare?old=1"))

    assert "Only the title differs." in page.text
    assert TITLE in page.select(".change del")[0].text
    assert "A better title" in page.select(".change ins")[0].text


def test_long_unchanged_stretches_are_folded_and_readable(folder: Folder) -> None:
    words = [f"Paragraph {number}." for number in range(20)]
    folder.writes(*words)
    folder.names("Long")
    folder.writes(*words[:12], "Changed here.", *words[13:])

    page = read(folder.gets("compare?old=2"))

    folded = [one.summary.text.strip() for one in page.select("details.unchanged") if one.summary]
    assert folded == ["12 paragraphs unchanged", "7 paragraphs unchanged"]
    assert "Paragraph 3." in page.select("details.unchanged")[0].text


def test_everything_that_a_text_can_hold_can_be_compared(folder: Folder) -> None:
    folder.becomes(EVERYTHING.content)

    shown = "".join(said(folder.gets("compare?old=1", "reader")).split())

    for block in EVERYTHING.blocks:
        for line in block.lines:
            assert "".join(line.text.split()) in shown, line


def test_what_changed_since_one_looked_is_told_until_one_has_seen_it(folder: Folder) -> None:
    assert "You have not looked at this text before." in folder.gets("changes", "reader").text
    assert folder.tells("look", "reader", number="2").status_code == 204
    assert "since you looked" not in folder.browser("reader").get(folder.url).text
    folder.writes("One.", "Two, and quite a bit more.")

    paper = folder.browser("reader").get(folder.url)
    changes = folder.gets("changes", "reader")

    assert "The text has changed since you looked at it" in paper.text
    [link] = read(paper).select(".since-look a")
    assert link["href"] == f"{folder.url}/changes"
    assert "One paragraph changed." in changes.text
    assert "quite a bit more" in read(changes).select(".change ins")[0].text

    [form] = read(changes).select("main form[method=post]")
    [number] = form.select("input[name=number]")
    seen = folder.browser("reader").post(str(form["action"]), data={"number": number["value"]})
    assert (seen.status_code, seen.headers["Location"]) == (303, folder.url)
    assert "You have seen the text as it is." in folder.gets("changes", "reader").text
    assert "since you looked" not in folder.browser("reader").get(folder.url).text


def test_what_came_while_one_read_is_not_taken_for_seen(folder: Folder) -> None:
    folder.tells("look", "reader", number="2")
    folder.writes("One, once more.", "Two.")
    [number] = read(folder.gets("changes", "reader")).select("main input[name=number]")
    folder.writes("One, once more.", "Two.", "Three.")

    folder.tells("look", "reader", number=str(number["value"]))

    changes = folder.gets("changes", "reader").text
    assert "One added." in changes
    assert "changed" not in read_summary(changes)


def read_summary(page: str) -> str:
    """Find the sentence that counts."""
    return next(line for line in page.splitlines() if "One added." in line).split("</time>")[-1]


def test_each_seat_has_looks_of_its_own_and_visitors_have_none(folder: Folder) -> None:
    folder.tells("look", "reader", number="2")
    folder.tells("look", "commenter", number="1")
    folder.writes("Another text.")

    assert "You have not looked" in folder.gets("changes", "member").text
    assert folder.gets("changes", "nobody").status_code == 401
    assert folder.gets("changes", "elsewhere").status_code == 404
    assert folder.gets("changes", "authority").status_code == 404
    with folder.mesa.workshop.open_reading() as reading:
        assert reading.session.query(Look).count() == 2


@pytest.mark.parametrize("number", ["", "x", "-1", "1" * 10])
def test_a_look_that_is_none_is_refused(folder: Folder, number: str) -> None:
    assert folder.tells("look", "reader", number=number).status_code == 422


def test_also_what_is_closed_can_be_compared(folder: Folder) -> None:
    folder.writes("The end.")
    folder.moves(Stage.WITHDRAWN)

    assert "The end" in said(folder.gets("compare?old=1", "reader"))


def test_reading_and_comparing_writes_nothing(folder: Folder) -> None:
    folder.becomes(a_text("One.", "More."))
    before = folder.paper().document.last_number, len(folder.kept())

    for path in ("versions", "versions/1", "compare?old=1", "changes"):
        assert folder.gets(path, "reader").status_code == 200

    assert (folder.paper().document.last_number, len(folder.kept())) == before
    assert "You have not looked" in folder.gets("changes", "reader").text
