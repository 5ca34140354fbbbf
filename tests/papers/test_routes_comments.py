"""Comments on the paragraphs of a paper, through the front door."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from panel.discussion.actions.words import OTHER_WORDS
from panel.discussion.models import BODY_LIMIT, Thread
from panel.kernel.fields import DAMAGED, EMPTY, TOO_LONG
from panel.membership.models import Kind, Verb
from panel.membership.policy import REFUSALS
from panel.papers.models import Stage
from tests.conftest import Installation
from tests.pages import read, typed
from tests.papers.commented import Commented


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


def form(folder: Commented, **changed: str) -> dict[str, str]:
    said = {"body": "Is it *so*?", "block": folder.blocks()[0], "quotation": "One."}
    return said | {"token": uuid4().hex} | changed


def how_many(folder: Commented) -> int:
    with folder.mesa.workshop.open_reading() as reading:
        return reading.session.scalar(select(func.count()).select_from(Thread)) or 0


@pytest.mark.parametrize("who", ["commenter", "member", "moderator"])
def test_a_comment_stands_beside_its_paragraph(folder: Commented, who: str) -> None:
    page = folder.posts("comments", who, **form(folder))
    script = folder.tells("comments", who, **form(folder))

    assert (page.status_code, script.status_code) == (303, 201)
    assert page.location.startswith(f"{folder.url}#comment-")
    said = script.get_json()
    assert said["list"] == "comments"
    assert said["id"] in said["html"]
    cards = read(folder.browser("reader").get(folder.url)).select("#comments > li")
    assert len(cards) == 2
    assert all("Is it so?" in card.text for card in cards)


@pytest.mark.parametrize("stage", [Stage.CONSULTATION, Stage.WITHDRAWN])
def test_one_comments_in_every_stage(folder: Commented, stage: Stage) -> None:
    folder.moves(stage)

    assert folder.tells("comments", "commenter", **form(folder)).status_code == 201


@pytest.mark.parametrize("who", ["reader", "authority", "elsewhere", "nobody"])
def test_who_may_not_reply_does_not_comment(folder: Commented, who: str) -> None:
    outside = {"authority": 404, "elsewhere": 404, "nobody": 401}

    asked = folder.tells("comments", who, **form(folder))

    assert asked.status_code == outside.get(who, 403)
    if asked.status_code == 403:
        assert asked.get_json()["message"] == REFUSALS[Verb.REPLY]
    assert how_many(folder) == 0


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("body", "", EMPTY),
        ("body", "x" * (BODY_LIMIT + 1), TOO_LONG),
        ("block", "", "Please choose the paragraph that you comment on."),
        ("block", "<b>", "Please choose the paragraph that you comment on."),
        ("token", "none", DAMAGED),
    ],
)
def test_what_is_wrong_is_said_in_its_place_and_what_was_typed_stays(
    folder: Commented, field: str, value: str, told: str
) -> None:
    sent = form(folder) | {field: value}

    page, script = folder.posts("comments", **sent), folder.tells("comments", **sent)

    assert (page.status_code, script.status_code) == (422, 422)
    assert script.get_json()["fields"] == {field: told}
    [sentence] = read(page).select("#remark-block-wrong" if field == "block" else "#remark-wrong")
    assert told in sentence.text
    assert typed(page, "body") == sent["body"]
    assert typed(page, "quotation") == "One."
    if field != "block":
        assert typed(page, "block") == sent["block"]
    assert how_many(folder) == 0


def test_a_comment_sent_twice_is_one_and_other_words_come_back(folder: Commented) -> None:
    sent = form(folder)

    first, again = (folder.tells("comments", **sent) for _ in range(2))
    other = folder.posts("comments", **sent | {"body": "Other <words>"})

    assert first.get_json() == again.get_json()
    assert other.status_code == 409
    assert OTHER_WORDS in other.text
    assert "Other &lt;words&gt;" in other.text
    assert how_many(folder) == 1


def test_comments_stand_in_no_list_and_in_no_count_of_threads(folder: Commented) -> None:
    folder.comments(folder.ana, 0, "A remark apart")
    listing = folder.url.rpartition("/papers")[0]

    for path in ("", "/threads", "/threads?filter=unread", "/threads?filter=concluded"):
        page = folder.browser("reader").get(f"{listing}{path}").text
        assert "A remark apart" not in page
        assert "One." not in page
    assert not read(folder.browser("reader").get(f"{listing}/threads")).select("[id^=thread-row]")


def test_a_comment_on_what_one_may_not_read_is_not_there(mesa: Installation) -> None:
    folder = Commented(mesa, Kind.MEMBERS)
    thread = folder.comments(folder.ana, 0, "A remark apart", "One.").public_id
    listing = folder.url.rpartition("/papers")[0]
    addresses = [f"{folder.url}/comments", f"{listing}/threads/{thread}"]
    addresses += [
        f"/rooms/{room}/since/0" for room in (f"about:paper:{folder.name}", f"thread:{thread}")
    ]
    assert {folder.browser().get(one).status_code for one in addresses} == {200}

    for who in ("reader", "commenter", "authority", "elsewhere"):
        assert {folder.browser(who).get(one).status_code for one in addresses} == {404}, who


def test_a_comment_leads_to_its_paper_and_its_paragraph(folder: Commented) -> None:
    thread = folder.comments(folder.ana, 0, "A remark apart", "One.").public_id
    listing = folder.url.rpartition("/papers")[0]

    crumb = read(folder.browser("reader").get(f"{listing}/threads/{thread}")).select(".crumb a")

    assert [one["href"] for one in crumb] == [f"{folder.url}#b-{folder.blocks()[0]}"]


def test_a_comment_quotes_nothing_that_its_paragraph_does_not_say(folder: Commented) -> None:
    sent = form(folder, quotation="We will never pay.")

    first, again = (folder.tells("comments", **sent) for _ in range(2))

    assert first.status_code == 201
    assert first.get_json() == again.get_json()
    assert "never pay" not in first.get_json()["html"]
    pages = [
        folder.browser("reader").get(one).text for one in (folder.url, f"{folder.url}/comments")
    ]
    assert not [one for one in pages if "never pay" in one]
    assert all("Is it so?" in one or "Is it <em>so</em>?" in one for one in pages)


def test_a_comment_sent_again_after_its_paragraph_has_changed_is_the_same(
    folder: Commented,
) -> None:
    sent = form(folder)
    first = folder.tells("comments", **sent)
    folder.writes("Other words.", "Two.")

    assert folder.tells("comments", **sent).get_json()["id"] == first.get_json()["id"]
    assert how_many(folder) == 1
