"""Our command line in processes of its own, forked from one that has imported it already."""

import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from panel.cli import main
from panel.kernel.settings import ROOT

FORKED = get_context("forkserver")  # a hundred commands would each import for half a second
FORKED.set_forkserver_preload(["panel.cli.backup", "panel.cli.restore", "panel.cli.panels"])
STREAMS = {1: "out", 2: "err"}


def run(
    args: Sequence[str], environment: Mapping[str, str], limit: int = 0
) -> subprocess.CompletedProcess[str]:
    """Run `panel` as an operator does, in a process whose files may have `limit` kB, if any."""
    with TemporaryDirectory() as folder:
        process = FORKED.Process(target=_become, args=(args, dict(environment), folder, limit))
        process.start()
        process.join()
        out, err = ((Path(folder) / name).read_text() for name in STREAMS.values())
    code = process.exitcode
    assert code is not None
    process.close()
    return subprocess.CompletedProcess(["panel", *args], code, out, err)


def _become(args: Sequence[str], environment: dict[str, str], folder: str, limit: int) -> None:
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(ROOT)
    for stream, name in STREAMS.items():
        os.dup2(os.open(Path(folder) / name, os.O_WRONLY | os.O_CREAT), stream)
    if limit:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit * 1024, limit * 1024))
    sys.argv = ["panel", *args]
    main()
