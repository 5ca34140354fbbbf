"""Files made once for all tests that read them."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from panel.exports.formats import ENDINGS
from panel.exports.makers import MAKERS
from tests.exports import papers

Made = Callable[[str, str], Path]
PAPERS = {"everything": papers.EVERYTHING, "hostile": papers.HOSTILE}


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Give the file of a format that was made of one of the papers."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def make(kind: str, paper: str) -> Path:
        target = folder / f"{paper}-{kind}.{ENDINGS[kind]}"
        assert MAKERS[kind](PAPERS[paper], target) == ()
        return target

    return make


def together(text: str) -> str:
    """Leave the spaces out, which formats may set as they need."""
    return "".join(text.split())
