"""The demo's panel loads, and every page of it can be read by whoever may."""

import re
from dataclasses import replace
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from panel.cli import demo_data as data
from panel.cli.demo import fill
from panel.cli.demo_papers import PAPERS
from panel.discussion.models import Post, Thread
from panel.groups.models import Milestone, MilestoneMove
from panel.identity.models import Person
from panel.kernel.settings import Settings
from panel.kernel.work import Reading
from panel.live.models import Entry
from panel.membership.models import Audience, Organisation, Role, Seat
from panel.papers.models import Paper
from panel.wiring import DECODER
from tests.conftest import Installation
from tests.pages import read

HOME = f"/p/{data.PANEL.slug}"
LINK = re.compile(r'<a\s(?:[^>]*\s)?href="([^"]*)"')  # a parser takes longer than the page
MANY = re.compile(r"/posts/|[?&](answer|after|before)=")  # one for each post, or for some of them
NEW = re.compile(r"/(threads|papers)/new\b")
KEPT = re.compile(  # what moderators alone are led to
    r"/(groups/\w+/(keeping|milestones/\w+)|threads/\w+/exports)$"
)
REAL = {"GESTAR SALUD", "AMA", "AIM", "Education and Solidarity Network"}
PAPER_IDS = select(Paper.public_id)


@pytest.fixture
def demo(mesa: Installation, settings: Settings) -> Installation:
    assert fill(replace(settings, demo=True))
    return mesa


def visited(browser: FlaskClient, start: str) -> dict[str, int]:
    """Follow every link within the panel from a page on, as far as they lead."""
    seen, ahead = dict[str, int](), [start]
    while ahead:
        url = ahead.pop().partition("#")[0]
        if url in seen:
            continue
        page = browser.get(url)
        seen[url] = page.status_code
        if page.status_code == 200 and page.mimetype == "text/html":
            links = [unescape(link) for link in LINK.findall(page.text)]
            ahead += [link for link in links if link.startswith(HOME) and not MANY.search(link)]
    return seen


def test_every_page_of_the_demo_opens_for_every_role(demo: Installation) -> None:
    with demo.workshop.open_reading() as reading:
        assert_it_tells_its_story(reading)
        assert_its_journal_has_no_gaps(reading)
        people = reading.session.execute(
            select(Person, Seat.role).join(Seat, Seat.person_id == Person.id)
        ).all()
        names = reading.session.scalars(select(Thread.public_id)).all()
        papers = {f"{HOME}/papers/{one}" for one in reading.session.scalars(PAPER_IDS)}
    signed_in = {one.email: role for one, role in people if _signs_in(one.email)}
    assert set(signed_in.values()) == set(Role) - {Role.VISITOR}
    comments = sum(len(one.comments) for one in PAPERS)
    assert len(names) == len(data.THREADS) + comments

    for person, role in people:
        if person.email not in signed_in:
            continue
        browser = demo.browser(person)
        pages = visited(browser, HOME)
        assert_they_open(pages, Role(role))
        opened = {name for name in names if f"{HOME}/threads/{name}" in pages}
        if role == Role.MODERATOR:
            assert opened == set(names)
            assert papers <= set(pages)
        for name in names:
            url = f"{HOME}/threads/{name}"
            status = pages.get(url) or browser.get(url).status_code
            assert status == (200 if name in opened else 404)
        shut = papers - set(pages)
        assert {browser.get(url).status_code for url in shut} <= {404}
        assert browser.get("/me").status_code == 200
        if role == Role.MODERATOR:
            assert_its_posts_open(demo, browser)
    visitor = visited(demo.browser(), HOME + "/threads")
    assert set(visitor.values()) <= {200, 401, 404}


def assert_they_open(pages: dict[str, int], role: Role) -> None:
    """Every link leads somewhere, but those to forms that the styles hide from who may not."""
    forms = {url for url in pages if NEW.search(url)}
    starts = role in {Role.MEMBER, Role.MODERATOR}
    drafts = starts or role is Role.COMMENTER  # the one who signs in contributes to a group
    for url in forms:
        assert pages[url] == (200 if (drafts if "/papers/" in url else starts) else 404), url
    kept = {url for url in pages if KEPT.search(url)}
    assert {pages[url] for url in kept} <= {200 if role is Role.MODERATOR else 403}
    forms |= kept
    wrong = {url: pages[url] for url in pages.keys() - forms if pages[url] != 200}
    assert wrong == {}, role


def _signs_in(email: str) -> bool:
    return email in {one.email for one in data.PEOPLE if one.key in data.SIGN_INS}


def assert_it_tells_its_story(reading: Reading) -> None:
    session = reading.session
    threads, posts = session.scalars(select(Thread)).all(), session.scalars(select(Post)).all()
    kinds = select(Audience.kind).join(Thread, Thread.audience_id == Audience.id)
    houses = {one.name: one.id for one in session.scalars(select(Organisation))}
    goals = session.scalars(select(Milestone)).all()
    real = {id_ for name, id_ in houses.items() if any(one in name for one in REAL)}

    assert len(threads) >= 5
    assert {"panel", "members", "group"} <= set(session.scalars(kinds))
    assert [one for one in threads if one.closed_at and one.conclusion]
    assert [one for one in posts if one.parent_number]
    assert [one for one in posts if one.hidden_at]
    assert [one for one in posts if one.revision]
    assert [one for one in goals if one.done_on]
    assert session.scalars(select(MilestoneMove)).all()
    assert len(goals) >= 4
    assert len(real) >= 3
    assert not real & set(session.scalars(select(Seat.organisation_id)))  # nobody speaks for them


def assert_its_journal_has_no_gaps(reading: Reading) -> None:
    rooms = dict[str, list[int]]()
    for entry in reading.session.scalars(select(Entry).order_by(Entry.room, Entry.seq)):
        rooms.setdefault(entry.room, []).append(entry.seq)
        assert DECODER[entry.kind, entry.version](**entry.fact)
    assert all(seqs == [*range(1, len(seqs) + 1)] for seqs in rooms.values())


def assert_its_posts_open(demo: Installation, browser: FlaskClient) -> None:
    query = select(Thread.public_id, Post.number, Post.revision)
    with demo.workshop.open_reading() as reading:
        rows = reading.session.execute(query.join(Post, Post.thread_id == Thread.id)).all()
    for thread, number, revision in [row for row in rows if row[2]] + list(rows[::20]):
        url = f"{HOME}/threads/{thread}/posts/{number}"
        [here] = read(browser.get(url)).select("li.post-item--here")
        assert here["data-number"] == str(number)
        history = read(browser.get(f"{url}/history"))
        assert len(history.select(".revisions > li")) == revision + 1
