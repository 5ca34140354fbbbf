from collections.abc import Callable

import pytest

from panel.kernel.errors import Invalid
from panel.kernel.fields import DAMAGED, EMPTY, NOT_OFFERED, TOO_LONG, Fields
from panel.kernel.messages import Message

Read = Callable[[Fields], object]


def line(fields: Fields) -> object:
    return fields.line("field", 10)


def optional_line(fields: Fields) -> object:
    return fields.line("field", 10, optional=True)


def text(fields: Fields) -> object:
    return fields.text("field", 10)


def choice(fields: Fields) -> object:
    return fields.choice("field", ("one", "two"))


def number(fields: Fields) -> object:
    return fields.number("field")


def optional_number(fields: Fields) -> object:
    return fields.number("field", optional=True)


def token(fields: Fields) -> object:
    return str(fields.token("field"))


NAME = "12345678-1234-5678-1234-567812345678"


@pytest.mark.parametrize(
    ("read", "typed", "value"),
    [
        (line, "  two \n words ", "two words"),
        (line, "a\u2028b\x07c\0d", "a b c d"),
        (line, "a\u202eb", "a b"),  # what turns the direction of writing cannot be seen
        (line, "0123456789", "0123456789"),
        (optional_line, " ", ""),
        (text, " a\r\nb\0 ", "a\nb"),
        (choice, "two", "two"),
        (number, "12", 12),
        (number, "999999999", 999_999_999),
        (optional_number, "", None),
        (token, NAME, NAME),
        (token, NAME.replace("-", ""), NAME),
    ],
)
def test_what_is_right_is_read(read: Read, typed: str, value: object) -> None:
    fields = Fields({"field": typed})

    assert read(fields) == value
    fields.check()


@pytest.mark.parametrize(
    ("read", "typed", "sentence"),
    [
        (line, " \0\n", EMPTY),
        (line, "0123456789a", TOO_LONG),
        (optional_line, "0123456789a", TOO_LONG),
        (text, " \0 \r\n", EMPTY),
        (text, "\u200b\n\ufeff \u2060", EMPTY),
        (text, "0123456789a", TOO_LONG),
        (choice, "three", NOT_OFFERED),
        (choice, "", NOT_OFFERED),
        (number, "-1", DAMAGED),
        (number, "1.5", DAMAGED),
        (number, "", DAMAGED),
        (number, "٣", DAMAGED),
        (number, "²", DAMAGED),
        (number, "9999999999", DAMAGED),
        (optional_number, "x", DAMAGED),
        (token, "mine", DAMAGED),
        (token, "", DAMAGED),
    ],
)
def test_what_is_wrong_has_its_sentence(read: Read, typed: str, sentence: Message) -> None:
    fields = Fields({"field": typed})
    read(fields)

    with pytest.raises(Invalid) as invalid:
        fields.check()

    assert invalid.value.fields == {"field": sentence}


def test_a_field_that_is_missing_is_an_empty_one() -> None:
    fields = Fields({})
    line(fields)

    assert fields.wrong == {"field": EMPTY}


def test_all_that_is_wrong_is_told_at_once() -> None:
    fields = Fields({"title": "", "token": "mine"})
    fields.line("title", 10)
    fields.token()

    with pytest.raises(Invalid) as invalid:
        fields.check()

    assert invalid.value.fields == {"title": EMPTY, "token": DAMAGED}
