"""A list is read as people write it: pasted, from a mail programme, or saved by a spreadsheet."""

from collections.abc import Mapping

import pytest

from panel.membership.lists import UnreadableError, decoded, heading, rows
from panel.membership.models import Role
from panel.membership.roster import (
    NO_ADDRESS,
    NO_HOUSE,
    NO_LANGUAGE,
    NO_ROLE,
    ONCE,
    OPEN,
    TOO_MUCH,
    Around,
    Common,
    Line,
    good,
    judged,
    seal,
)
from tests.mail.letters import WHEN

COMMON = Common("Mutual", Role.MEMBER, "es", 7)
ANA = {"name": "Ana Gómez", "address": "ana@x.co"}


def read(text: str) -> list[Mapping[str, str]]:
    """Read a list; give what stands in its columns."""
    return [{key: cell for key, cell in row.cells.items() if cell} for row in rows(text)]


def checked(
    text: str, *, common: Common = COMMON, known: frozenset[str] = frozenset()
) -> list[Line]:
    """Judge a list, in a panel with one organisation."""
    return judged(rows(text), common, Around(["Mutual"], known, {}, WHEN))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Gómez, ana@x.co",
        "Ana Gómez; ana@x.co",
        "Ana Gómez\tana@x.co",
        "ana@x.co, Ana Gómez",
        "Ana Gómez <ana@x.co>",
        '"Ana Gómez" <ana@x.co>',
        "\ufeffNombre;Correo electrónico\r\nAna Gómez;ana@x.co\r\n",
        "E-mail,Name\nana@x.co,Ana Gómez",
        'CORREO\tObservaciones\tNOMBRE COMPLETO\nana@x.co\t"algo, más"\tAna Gómez',
        "\n\n ;;; \nnombre,email\n,,\nAna Gómez,ana@x.co\n\n",
    ],
)
def test_one_person_is_found_however_it_is_written(text: str) -> None:
    assert read(text) == [ANA]


def test_all_columns_are_found_in_any_order_and_in_either_language() -> None:
    whole = ANA | {"organisation": "Mutual", "role": "lectora", "language": "inglés"}
    spanish = "Rol;Entidad;Idioma;Correo;Nombre\nlectora;Mutual;inglés;ana@x.co;Ana Gómez"
    english = "Language,Role,Organisation,Name,E-mail\ninglés,lectora,Mutual,Ana Gómez,ana@x.co"
    bare = "Ana Gómez, ana@x.co, Mutual, lectora, inglés"

    assert read(spanish) == read(english) == read(bare) == [whole]


def test_what_a_mail_programme_copies_is_several_people_in_one_line() -> None:
    assert read("Ana Gómez <ana@x.co>; eva@x.co; Luz <luz@x.co>") == [
        ANA,
        {"address": "eva@x.co"},
        {"name": "Luz", "address": "luz@x.co"},
    ]


def test_a_comma_within_a_name_parts_nothing() -> None:
    expected = {"name": "Gómez, Ana", "address": "ana@x.co"}

    assert read("Gómez, Ana <ana@x.co>") == [expected]
    assert read('name,email\n"Gómez, Ana",ana@x.co') == [expected]


def test_a_quotation_mark_that_is_never_closed_spoils_one_line() -> None:
    found = read('nombre,correo\n"Ana,ana@x.co\nEva,eva@x.co')

    assert found[1] == {"name": "Eva", "address": "eva@x.co"}
    assert len(found) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16"])
def test_a_file_is_read_in_whatever_a_spreadsheet_wrote_it(encoding: str) -> None:
    assert read(decoded("nombre;correo\nAna Gómez;ana@x.co".encode(encoding))) == [ANA]


@pytest.mark.parametrize("data", [b"PK\x03\x04sheet", b"\xd0\xcf\x11\xe0", b"a\0b"])
def test_a_file_that_is_no_text_is_told_from_one(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        decoded(data)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Ana Gómez", NO_ADDRESS),
        ("nombre,correo\nAna,", NO_ADDRESS),
        ("Ana, ana@x.co, Mutual, king", NO_ROLE),
        ("Ana, ana@x.co, Mutual, member, klingon", NO_LANGUAGE),
        ("name,email\nAna,ana@x.co,,more", TOO_MUCH),
    ],
)
def test_what_is_wrong_with_a_line_is_said(text: str, wrong: str) -> None:
    [line] = checked(text)

    if text != "Ana Gómez":
        assert line.wrong == (wrong,)
    assert line.wrong
    assert line.offer is None


@pytest.mark.parametrize("address", ["ana", "ana@x", "@x.co", "ana@@x.co", "a b@x.co", "x" * 300])
def test_what_is_no_address_is_told(address: str) -> None:
    [right, wrong] = checked(f"name,email\nEva,eva@x.co\nAna,{address}")

    assert right.offer
    assert wrong.wrong
    assert wrong.text == f"Ana,{address}"


def test_what_is_too_long_is_told() -> None:
    lines = checked(f"name,email,organisation\n{'x' * 121},a@x.co,M\nB,b@x.co,{'x' * 161}")

    assert [bool(line.wrong) for line in lines] == [True, True]


def test_each_line_names_an_organisation_when_none_is_chosen_for_all() -> None:
    apart = Common("", Role.MEMBER, "es", 7)
    [named, bare] = checked("A, a@x.co, mutual\nB, b@x.co", common=apart)

    assert named.offer
    assert named.offer.organisation.name == "Mutual"  # as the directory writes it
    assert not named.new_house
    assert bare.wrong == (NO_HOUSE,)


def test_a_new_organisation_is_one_however_often_it_is_written() -> None:
    lines = checked("A, a@x.co, Caja Unión\nB, b@x.co, CAJA UNION")

    assert {line.offer.organisation.name for line in lines if line.offer} == {"Caja Unión"}
    assert all(line.new_house for line in lines)


def test_a_hundred_lines_with_one_address_invite_once() -> None:
    lines = checked("\n".join(["Ana, ana@x.co"] + ["Ana, ANA@x.co"] * 99))

    assert len(lines) == 100
    assert len(good(lines)) == 1
    assert all(line.wrong == (ONCE,) and line.known for line in lines[1:])


def test_a_line_that_is_broken_does_not_stand_for_another_with_its_address() -> None:
    king, queen, twice = checked("Ana, ana@x.co, M, king\nAna, ana@x.co\nAna, ana@x.co, M, king")

    assert king.wrong == (NO_ROLE,)
    assert queen.offer
    assert twice.wrong == (ONCE,)


def test_who_has_an_open_invitation_is_told() -> None:
    [line, other] = checked("Ana, ana@x.co\nEva, eva@x.co", known=frozenset({"ana@x.co"}))

    assert (line.wrong, line.known) == ((OPEN,), True)
    assert other.offer


def test_the_seal_is_of_what_is_sent() -> None:
    one, two = good(checked("Ana, ana@x.co")), good(checked("Ana, ana@x.co, Mutual, reader"))

    assert seal(one) == seal(good(checked("Ana;ana@x.co\nbroken")))
    assert seal(one) != seal(two)


def test_the_heading_is_found_again() -> None:
    assert heading("Correo;Nombre\nana@x.co;Ana") == ["Correo;Nombre"]
    assert heading("ana@x.co;Ana") == []
    assert heading("") == []
