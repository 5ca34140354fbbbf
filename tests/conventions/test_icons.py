"""Every icon that a template draws is in the list that the build takes from."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DRAWN = re.compile(r"""\bicon\(\s*["']([^"']+)["']""")


def drawn(template: str) -> set[str]:
    return set(DRAWN.findall(template))


def test_every_icon_of_a_template_is_listed() -> None:
    listed = set((ROOT / "static" / "icons.txt").read_text().splitlines())
    templates = {path: path.read_text() for path in (ROOT / "templates").rglob("*.html")}

    missing = {path.name: drawn(text) - listed for path, text in templates.items()}

    assert {name: icons for name, icons in missing.items() if icons} == {}


def test_an_icon_is_found_in_either_kind_of_quotes() -> None:
    assert drawn("{{ icon('pencil') }} {{ icon(\"eye\") }}") == {"pencil", "eye"}
    assert drawn("{{ iconic('pencil') }} icon") == set()
