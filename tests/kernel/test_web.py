import logging
from contextlib import ExitStack

import pytest
from sqlalchemy import select

from panel.discussion.models import Post
from panel.kernel.database import CONNECTIONS, WRITES
from panel.kernel.web import local
from panel.membership.models import Role
from tests.conftest import SCRIPT, Installation
from tests.factories import a_form, a_panel, a_seat, a_thread
from tests.pages import read

SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("target", "followed"),
    [
        ("/p/colombia?order=time", True),
        ("/", True),
        (None, False),
        ("", False),
        ("p/colombia", False),
        ("//elsewhere.example/", False),
        ("/\\elsewhere.example/", False),
        ("\\\\elsewhere.example", False),
        ("https://elsewhere.example/", False),
        ("https:elsewhere.example", False),
        ("javascript:alert(1)", False),
        ("///elsewhere.example", False),
        ("/\t/elsewhere.example", False),
        ("/\n/elsewhere.example", False),
        ("/\r\nSet-Cookie: a=b", False),
    ],
)
def test_an_address_is_followed_within_this_site_only(target: str | None, followed: bool) -> None:
    assert local(target, "/otherwise") == (target if followed else "/otherwise")


@SQLITE
def test_a_form_may_say_that_its_post_means_delete(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)
        thread = a_thread(work, panel, mo)
    browser, url = mesa.browser(mo), f"/p/{panel.slug}/threads/{thread.public_id}"

    for method, pinned in (("", "true"), ("?_method=DELETE", "false")):
        assert browser.post(f"{url}/pin{method}").status_code == 303
        assert f'data-pinned="{pinned}"' in browser.get(url).text

    assert browser.post(f"{url}/pin?_method=PUT").status_code == 303  # is the post that it is
    assert 'data-pinned="true"' in browser.get(url).text
    assert browser.get(f"{url}/pin?_method=DELETE").status_code == 404
    assert 'data-pinned="true"' in browser.get(url).text


