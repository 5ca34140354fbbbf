"""Files are short enough to be read at once, and nothing in them is left for later."""

import re

from tests.conventions.sources import OURS, texts

LINES = 300
LONG = {
    "panel/cli/demo_data.py": "what the people of the demo say, and no code",
    "panel/cli/demo_papers.py": "what the papers of the demo say, and no code",
}
LATER = re.compile(r"\b(?:T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")  # so that this line is none


def too_long(files: dict[str, str]) -> set[str]:
    """Files of more lines than somebody reads at once."""
    return {path for path, text in files.items() if text.count("\n") > LINES}


def left(files: dict[str, str]) -> set[str]:
    """Files in which something is left for later; issues are the place for that."""
    return {path for path, text in files.items() if LATER.search(text)}


def test_no_file_is_longer_than_one_reads_but_those_with_a_reason() -> None:
    assert too_long(texts("panel", "static/ts", "tests")) == set(LONG)


def test_nothing_is_left_for_later() -> None:
    assert left(texts(*OURS)) == set()


def test_a_long_file_is_told() -> None:
    assert too_long({"short.py": "pass\n" * LINES, "long.py": "pass\n" * (LINES + 1)}) == {
        "long.py"
    }


def test_what_is_left_for_later_is_told() -> None:
    files = {"done.py": "# todo el día\n", "open.py": "# todo: the rest\n".upper()}

    assert left(files) == {"open.py"}
