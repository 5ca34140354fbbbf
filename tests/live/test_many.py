"""Many people at once, through the front door: nobody meets an error, and no tab falls behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

from flask.testing import FlaskClient
from sqlalchemy import select

from panel.discussion.models import Post, Thread
from panel.kernel.work import Reading
from panel.live.models import Entry
from panel.membership.models import Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_form, a_panel, a_seat, a_thread

WRITERS, TURNS = 5, 6  # fewer posts than a window shows, so that a reload shows them all
Act = Callable[[FlaskClient, str, int], int]


def post(browser: FlaskClient, url: str, turn: int) -> int:
    form = a_form(f"turn {turn}", parent=2 if turn % 2 else "")
    return browser.post(f"{url}/posts", data=form, headers=SCRIPT).status_code


def moderate(browser: FlaskClient, url: str, turn: int) -> int:
    path, form = [
        ("pin", {}),
        ("posts/1/hiding", {"reason": "Wait."}),
        ("pin?_method=DELETE", {}),
        ("posts/1/hiding?_method=DELETE", {}),
    ][turn % 4]
    return browser.post(f"{url}/{path}", data=form, headers=SCRIPT).status_code


def follow(browser: FlaskClient, url: str, turn: int) -> int:
    marked = browser.post(f"{url}/mark", data={"number": str(turn)}, headers=SCRIPT).status_code
    return max(marked, browser.get(url).status_code)


def edit(browser: FlaskClient, url: str, turn: int) -> int:
    form = {"body": f"better {turn}", "revision": str(turn)}
    return browser.post(f"{url}/posts/2/body", data=form, headers=SCRIPT).status_code


def test_many_at_once_meet_no_error_and_every_tab_ends_as_its_reload(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        people = [a_seat(work, panel) for _ in range(WRITERS)]
        mo, reader = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel, Role.READER)
        names = [a_thread(work, panel, mo).public_id for _ in range(2)]
    urls = [f"/p/{panel.slug}/threads/{name}" for name in names]
    for url in urls:
        assert post(mesa.browser(people[0]), url, 0) == 201
    tabs = [
        mesa.tab(who, url) for who in (reader, mo) for url in (*urls, f"/p/{panel.slug}/threads")
    ]
    acts: list[tuple[Act, FlaskClient]] = [(post, mesa.browser(one)) for one in people]
    acts += [(moderate, mesa.browser(mo)), (follow, mesa.browser(reader))]
    acts += [(edit, mesa.browser(people[0]))]

    def live(n: int) -> set[int]:
        act, browser = acts[n]
        turns = [(url, turn) for url in urls for turn in range(TURNS)]
        if act is not edit:  # edits have an order of their own
            Random(n).shuffle(turns)  # noqa: S311  # any disorder will do
        return {act(browser, url, turn) for url, turn in turns}

    with ThreadPoolExecutor(len(acts)) as pool:
        statuses = set[int]().union(*pool.map(live, range(len(acts))))

    assert statuses == {201, 204}  # `follow` gives the higher of its two
    with mesa.workshop.open_reading() as reading:
        assert_nothing_is_missing(reading)
    for tab in tabs:
        tab.hear()
        tab.assert_live_equals_reload()


def assert_nothing_is_missing(reading: Reading) -> None:
    session = reading.session
    for thread in session.scalars(select(Thread)):
        query = select(Post).filter_by(thread_id=thread.id).order_by(Post.number)
        posts = session.scalars(query).all()
        assert [one.number for one in posts] == [*range(1, thread.last_number + 1)]
        assert thread.last_number == 2 + WRITERS * TURNS
        assert thread.posts == len([one for one in posts if not one.hidden_at])
        assert posts[1].revision == TURNS
    rooms = dict[str, list[int]]()
    for entry in session.scalars(select(Entry).order_by(Entry.room, Entry.seq)):
        rooms.setdefault(entry.room, []).append(entry.seq)
    assert all(seqs == [*range(1, len(seqs) + 1)] for seqs in rooms.values())
