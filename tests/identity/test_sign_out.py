"""Going, here or everywhere, and what becomes of what is sent after a session has ended."""

import pytest
from sqlalchemy import select

from panel.discussion.models import Post
from panel.identity.models import SignIn
from tests.conftest import SCRIPT, Installation
from tests.factories import a_form, a_panel, a_person, a_seat, a_thread
from tests.pages import read


def test_signing_out_here_leaves_the_other_browsers(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_person(work)
    here, there = mesa.browser(ana), mesa.browser(ana)

    left = here.post("/sign-out")

    assert (left.status_code, left.location) == (303, "/sign-in")
    assert left.headers["Clear-Site-Data"] == '"cache"'
    assert here.get("/me").status_code == 401
    assert there.get("/me").status_code == 200


def test_signing_out_everywhere_leaves_none(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana, eva = a_person(work), a_person(work)
    browsers, evas = [mesa.browser(ana) for _ in range(3)], mesa.browser(eva)
    assert len(read(browsers[0].get("/me")).select(".sign-ins > li")) == 3

    assert browsers[0].post("/sign-out/everywhere").status_code == 303

    assert [browser.get("/me").status_code for browser in browsers] == [401, 401, 401]
    assert evas.get("/me").status_code == 200
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(SignIn)).all()) == 1


@pytest.mark.parametrize(("path", "others"), [("/sign-out", True), ("/sign-out/everywhere", False)])
def test_who_signs_out_is_cut_off_in_open_tabs_too(
    mesa: Installation, path: str, others: bool
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
        eva = a_seat(work, panel)
    url = f"/p/{panel.slug}/threads/{thread.public_id}"
    here, there, evas = mesa.tab(ana, url), mesa.tab(ana, url), mesa.tab(eva, url)

    here.http.post(path)

    assert not here.socket.is_connected()
    assert there.socket.is_connected() == others
    assert evas.socket.is_connected()


def test_signing_out_takes_somebody_who_is_signed_in(mesa: Installation) -> None:
    for path in ("/sign-out", "/sign-out/everywhere"):
        assert mesa.browser().post(path).status_code == 401


def test_a_session_that_has_ended_asks_to_sign_in_and_keeps_the_words(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}"
    mesa.browser(ana).post("/sign-out/everywhere")

    page = browser.post(f"{url}/posts", data=a_form("<b>not lost"))
    script = browser.post(f"{url}/posts", data=a_form("not lost"), headers=SCRIPT)

    assert page.status_code == script.status_code == 401
    assert "&lt;b&gt;not lost</textarea>" in page.text
    assert 'href="/sign-in"' in page.text
    assert set(script.get_json()) == {"message", "fields"}
    with mesa.workshop.open_reading() as reading:
        assert len(reading.session.scalars(select(Post)).all()) == 1

    asked = browser.get("/me")
    assert asked.status_code == 401
    assert "/sign-in?next=/me" in asked.text
