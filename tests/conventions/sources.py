"""What the house rules look at: the files of this repository, read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = {  # where our own writing lies, and in what
    "panel": (".py",),
    "tests": (".py",),
    "tools": (".py", ".mjs"),
    "migrations": (".py",),
    "templates": (".html",),
    "static/ts": (".ts",),
    "static/css": (".css",),
}


@cache
def texts(*folders: str) -> dict[str, str]:
    """Every file in these folders, by its path."""
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in OURS[folder]
    }


@cache
def trees(*folders: str) -> dict[str, ast.Module]:
    """Every Python file in these folders, parsed."""
    return {path: ast.parse(text) for path, text in texts(*folders).items() if path.endswith(".py")}


def calls(tree: ast.AST) -> Iterator[str]:
    """What is called in a piece of code: `open` for a function, `.open` for somebody's method."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield f".{node.func.attr}"
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Every function in a piece of code."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