@SQLITE
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 303),
        ({"Sec-Fetch-Site": "same-origin"}, 303),
        ({"Sec-Fetch-Site": "none"}, 303),
        ({"Origin": "http://localhost"}, 303),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
        ({"Origin": "http://elsewhere.example"}, 403),
        ({"Origin": "http://localhost.elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_what_another_site_made_a_browser_write_is_refused(
    mesa: Installation, headers: dict[str, str], status: int
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}"

    sent = browser.post(f"{url}/posts", data=a_form("forged"), headers=headers)

    assert sent.status_code == status
    assert ("forged" in browser.get(url).text) == (status == 303)
    assert browser.get(url, headers=headers).status_code == 200  # links from elsewhere work


@SQLITE
def test_every_answer_tells_the_browser_to_trust_this_site_alone(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
    browser = mesa.browser(ana)

    pages = [browser.get(f"/p/{panel.slug}/people") for _ in range(2)]
    others = [browser.get("/nowhere"), browser.get("/health"), browser.post("/sign-out")]

    nonces = set()
    for answer in pages + others:
        policy = {
            rule.split()[0]: rule.split()[1:]
            for rule in answer.headers["Content-Security-Policy"].split("; ")
        }
        assert policy["default-src"] == ["'self'"]
        assert "script-src" not in policy
        assert policy["object-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
        assert policy["form-action"] == ["'self'"]
        [_self, nonce] = policy["style-src"]
        nonces.add(nonce)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-cache" in answer.headers["Cache-Control"]
        assert "private" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert len(nonces) == len(pages + others)
    own = pages[0].headers["Content-Security-Policy"].partition("'nonce-")[2].partition("'")[0]
    assert f'<style nonce="{own}">' in pages[0].text


@SQLITE
def test_no_page_carries_a_style_or_a_script_that_the_browser_would_refuse(
    mesa: Installation,
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)
        thread = a_thread(work, panel, mo)
    browser, panel_url = mesa.browser(mo), f"/p/{panel.slug}"

    for path in (
        *("", "/threads", "/threads/new", "/people", "/invitations"),
        f"/threads/{thread.public_id}",
    ):
        page = browser.get(panel_url + path).text
        assert "</html>" in page
        assert ' style="' not in page
        assert " onclick=" not in page
        assert "javascript:" not in page


def test_a_write_that_finds_no_connection_asks_for_patience_and_keeps_the_words(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}"
    engine = mesa.workshop.engine
    monkeypatch.setattr(engine.pool, "_timeout", 0.05)  # seconds, in place of thirty

    with ExitStack() as taken:
        for _ in range(CONNECTIONS):
            taken.enter_context(engine.connect())
        busy = browser.post(f"{url}/posts", data=a_form("Patience & room."))
        assert browser.get(url).status_code == 200  # readings have connections of their own

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    assert "Patience &amp; room.</textarea>" in busy.text


@SQLITE  # PostgreSQL has no turns
@pytest.mark.parametrize("headers", [{}, SCRIPT], ids=["page", "script"])
def test_a_write_that_finds_no_turn_asks_for_patience_and_keeps_the_words(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    monkeypatch.setattr("panel.kernel.database.TURNS", 2)
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}"
    form = a_form("Patience & time.")

    with mesa.workshop.engine.execution_options(**{WRITES: True}).begin():
        busy = browser.post(f"{url}/posts", data=form, headers=headers)
        assert browser.get(url).status_code == 200  # a reader waits for nobody

    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    if headers:
        assert "again" in busy.get_json()["message"]
    else:
        assert "Patience &amp; time.</textarea>" in busy.text
    sent = browser.post(f"{url}/posts", data=form, headers=headers)
    assert sent.status_code == (201 if headers else 303)
    with mesa.workshop.open_reading() as reading:
        bodies = reading.session.scalars(select(Post.body)).all()
    assert bodies.count("Patience & time.") == 1


@SQLITE
def test_what_is_no_request_of_ours_gets_a_clear_answer(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        ana = a_seat(work, a_panel(work))
    browser = mesa.browser(ana)

    for answer, status in [
        (browser.get("/nowhere"), 404),
        (browser.put("/me"), 404),
        (browser.get("/sign-out"), 404),
        (browser.post("/preview", data={"body": "x" * 1_000_001}), 400),
    ]:
        assert answer.status_code == status
        assert "</html>" in answer.text
        assert "Werkzeug" not in answer.text
        [way_on] = read(answer).select("main a.btn--main")
        assert (way_on.get_text(), way_on["href"]) == ("Go to the start page", "/")
    script = browser.get("/nowhere", headers=SCRIPT)
    assert script.status_code == 404
    assert script.get_json() == {
        "message": "There is nothing here, or it is not open to you.",
        "fields": {},
    }


@pytest.mark.parametrize("place", ["path", "query", "form", "room"])
def test_a_nul_is_no_reason_to_break(mesa: Installation, place: str) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)
    browser, url = mesa.browser(mo), f"/p/{panel.slug}"
    key = "0" + "20260101000000000000" + "%00"
    opening = {"title": "t", "body": "b", "token": a_form()["token"], "audience": "\0"}

    for answer in {
        "path": [browser.get("/p/%00"), browser.get(f"{url}/threads/%00/posts/1")],
        "query": [browser.get(f"{url}/threads?before={key}"), browser.get(f"{url}/threads?x=%00")],
        "form": [browser.post(f"{url}/threads", data=opening)],
        "room": [browser.get("/rooms/thread:%00/since/0"), browser.get("/rooms/%00/since/0")],
    }[place]:
        assert answer.status_code in {200, 400, 404}


@SQLITE
def test_what_breaks_on_our_side_is_logged_and_the_words_are_kept(
    mesa: Installation, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, thread = a_seat(work, panel), a_thread(work, panel)
    browser, url = mesa.browser(ana), f"/p/{panel.slug}/threads/{thread.public_id}/posts"
    monkeypatch.setitem(mesa.app.config, "PROPAGATE_EXCEPTIONS", False)
    assert browser.post(url, data=a_form("well")).status_code == 303

    def broken(**_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setitem(mesa.app.view_functions, "discussion.create_post", broken)
    with caplog.at_level(logging.ERROR):
        answer = browser.post(url, data=a_form("<b>not lost"))

    assert answer.status_code == 500
    assert "&lt;b&gt;not lost</textarea>" in answer.text
    assert "ZeroDivisionError" in caplog.text
    assert "ZeroDivisionError" not in answer.text
