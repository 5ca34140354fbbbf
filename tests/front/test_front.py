"""The logic of the pages' scripts that needs no browser, run by Node's own test runner."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"


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
    done = subprocess.run(run, capture_output=True, text=True, check=False)  # noqa: S603

    assert tests
    assert done.returncode == 0, done.stdout + done.stderr
