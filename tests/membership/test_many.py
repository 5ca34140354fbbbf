"""Many are invited at once: each line is shown with what it would do, and good ones are sent."""

import csv
import io
from dataclasses import replace
from io import BytesIO
from urllib.parse import unquote

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from panel.kernel.settings import Settings
from panel.membership.actions.invitations import Offer, invite
from panel.membership.actions.panels import Entry
from panel.membership.actors import Actor
from panel.membership.models import Invitation, Organisation, Panel, Role
from tests.conftest import Installation
from tests.factories import a_seat, again
from tests.identity.conftest import SMTP, letters
from tests.membership.test_invitations import GUEST, followed
from tests.pages import beside, read, typed

LIST = "Nombre;Correo;Rol\nAna;ana@x.co;lectora\nEva;eva\nLuz;luz@x.co;rey\nSol;sol@x.co;\n"
COMMON = {"organisation": "", "role": "member", "language": "es", "days": "7"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, smtp=SMTP, invitations=150)


@pytest.fixture
def house(mesa: Installation, mo: Actor) -> str:
    """The organisation that is chosen for all."""
    with mesa.workshop.open_reading() as reading:
        return reading.session.scalars(select(Organisation.public_id)).one()


def checks(mesa: Installation, mo: Actor, house: str, text: str = LIST) -> TestResponse:
    """Have a list checked."""
    form = COMMON | {"organisation": house, "list": text}
    return mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/many", data=form)


def confirms(mesa: Installation, mo: Actor, page: TestResponse) -> TestResponse:
    """Press the button below what was shown."""
    [form] = read(page).select("form[action$='/sending']")
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input")}
    [text] = form.select("textarea")
    fields["list"] = text.get_text().removeprefix("\n")
    return mesa.browser(mo).post(str(form["action"]), data=fields)


def count(mesa: Installation) -> int:
    with mesa.workshop.open_reading() as reading:
        return len(reading.session.scalars(select(Invitation)).all())


def test_each_line_is_shown_and_nothing_is_sent(mesa: Installation, mo: Actor, house: str) -> None:
    page = checks(mesa, mo, house)

    assert page.status_code == 200
    lines = [one.get_text(" ", strip=True) for one in read(page).select(".checked > li")]
    assert [line.split(" ")[1] for line in lines] == ["2", "3", "4", "5"]
    assert "Observer who reads" in lines[0]
    assert "complete e-mail address" in lines[1]
    assert "not a role" in lines[2]
    [told] = read(page).select("#review-title + p")
    assert " ".join(told.get_text().split()).startswith(
        "2 people would be invited. 2 lines have something wrong"
    )
    assert LIST in page.text
    assert (count(mesa), letters(mesa)) == (0, [])


def test_what_is_good_is_sent_and_what_is_broken_stays(
    mesa: Installation, mo: Actor, house: str
) -> None:
    sent = confirms(mesa, mo, checks(mesa, mo, house))

    assert sent.status_code == 201
    assert [one.recipient for one in letters(mesa)] == ["ana@x.co", "sol@x.co"]
    assert typed(sent, "list") == "Nombre;Correo;Rol\nEva;eva\nLuz;luz@x.co;rey"
    assert count(mesa) == 2
    mended = checks(mesa, mo, house, typed(sent, "list").replace("Eva;eva", "Eva;eva@x.co"))
    assert confirms(mesa, mo, mended).status_code == 201
    assert letters(mesa)[-1].recipient == "eva@x.co"


def test_what_was_sent_is_not_sent_again_by_the_same_form(
    mesa: Installation, mo: Actor, house: str
) -> None:
    page = checks(mesa, mo, house)
    assert confirms(mesa, mo, page).status_code == 201

    again = confirms(mesa, mo, page)

    assert again.status_code == 409
    assert "something has changed since you looked" in again.text
    assert "an open invitation to this address already" in again.text
    assert len(letters(mesa)) == count(mesa) == 2


def test_what_is_sent_is_what_was_shown(mesa: Installation, mo: Actor, house: str) -> None:
    page = checks(mesa, mo, house)
    [form] = read(page).select("form[action$='/sending']")
    fields = {str(one["name"]): str(one.get("value", "")) for one in form.select("input")}

    sent = mesa.browser(mo).post(str(form["action"]), data=fields | {"list": "Eva, eva@x.co"})

    assert sent.status_code == 409
    assert count(mesa) == 0


def test_a_hundred_lines_with_one_address_are_one_invitation(
    mesa: Installation, mo: Actor, house: str
) -> None:
    page = checks(mesa, mo, house, "Ana, ana@x.co\n" * 100)
    assert page.text.count("same address as in an earlier line") == 99

    assert confirms(mesa, mo, page).status_code == 201
    assert len(letters(mesa)) == count(mesa) == 1


