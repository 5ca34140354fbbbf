import pytest
from bs4 import BeautifulSoup
from werkzeug.test import TestResponse

from panel.membership.models import Kind, Role
from tests.conftest import SCRIPT, Installation
from tests.factories import (
    a_form,
    a_group,
    a_panel,
    a_person,
    a_post,
    a_seat,
    a_thread,
    again,
    the_audience,
)
from tests.pages import beside, read, typed


def test_the_page_of_people_shows_everybody_by_what_they_are_here_for(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        for role, name in [
            (Role.MEMBER, "Ana"),
            (Role.MODERATOR, "Mo"),
            (Role.READER, "Rosa"),
            (Role.COMMENTER, "Coco"),
            (Role.AUTHORITY, "Aurora"),
        ]:
            actor = a_seat(work, panel, role, name=name, house=f"House of {name}")
            if role is Role.READER:
                reader = actor
        a_seat(work, a_panel(work), name="Stranger")

    page = read(mesa.browser(reader).get(f"/p/{panel.slug}/people"))

    def under(heading: str) -> set[str]:
        [section] = page.select(f'section[aria-labelledby="{heading}"]')
        return {one for one in ("Ana", "Mo", "Rosa", "Coco", "Aurora") if one in section.text}

    assert under("members") == {"Ana", "Mo"}
    assert under("observers") == {"Rosa", "Coco"}
    assert under("authorities") == {"Aurora"}
    assert "Stranger" not in page.text
    assert "@mesa.example" not in page.text
    assert not page.select(
        f'form[method="post"][action*="/p/{panel.slug}/"]:not([action$="/ending"])'
    )


def test_only_those_at_the_table_see_who_sits_there(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana, guest = a_seat(work, panel), a_seat(work, panel, Role.AUTHORITY)
        stranger, nobody = a_seat(work, a_panel(work)), a_person(work)
    url = f"/p/{panel.slug}/people"
    assert mesa.browser(ana).get(url).status_code == 200

    for who in (guest, stranger, nobody, None):
        assert mesa.browser(who).get(url).status_code == 404


def test_groups_are_known_to_those_inside_and_to_moderators(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        inside, outside = a_seat(work, panel), a_seat(work, panel)
        mo = a_seat(work, panel, Role.MODERATOR)
        group = a_group(work, panel, inside)
    url = f"/p/{panel.slug}/people"

    known = [group.name in mesa.browser(who).get(url).text for who in (inside, mo, outside)]

    assert known == [True, True, False]
    assert group.public_id not in mesa.browser(outside).get(url).text


def test_a_moderator_keeps_the_house_by_forms(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo, ana = a_seat(work, panel, Role.MODERATOR, name="Mo"), a_seat(work, panel)
    browser, url = mesa.browser(mo), f"/p/{panel.slug}"
    organisation = {"name": "Mutual of Nariño", "kind": "federation", "place": "Pasto"}

    def sent(path: str, **form: str) -> str:
        answer = browser.post(url + path, data=form)
        assert answer.status_code == 303, answer.text
        return str(answer.location).partition("#")[2]

    sent("/organisations", **organisation)
    sent("/groups", name="Health")
    [(group, _)] = groups(browser.get(f"{url}/people"))
    assert sent(f"/groups/{group}/seats", seat=ana.seat) == f"group-{group}"
    assert groups(browser.get(f"{url}/people")) == [(group, "1 person")]
    assert sent(f"/people/{ana.seat}/role", role="commenter") == f"seat-{ana.seat}"
    page = browser.get(f"{url}/people")
    assert "Mutual of Nariño" in page.text
    assert read(page).find(id=f"seat-{ana.seat}")

    sent(f"/groups/{group}/seats/{ana.seat}?_method=DELETE")
    assert groups(browser.get(f"{url}/people")) == [(group, "Nobody belongs to it yet.")]
    sent(f"/people/{ana.seat}/ending")

    assert mesa.browser(ana).get(f"{url}/people").status_code == 404
    with mesa.workshop.open_work() as work:
        assert again(work, ana).role is Role.VISITOR


def groups(answer: TestResponse) -> list[tuple[str, str]]:
    return [
        (str(house["id"]).removeprefix("group-"), house.select("p.meta")[0].text.strip())
        for house in read(answer).select('[id^="group-"].house')
    ]


def test_who_leaves_is_led_away(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        ana = a_seat(work, panel)
    browser = mesa.browser(ana)

    left = browser.post(f"/p/{panel.slug}/people/{ana.seat}/ending")

    assert (left.status_code, left.location) == (303, "/")
    assert "You have no seat in a panel at the moment." in browser.get("/").text


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/organisations", {"name": "", "kind": "federation"}),
        ("/organisations", {"name": "x" * 161, "kind": "federation"}),
        ("/organisations", {"name": "Kept", "kind": "club"}),
        ("/groups", {"name": " \0"}),
        ("/groups", {"name": "x" * 161}),
        ("/people/{seat}/role", {"role": "visitor"}),
        ("/people/{seat}/role", {}),
    ],
)
def test_a_form_that_is_wrong_changes_nothing_and_says_why(
    mesa: Installation, path: str, form: dict[str, str]
) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo, ana = a_seat(work, panel, Role.MODERATOR), a_seat(work, panel)
    browser, url = mesa.browser(mo), f"/p/{panel.slug}"
    before = browser.get(f"{url}/people").text

    sent = browser.post(url + path.format(seat=ana.seat), data=form)

    assert sent.status_code == 422
    [said] = read(sent).select('[role="alert"]')
    assert said.text.strip()
    assert form.get("name", "") in sent.text
    after = browser.get(f"{url}/people").text
    assert _without_nonce(after) == _without_nonce(before)


def _without_nonce(page: str) -> str:
    return page.partition("</style>")[2]


def test_a_group_of_the_same_name_is_refused_with_the_name_kept(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)
    browser, url = mesa.browser(mo), f"/p/{panel.slug}/groups"
    assert browser.post(url, data={"name": "Health"}).status_code == 303

    sent = browser.post(url, data={"name": "Health"})

    assert sent.status_code == 422
    assert "There is a working group of this name already." in beside(sent, "group-name")
    assert typed(sent, "name") == "Health"
    [title] = read(sent).select("h1")
    assert title.text == "Working groups"


def test_seats_and_groups_of_another_panel_are_out_of_reach(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        here, there = a_panel(work), a_panel(work)
        mo, ana = a_seat(work, here, Role.MODERATOR), a_seat(work, here)
        eva = a_seat(work, there)
        group, foreign = a_group(work, here), a_group(work, there)
    browser, url = mesa.browser(mo), f"/p/{here.slug}"
    right = browser.post(f"{url}/groups/{group.public_id}/seats", data={"seat": ana.seat})
    assert right.status_code == 303

    for path, form in [
        (f"/people/{eva.seat}/role", {"role": "reader"}),
        (f"/people/{eva.seat}/ending", {}),
        (f"/groups/{group.public_id}/seats", {"seat": eva.seat}),
        (f"/groups/{foreign.public_id}/seats", {"seat": ana.seat}),
        (f"/groups/{foreign.public_id}/seats/{eva.seat}?_method=DELETE", {}),
    ]:
        assert browser.post(url + path, data=form).status_code == 404, path


def test_the_last_moderator_is_told_why_she_stays(mesa: Installation) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        mo = a_seat(work, panel, Role.MODERATOR)
    browser = mesa.browser(mo)

    for path, form in [("ending", {}), ("role", {"role": "member"})]:
        page = browser.post(f"/p/{panel.slug}/people/{mo.seat}/{path}", data=form)
        script = browser.post(f"/p/{panel.slug}/people/{mo.seat}/{path}", data=form, headers=SCRIPT)

        assert page.status_code == script.status_code == 403
        assert "A panel always has a moderator." in page.text
        assert "A panel always has a moderator." in script.get_json()["message"]
    assert browser.get(f"/p/{panel.slug}/invitations").status_code == 200


TRICKS = [
    "<script>alert(1)</script>",
    "<b>Ana</b> & *Eva* `x`",
    '"><img src=x onerror=alert(1)>',
    "[Ana](https://elsewhere.example)",
    "{{ 7 * 7 }} %(name)s %s",
]


@pytest.mark.parametrize("trick", TRICKS)
def test_names_come_out_as_text_everywhere(mesa: Installation, trick: str) -> None:
    with mesa.workshop.open_work() as work:
        panel = a_panel(work)
        panel.name, panel.place = trick, trick
        ana = a_seat(work, panel, Role.COMMENTER, name=trick, house=trick)
        mo = a_seat(work, panel, Role.MODERATOR, name=trick, house=trick)
        thread = a_thread(work, panel, mo, title=trick)
        first = a_post(work, ana, thread)
        group = a_group(work, panel, ana)
        group.name = trick
        in_group = a_thread(work, panel, mo, kind=Kind.GROUP, group=group, title=trick)
        audience = the_audience(work, panel).public_id
    url = f"/p/{panel.slug}"
    tabs = [mesa.tab(mo, f"{url}/threads/{thread.public_id}"), mesa.tab(mo, f"{url}/threads")]
    browser = mesa.browser(ana)
    answer = a_form("I see.", parent=first.number)
    posted = browser.post(f"{url}/threads/{thread.public_id}/posts", data=answer, headers=SCRIPT)
    moderator = mesa.browser(mo)
    hiding = f"{url}/threads/{thread.public_id}/posts/{first.number}/hiding"
    assert moderator.post(hiding, data={"reason": trick}).status_code == 303
    thing = {"title": trick, "body": "x" * 20_001, "audience": audience, "token": "x"}
    invited = {
        "for_name": trick,
        "role": "reader",
        "organisation": "new",
        "new_organisation": trick,
        "kind": "network",
        "days": "7",
    }

    pages = [
        browser.get(url + path).text
        for path in (
            *("", "/people", "/threads", f"/threads/{thread.public_id}"),
            *(f"/threads/{in_group.public_id}", f"/threads/{thread.public_id}/posts/3"),
        )
    ]
    pages += [moderator.post(f"{url}/threads", data=thing).text]
    pages += [moderator.post(f"{url}/invitations", data=invited).text]
    pages += [moderator.get(f"{url}/threads/{thread.public_id}/posts/2/history").text]
    pages += [browser.get("/me").text, moderator.get(f"{url}/people").text]
    pushed = [push.get("html", "") for tab in tabs for push in tab.hear()]
    pushed += [
        part["html"]
        for room in tabs[0].seqs
        for push in browser.get(f"/rooms/{room}/since/0").get_json()["pushes"]
        for part in push.get("parts", ())
    ]
    here = [one["args"][0]["html"] for tab in tabs for one in tab.other if one["name"] == "here"]
    for html in [*pages, *pushed, *here, posted.get_json()["html"]]:
        shown = read_html(html)
        assert not shown.select('script:not([src], [type="application/json"], [nonce])')
        assert not shown.select("img, b > b, [onerror], a[href*='elsewhere.example']")
        assert "<b>Ana" not in html
        assert "49 " not in shown.get_text()
    assert all(trick in read_html(page).get_text() for page in pages[:6])
    for tab in tabs:
        tab.assert_live_equals_reload()


def read_html(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")
