"""Versions through the front door: named, shown, recomputed and restored, by those who may."""

import json

import pytest

from panel.documents.actions.versions import THE_SAME
from panel.documents.models import NAME_LIMIT
from panel.documents.policy import NOT_OPEN
from panel.kernel.fields import EMPTY, TOO_LONG
from panel.membership.models import Kind, Verb
from panel.membership.policy import REFUSALS
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.documents import recompute
from tests.exports.papers import EVERYTHING
from tests.pages import beside, read, typed
from tests.papers.versioned import TITLE, Folder

READS = [
    "versions",
    "versions/1",
    "versions/1/canonical.json",
    "compare?old=1",
    "compare?old=1&new=1",
]
# Who reads what each audience is shown; everybody else is told that there is nothing.
READERS = {
    Kind.PANEL: {"reader", "commenter", "member", "moderator"},
    Kind.MEMBERS: {"member", "moderator"},
    Kind.VISITORS: {
        "reader",
        "commenter",
        "member",
        "moderator",
        "authority",
        "nobody",
        "elsewhere",
    },
}
WRITERS = {"member", "moderator"}


@pytest.fixture
def folder(mesa: Installation) -> Folder:
    return Folder(mesa)


@pytest.mark.parametrize("kind", READERS)
def test_versions_are_for_those_who_read_the_paper(mesa: Installation, kind: Kind) -> None:
    folder = Folder(mesa, kind)
    folder.names()

    for who in folder.who:
        expected = 200 if who in READERS[kind] else 404
        for path in READS:
            assert folder.gets(path, who).status_code == expected, (path, who)
    assert folder.gets("versions/2").status_code == 404
    assert folder.gets("versions/0").status_code == 404
    assert folder.gets("compare?old=1&new=2").status_code == 404


@pytest.mark.parametrize("kind", READERS)
def test_what_one_may_not_do_is_refused_and_leaves_everything(
    mesa: Installation, kind: Kind
) -> None:
    folder = Folder(mesa, kind)
    folder.names()
    folder.writes("One, changed.", "Two.")
    before = folder.reads(), len(folder.kept())

    for who in folder.who.keys() - WRITERS:
        seatless = {"nobody": 401, "elsewhere": 404}
        refused = seatless.get(who, 403 if who in READERS[kind] else 404)
        asked = folder.tells("versions", who, name="Mine")
        restored = folder.tells("versions/1/restoring", who)
        assert (asked.status_code, restored.status_code) == (refused, refused), who
        if refused == 403:
            assert asked.get_json()["message"] == REFUSALS[Verb.DRAFT]
        looks = seatless.get(who, 204 if who in READERS[kind] else 404)
        assert folder.tells("look", who, number="1").status_code == looks, who

    assert (folder.reads(), len(folder.kept())) == before


def test_no_form_is_shown_to_those_whom_it_would_refuse(folder: Folder) -> None:
    folder.names()

    for who in ("member", "reader"):
        forms = len(read(folder.gets("versions", who)).select("main form[method=post]"))
        restoring = len(read(folder.gets("versions/1", who)).select("main form[method=post]"))
        assert (forms, restoring >= 1) == ((1, True) if who == "member" else (0, False)), who


def test_a_version_is_named_and_led_to(folder: Folder) -> None:
    page = folder.posts("versions", name="  After the\nmeeting of <May>  ")

    assert page.status_code == 303
    assert page.headers["Location"] == f"{folder.url}/versions"
    [version] = folder.kept()
    assert (version.number, version.name) == (1, "After the meeting of <May>")
    assert version.title == TITLE
    listed = folder.gets("versions", "reader").text
    assert "v1, After the meeting of &lt;May&gt;" in listed
    assert "1 version" in folder.browser("reader").get(folder.url).text


@pytest.mark.parametrize(("name", "told"), [("", EMPTY), (" ", EMPTY), ("x" * 121, TOO_LONG)])
def test_a_version_has_a_name_of_a_line(folder: Folder, name: str, told: str) -> None:
    page, script = folder.posts("versions", name=name), folder.tells("versions", name=name)

    assert (page.status_code, script.status_code) == (422, 422)
    assert beside(page, "name") == script.get_json()["fields"]["name"] == told
    assert typed(page, "name") == name
    assert folder.kept() == []
    assert len("x" * 121) == NAME_LIMIT + 1


