"""Threads about something: cards beside it, pages that say what they are about, in no list."""

from datetime import UTC, datetime

import pytest

from panel.discussion.around import put
from panel.discussion.queries import about
from panel.discussion.views import CommentView, Place
from panel.membership.policy import Sight
from tests.conftest import Installation
from tests.pages import read
from tests.papers.commented import Commented


@pytest.fixture
def folder(mesa: Installation) -> Commented:
    return Commented(mesa)


def test_a_card_shows_the_first_post_and_counts_its_answers(folder: Commented) -> None:
    comment = folder.comments(folder.ana, 0, "Is **this** so?", "One")
    folder.answers(folder.mo, comment)

    with folder.mesa.workshop.open_reading() as reading:
        view = about.comment_view(reading, comment.public_id, Sight.ALL)

    assert (view.excerpt, view.quotation, view.answers) == ("Is this so?", "One", 1)
    assert (view.name, view.closed, view.trace) == (folder.ana.name, False, False)


def test_what_is_hidden_is_a_trace_for_all_but_moderators(folder: Commented) -> None:
    comment = folder.comments(folder.ana, 0, "Of a person")
    folder.answers(folder.mo, comment)
    folder.hides(comment)

    with folder.mesa.workshop.open_reading() as reading:
        thing = f"paper:{folder.name}"
        [trace] = about.threads_about(reading, folder.rosa, thing)
        [whole] = about.threads_about(reading, folder.mo, thing)

    assert (trace.trace, trace.excerpt, trace.author, trace.name) == (True, "", "", "")
    assert (trace.hidden_reason, trace.answers) == ("It names a person.", 1)
    assert (whole.trace, whole.excerpt) == (False, "Of a person")


def test_all_are_there_whether_their_place_is_or_not(folder: Commented) -> None:
    kept, lost = folder.comments(folder.ana, 0), folder.comments(folder.ana, 1)
    folder.writes("One.")

    page = read(folder.gets("comments", "reader"))

    for list_, comment in (("#comments", kept), ("#comments-gone", lost)):
        [item] = page.select(f"{list_} > li")
        assert item["id"] == f"comment-{comment.public_id}"
    assert page.select("#comments-count")[0].text == "2 comments"


def test_cards_stand_in_the_order_of_reading_then_of_time() -> None:
    early, late = (datetime(2026, 1, day, tzinfo=UTC) for day in (1, 2))
    cards = [a_card("a", "x", late), a_card("b", "y", early), a_card("c", "x", early)]

    placed = put(cards, {"x": Place(2, 1), "y": Place(1, 0)}, lambda slug: f"/{slug}")

    assert [view.id for view in placed] == ["b", "c", "a"]
    assert {view.list for view in placed} == {"comments"}
    [gone] = put([a_card("d", "z", early)], {}, lambda slug: slug)
    assert gone.list == "comments-gone"


def a_card(name: str, place: str, at: datetime) -> CommentView:
    """Make a card of a comment on some place."""
    return CommentView(
        id=name,
        panel="p",
        zone="UTC",
        place=place,
        quotation="",
        started_at=at,
        hidden_at=None,
        hidden_reason="",
        answers=0,
        last_number=1,
        closed=False,
    )


def test_the_thread_says_what_it_is_about_and_leads_back(folder: Commented) -> None:
    comment = folder.comments(folder.ana, 1, "Why two?", "Two")
    page_of = f"/p/{folder.ana.panel.slug}/threads/{comment.public_id}"

    page = read(folder.browser("reader").get(page_of))
    folder.writes("One.")
    after = read(folder.browser("reader").get(page_of))

    block = comment.place
    assert page.h1
    assert page.h1.text == "Comment on ¶2"
    assert page.select(".about-what blockquote")[0].text.strip() == "Two"
    assert page.select(".about-what a")[0]["href"] == f"{folder.url}#b-{block}"
    assert page.select(".crumb a")[0]["href"] == f"{folder.url}#b-{block}"
    assert after.select(".about-what a")[0]["href"] == folder.url
    assert "not in the text any more" in after.select(".about-what")[0].text
    assert not page.select(".if-draft")  # no paper begins in a comment on one


def test_it_stands_in_no_list_of_threads(folder: Commented) -> None:
    folder.comments(folder.ana, 0, "Only beside the paper")

    listed = folder.browser("reader").get(f"/p/{folder.ana.panel.slug}/threads").text

    assert "Only beside the paper" not in listed
    assert "comment-" not in listed
