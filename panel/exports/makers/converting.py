"""Pandoc, called with our JSON: in its sandbox, with a limit to its memory."""

import json
import os
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pypandoc

PANDOC = Path(pypandoc.__file__).parent / "files" / "pandoc"  # of the package, no other
MEMORY = "-M768M"  # of Pandoc's own heap, so that it says what was too much


def convert(paper: dict[str, Any], to: str, target: Path, *options: str, at: int = 0) -> None:
    """Write a paper in another format; `at` (seconds) is the time the file says it is from."""
    run("--from=json", f"--to={to}", f"--output={target}", *options, words=paper, at=at)


def run(*arguments: str, words: dict[str, Any] | None = None, at: int = 0) -> bytes:
    """Run Pandoc and give what it prints; CalledProcessError when it cannot do it."""
    command: Sequence[str] = [
        str(PANDOC),
        "--sandbox",
        *arguments,
        *("+RTS", MEMORY, "-RTS"),
    ]
    done = subprocess.run(  # noqa: S603  # the programme of the package, arguments of our own
        command,
        input=b"" if words is None else json.dumps(words).encode(),
        stdout=subprocess.PIPE,
        check=True,
        env=os.environ | {"SOURCE_DATE_EPOCH": str(at)},
    )
    return done.stdout
