"""Colours have names: their values stand in tokens.css alone, once for light and twice for dark."""

import re

import pytest

from tests.conventions.sources import texts

TOKENS = "static/css/tokens.css"
COMMENT = re.compile(r"/\*.*?\*/|\{#.*?#\}", re.DOTALL)
RULE = re.compile(r"[{;]\s*([\w-]+)\s*:\s*([^;{}]+)(?=[;}])")  # a declaration in a style sheet
STYLE = re.compile(r"(?:style|fill|stroke)=[\"']([^\"']*)")  # in a template or a script
VALUE = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\("
    r"|(?<![\w-])(?:black|white|gr[ae]y|silver|red|green|blue|yellow|orange|purple|teal|navy"
    r"|maroon|olive|lime|aqua|cyan|fuchsia|magenta|brown|pink|gold|beige|ivory)(?![\w-])",
    re.IGNORECASE,
)


def colours(css: str) -> list[str]:
    """The literal colours in the declarations of a style sheet; ids and names are none."""
    plain = COMMENT.sub("", css)
    return [found for _name, value in RULE.findall(plain) for found in VALUE.findall(value)]


def inline(source: str) -> list[str]:
    """The literal colours in the attributes of a template, or of what a script makes."""
    plain = COMMENT.sub("", source)
    return [found for value in STYLE.findall(plain) for found in VALUE.findall(value)]


def dark(css: str) -> list[dict[str, str]]:
    """The colours of each block that makes the page dark."""
    blocks = re.findall(r"\{([^{}]*color-scheme:\s*dark[^{}]*)\}", COMMENT.sub("", css))
    return [dict(RULE.findall("{" + block + "}")) for block in blocks]


def test_no_colour_stands_outside_of_the_tokens() -> None:
    sheets = {path: colours(css) for path, css in texts("static/css").items() if path != TOKENS}
    others = {path: inline(text) for path, text in texts("templates", "static/ts").items()}
    found = {path: values for path, values in (sheets | others).items() if values}

    assert colours(texts("static/css")[TOKENS])
    assert found == {}


def test_both_ways_to_the_dark_give_the_same_colours() -> None:
    by_choice, by_system = dark(texts("static/css")[TOKENS])

    assert by_choice == by_system
    assert len(by_choice) > 1


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("a { color: var(--accent); border: 1px solid currentColor }", []),
        ("#dad { color: var(--ink-2); } .red { background: transparent; }", []),
        ("/* never #fff */ a { text-decoration-color: color-mix(in srgb, currentColor 45%) }", []),
        ("a { color: #0c5056; }", ["#0c5056"]),
        ("a { box-shadow: 0 1px 2px rgb(0 0 0 / .1) }", ["rgb("]),
        ("a { color: var(--accent, white) }", ["white"]),
    ],
)
def test_a_literal_colour_is_told(css: str, found: list[str]) -> None:
    assert colours(css) == found


def test_a_literal_colour_in_an_attribute_is_told() -> None:
    assert inline('<svg class="icon" fill="none" stroke="currentColor">') == []
    assert inline('<svg fill="#fff" style="color: red">') == ["#fff", "red"]


def test_dark_lists_that_differ_are_told() -> None:
    css = (
        ":root[x] { color-scheme: dark; --a: #1; }"
        "@media (y) { :root { color-scheme: dark; --a: #2 } }"
    )

    assert dark(css) == [
        {"color-scheme": "dark", "--a": "#1"},
        {"color-scheme": "dark", "--a": "#2 "},
    ]
