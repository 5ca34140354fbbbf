"""Every sentence of the interface stands in every catalogue, whole, with the same placeholders."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

from panel.kernel.languages import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = "en"  # the language of the code itself
SOURCES = {"panel": ("**.py", "python"), "templates": ("**.html", "jinja2")}
STRICT = {"**.html": {"silent": "false"}}  # a template that cannot be parsed is no empty one
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}")


def sentences() -> Iterator[Message]:
    """All that the code marks for translation."""
    for folder, way in SOURCES.items():
        found = extract_from_dir(ROOT / folder, [way], keywords=KEYWORDS, options_map=STRICT)
        for _file, _line, words, _comments, _context in found:
            yield Message(words)


def faults(message: Message, catalogue: Catalog) -> list[str]:
    """What is wrong with the translation of one sentence."""
    ids, found = _forms(message.id), catalogue.get(message.id)
    if found is None or not all(_forms(found.string)):
        return [f"not translated: {ids[0]!r}"]
    if found.fuzzy:
        return [f"fuzzy: {ids[0]!r}"]
    return [f"other placeholders: {ids[0]!r}"] if _differ(ids, _forms(found.string)) else []


def _differ(ids: tuple[str, ...], strings: tuple[str, ...]) -> bool:
    """The form for many has all placeholders; that for one may say the number in a word."""
    allowed = [_placeholders(text) for text in ids]
    used = [_placeholders(text) for text in strings]
    return used[-1] != allowed[-1] or any(form not in allowed for form in used)


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def catalogue(text: str) -> Catalog:
    return read_po(StringIO(text), locale="es")


@pytest.mark.parametrize("language", sorted(LANGUAGES.keys() - {SOURCE}))
def test_every_sentence_is_translated(language: str) -> None:
    path = ROOT / "translations" / language / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        translated = read_po(file, locale=language)
    marked = list(sentences())

    wrong = [fault for message in marked for fault in faults(message, translated)]

    assert marked
    assert wrong == []


GOOD = [
    ("Post", 'msgid "Post"\nmsgstr "Publicar"'),
    ("Hello %(name)s", 'msgid "Hello %(name)s"\nmsgstr "Hola, %(name)s"'),
    (
        ("One post", "%(num)s posts"),
        'msgid "One post"\nmsgid_plural "%(num)s posts"\nmsgstr[0] "Una"\nmsgstr[1] "%(num)s"',
    ),
]
BAD = [
    ("Post", "", "not translated"),
    ("Post", 'msgid "Post"\nmsgstr ""', "not translated"),
    ("Post", '#, fuzzy\nmsgid "Post"\nmsgstr "Publicar"', "fuzzy"),
    ("Hi %(name)s", 'msgid "Hi %(name)s"\nmsgstr "Hola, %(nombre)s"', "other placeholders"),
    ("{name} left", 'msgid "{name} left"\nmsgstr "Se fue"', "other placeholders"),
    (
        ("One post", "%(num)s posts"),
        'msgid "One post"\nmsgid_plural "%(num)s posts"\nmsgstr[0] "Una"\nmsgstr[1] "Varias"',
        "other placeholders",
    ),
]


@pytest.mark.parametrize(("words", "translated"), GOOD)
def test_a_whole_translation_passes(words: str | tuple[str, ...], translated: str) -> None:
    assert faults(Message(words), catalogue(translated)) == []


@pytest.mark.parametrize(("words", "translated", "fault"), BAD)
def test_a_faulty_translation_is_told(
    words: str | tuple[str, ...], translated: str, fault: str
) -> None:
    assert [said.split(":")[0] for said in faults(Message(words), catalogue(translated))] == [fault]