def test_what_has_not_changed_is_not_named_again(folder: Folder) -> None:
    folder.names()

    page, script = folder.posts("versions", name="Twice"), folder.tells("versions", name="Twice")

    assert (page.status_code, script.status_code) == (409, 409)
    assert script.get_json()["message"] == THE_SAME
    assert THE_SAME in page.text
    assert len(folder.kept()) == 1


def test_when_the_text_is_closed_moderators_alone_name_it_and_nobody_restores(
    folder: Folder,
) -> None:
    folder.names()
    folder.moves(Stage.WITHDRAWN)
    folder.writes("Not yet a version.")

    asked = folder.tells("versions", name="Late")
    restored = folder.tells("versions/1/restoring", "moderator")

    assert (asked.status_code, asked.get_json()["message"]) == (403, NOT_OPEN)
    assert (restored.status_code, restored.get_json()["message"]) == (403, NOT_OPEN)
    assert folder.tells("versions", "moderator", name="For the record").status_code == 204


def test_the_page_of_a_version_has_its_words_numbers_and_hash(folder: Folder) -> None:
    folder.becomes(EVERYTHING.content)
    folder.names("Everything")
    folder.writes("Nothing of it.")

    answer = folder.gets("versions/1", "reader")

    [version] = folder.kept()
    page = read(answer)
    shown = "".join(part.text for part in page.select(".digest__number span:not(.said)"))
    assert shown == version.sha256
    [text] = page.select("#document-read")
    for block in EVERYTHING.blocks:
        [found] = text.select(f"#b-{block.id}")
        [number] = found.select(".num")
        assert number.get_text(strip=True).endswith(f"¶{block.number}")
        for word in block.lines[0].text.split()[:3]:
            assert word in found.text, block
    assert "Nothing of it." not in answer.text
    assert page.select("[contenteditable]") == []


def test_anybody_who_reads_it_can_compute_the_hash_anew(folder: Folder) -> None:
    folder.becomes(EVERYTHING.content)
    folder.names()

    answer = folder.gets("versions/1/canonical.json", "reader")

    [version] = folder.kept()
    said = {
        "canonical": answer.data.decode(),
        "sha256": version.sha256,
        "splitter": version.splitter,
        "lines": json.loads(json.dumps(version.lines)),
    }
    assert recompute.faults(said) == []
    assert answer.mimetype == "application/json"
    assert json.loads(answer.data)["title"] == TITLE


def test_no_address_changes_a_version(folder: Folder) -> None:
    folder.names()
    [before] = folder.kept()

    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("versions/1", "versions/1/canonical.json"):
            for who in ("member", "moderator"):
                answer = folder.browser(who).open(f"{folder.url}/{path}", method=method)
                assert answer.status_code in {404, 405}, (method, path)
    assert folder.browser().post(f"{folder.url}/versions?_method=DELETE").status_code in (
        404,
        405,
    )

    [after] = folder.kept()
    assert (after.text, after.name, after.sha256, after.lines) == (
        *(before.text, before.name),
        *(before.sha256, before.lines),
    )


def test_restoring_keeps_what_stands_there_as_a_version_first(folder: Folder) -> None:
    folder.names()
    folder.writes("Quite another text.")
    assert "is kept as a version first" in folder.gets("versions/1").text

    answer = folder.posts("versions/1/restoring", kept="Before going back")

    assert (answer.status_code, answer.headers["Location"]) == (303, folder.url)
    assert folder.reads() == "One.\n\nTwo."
    first, kept = folder.kept()
    assert (first.name, kept.name, kept.number) == ("First draft", "Before going back", 2)
    assert "Quite another text." in folder.gets("versions/2", "reader").text


def test_restoring_what_is_kept_already_names_nothing(folder: Folder) -> None:
    folder.names()
    folder.writes("Quite another text.")
    folder.names("Second")

    assert folder.tells("versions/1/restoring", "moderator").status_code == 204
    assert folder.tells("versions/7/restoring", "moderator").status_code == 404

    assert folder.reads() == "One.\n\nTwo."
    assert [one.name for one in folder.kept()] == ["First draft", "Second"]


def test_the_page_of_a_paper_hears_of_a_version(folder: Folder) -> None:
    tab = folder.mesa.tab(folder.rosa, folder.url)

    folder.names()

    [push] = [one for one in tab.hear() if one["op"] == "replace"]
    part = {one["id"]: one["html"] for one in push["parts"]}[f"paper-versions-{folder.name}"]
    assert "1 version" in part
    tab.assert_live_equals_reload()
