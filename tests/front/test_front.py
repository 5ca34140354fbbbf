"""The logic of the pages' scripts that needs no browser, run by Node's own test runner."""

import os
import signal
import subprocess
from pathlib import Path
from subprocess import PIPE, STDOUT

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
PATIENCE = 60  # seconds


def test_the_logic_of_the_scripts(tmp_path: Path) -> None:
    tests = sorted(Path(__file__).parent.glob("*.test.ts"))
    bundle = [
        str(ROOT / "node_modules" / ".bin" / "esbuild"),
        *map(str, tests),
        "--bundle",
        "--platform=node",
        "--format=esm",
        "--out-extension:.js=.mjs",
        "--log-level=warning",
        f"--outdir={tmp_path}",
    ]
    subprocess.run(bundle, check=True, cwd=ROOT)  # noqa: S603  # our own files

    run = [str(NODE), "--test", *map(str, sorted(tmp_path.glob("*.mjs")))]
    with subprocess.Popen(  # noqa: S603
        run, stdout=PIPE, stderr=STDOUT, text=True, start_new_session=True
    ) as node:
        try:
            said, _ = node.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:  # one waits for ever; each file has a process of its own
            os.killpg(node.pid, signal.SIGKILL)
            said, _ = node.communicate()

    assert tests
    assert node.returncode == 0, said