def test_a_file_as_excel_writes_it_is_read(mesa: Installation, mo: Actor, house: str) -> None:
    file = BytesIO("Nombre;Correo\nÍñigo Peña;inigo@x.co\n".encode("cp1252"))
    form = COMMON | {"organisation": house, "list": "", "file": (file, "lista.csv")}

    page = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/many", data=form)

    assert "Íñigo Peña" in read(page).select(".checked")[0].get_text()
    assert "Íñigo Peña;inigo@x.co" in page.text


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("", b""),
        (" \n;;\n", b""),
        ("Nombre;Correo\n", b""),
        ("Ana, ana@x.co\n" * 201, b""),
        ("x" * 100_001, b""),
        ("", b"x" * 100_001),
        ("", b"PK\x03\x04 a spreadsheet"),
    ],
)
def test_a_list_that_cannot_be_is_told_and_kept(
    mesa: Installation, mo: Actor, house: str, text: str, file: bytes
) -> None:
    form = COMMON | {"organisation": house, "list": text, "file": (BytesIO(file), "a.csv")}

    page = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/many", data=form)

    assert page.status_code == 422
    assert beside(page, "list")
    assert text.strip() in page.text
    assert count(mesa) == 0


@pytest.mark.parametrize("field", ["role", "language", "days", "organisation"])
def test_what_holds_for_all_has_to_be_offered(
    mesa: Installation, mo: Actor, house: str, field: str
) -> None:
    form = COMMON | {"organisation": house, "list": "Ana, ana@x.co", field: "never"}

    page = mesa.browser(mo).post(f"/p/{mo.panel.slug}/invitations/many", data=form)

    assert page.status_code == 422
    assert beside(page, field)
    assert "ana@x.co" in page.text


def test_a_list_is_not_sent_beyond_what_a_panel_sends_in_a_day(
    mesa: Installation, mo: Actor, house: str
) -> None:
    text = "\n".join(f"Ana {n}, {n}@x.co" for n in range(151))

    over = confirms(mesa, mo, checks(mesa, mo, house, text))

    assert over.status_code == 429
    assert "at most 150 letters" in over.text
    assert "150@x.co" in over.text
    assert (count(mesa), letters(mesa)) == (0, [])


def test_what_others_do_while_a_long_list_is_sent_doubles_nothing_and_loses_no_line(
    mesa: Installation, mo: Actor, house: str
) -> None:
    page = checks(mesa, mo, house, "\n".join(f"Ana {n}, {n}@x.co" for n in range(25)))
    turns = list[int]()

    def meanwhile(_seconds: float) -> None:
        """Have somebody else invite one who comes next, when others have their turn."""
        turns.append(count(mesa))
        if len(turns) == 1:
            with mesa.workshop.open_work() as work:
                me = again(work, mo)
                invite(work, me, Offer("Ana", Role.READER, Entry("House"), 7, "12@x.co"))

    serving = mesa.app.extensions["serving"]
    mesa.app.extensions["serving"] = replace(serving, sleep=meanwhile)
    try:
        sent = confirms(mesa, mo, page)
    finally:
        mesa.app.extensions["serving"] = serving

    assert turns == [10, 20, 25]
    assert sent.status_code == 201
    assert typed(sent, "list") == "Ana 12, 12@x.co"
    assert sorted(int(one.recipient.split("@")[0]) for one in letters(mesa)) == [
        n for n in range(25) if n != 12
    ]


def test_only_moderators_check_and_send(mesa: Installation, mo: Actor, house: str) -> None:
    with mesa.workshop.open_work() as work:
        panel = work.session.get_one(Panel, mo.panel_id)
        ana = a_seat(work, panel, Role.MEMBER)
    url, form = f"/p/{mo.panel.slug}/invitations/many", COMMON | {"list": "Ana, ana@x.co"}
    assert mesa.browser(mo).get(url).status_code == 200

    assert mesa.browser(ana).get(url).status_code == 404
    assert mesa.browser(ana).post(url, data=form).status_code == 403
    assert mesa.browser(ana).post(f"{url}/sending", data=form).status_code == 403


class TestWithoutMail:
    """The links are shown once, to be handed over."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return replace(settings, smtp="")

    def test_each_has_a_link_in_a_file_that_runs_nothing(
        self, mesa: Installation, mo: Actor, house: str
    ) -> None:
        text = "name,email\n=1+1,ana@x.co\n@SUM(A1),eva@x.co\n-Luz,luz@x.co\nSol,+sol@x.co\n"

        made = confirms(mesa, mo, checks(mesa, mo, house, text))

        assert made.status_code == 201
        [download] = read(made).select("a[download]")
        head, _, file = str(download["href"]).partition(",")
        assert head == "data:text/csv;charset=utf-8"
        rows = list(csv.reader(io.StringIO(unquote(file).removeprefix("\ufeff"))))
        assert [row[0] for row in rows] == ["'=1+1", "'@SUM(A1)", "'-Luz", "Sol"]
        assert rows[3][1] == "'+sol@x.co"
        assert len({row[2] for row in rows}) == 4
        guest = mesa.browser()
        assert followed(guest, rows[0][2].rpartition("/")[2]).status_code == 200
        assert guest.post("/invitation", data=GUEST).status_code == 303
        assert not letters(mesa)
