"""Sentences are marked where they are written, and translated where they are shown: at the edge."""

import ast
import re
from collections.abc import Iterator

import pytest
from jinja2 import Environment, nodes

from tests.conventions.sources import calls, functions, texts, trees

TRANSLATE = frozenset({"_", "gettext", "ngettext", "pgettext", "npgettext", "lazy_gettext"})
EDGE = (
    "panel/kernel/web.py",  # what answers a request with a page, or with data
    "panel/documents/sockets.py",  # what answers a change of a text with a reason
)
NAMED = re.compile(r"[\"']((?:\w+/)*_\w+\.html)[\"']")  # a template of macros, named in Python
PARSER = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


def macro_files() -> set[str]:
    """Templates that others import macros from, or that pushes render a macro of."""
    imported = {
        node.template.value
        for text in texts("templates").values()
        for node in PARSER.parse(text).find_all(nodes.Node)
        if isinstance(node, nodes.FromImport | nodes.Import)
        and isinstance(node.template, nodes.Const)
    }
    return imported | {name for text in texts("panel").values() for name in NAMED.findall(text)}


def translated_outside(source: str) -> list[int]:
    """The lines of a template that translate something outside of the macros' bodies."""
    return sorted(_outside(PARSER.parse(source)))


def _outside(node: nodes.Node) -> Iterator[int]:
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Macro):
            continue
        called = child.node if isinstance(child, nodes.Call) else None
        if isinstance(called, nodes.Name) and called.name in TRANSLATE:
            yield child.lineno
        yield from _outside(child)


def test_nothing_is_translated_outside_of_macros() -> None:
    files = macro_files()
    found = {name: translated_outside(texts("templates")[f"templates/{name}"]) for name in files}

    assert "discussion/_post.html" in files
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("{% macro word() %}{{ _('Post') }}{% endmacro %}", []),
        ("{% macro word() %}{% trans %}Post{% endtrans %}{% endmacro %}", []),
        ("{% set at = {'panel': 'x'} %}\n{% macro word() %}{{ at }}{% endmacro %}", []),
        ("{% set word = _('Post') %}\n{% macro say() %}{{ word }}{% endmacro %}", [1]),
        ("\n{% set words = [ngettext('One', 'Many', 2)] %}", [2]),
        ("{% trans %}Post{% endtrans %}", [1]),
    ],
)
def test_a_translation_that_would_be_cached_is_told(source: str, lines: list[int]) -> None:
    assert translated_outside(source) == lines


def mistyped(tree: ast.AST) -> set[str]:
    """Refusals that promise something other than a marked sentence or None."""
    return {
        one.name
        for one in functions(tree)
        if one.name.endswith("_refusal")
        and (one.returns is None or ast.unparse(one.returns) != "Message | None")
    }


def unmarkable(tree: ast.AST) -> list[int]:
    """Lines that mark what is no literal: pybabel would not find it."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "N_"
        and not all(isinstance(one, ast.Constant) for one in node.args)
    ]


def test_refusals_are_marked_sentences() -> None:
    wrong = {path: (mistyped(tree), unmarkable(tree)) for path, tree in trees("panel").items()}

    assert {path: found for path, found in wrong.items() if any(found)} == {}


def test_a_refusal_that_is_no_marked_sentence_is_told() -> None:
    good = "def reply_refusal(actor: Actor) -> Message | None: return N_('No.')"
    bad = "def reply_refusal(actor: Actor) -> str: return N_(f'No, {actor}.')"

    assert (mistyped(ast.parse(good)), unmarkable(ast.parse(good))) == (set(), [])
    assert (mistyped(ast.parse(bad)), unmarkable(ast.parse(bad))) == ({"reply_refusal"}, [1])
    assert mistyped(ast.parse("def reply_refusal(actor): ...")) == {"reply_refusal"}


def translates(path: str, tree: ast.AST) -> set[str]:
    """What a Python file translates though it is not the edge."""
    return set() if path in EDGE else set(calls(tree)) & TRANSLATE


def test_python_translates_at_the_edge_alone() -> None:
    found = {path: translates(path, tree) for path, tree in trees("panel").items()}

    assert {path: names for path, names in found.items() if names} == {}
    assert all("gettext" in set(calls(trees("panel")[path])) for path in EDGE)


def test_a_translation_below_the_edge_is_told() -> None:
    code = ast.parse("raise Refused(gettext('No.'))")

    assert translates("panel/kernel/web.py", code) == set()
    assert translates("panel/papers/policy.py", code) == {"gettext"}
