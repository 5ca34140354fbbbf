"""Pictures of people: made of what they send in a child under limits, and sent to browsers."""

import json
import logging
import os
import subprocess
import sys
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from flask import Response, request

from panel.identity.portraits import Limits, Portrait
from panel.kernel.errors import Busy, Invalid
from panel.kernel.messages import N_, Message

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
BYTES = 8_000_000  # of a file
BODY = 32_000_000  # so much is read of a request, to say in words that a file is too large
TIMEOUT = 40.0  # seconds by the clock, with what others wait before
YEAR = 31_536_000  # seconds

MISSING = N_("Please choose a picture first.")
TOO_HEAVY = N_("This file is larger than 8 MB. Please choose a smaller picture.")
HARD = N_("This picture could not be made smaller here. Please choose another one.")
SAID: dict[str, Message] = {
    "hard": HARD,
    "unknown": N_("This is no picture that Mesa can read. Please choose a JPEG, PNG or WebP file."),
    "damaged": N_("This picture is damaged or incomplete. Please choose another one."),
    "small": N_("This picture is too small: it should be at least 64 pixels wide and high."),
    "large": N_("This picture has more than 40 million pixels. Please choose a smaller one."),
}
WAITING = N_("Other pictures are being made just now. Please try again in a moment.")

# No keys of ours; and few threads, whose stacks would count as memory.
_ENVIRONMENT = {"PATH": os.environ.get("PATH", os.defpath), "MALLOC_ARENA_MAX": "2"}


LIMITS = Limits()


def portrait(file: IO[bytes], *, limits: Limits = LIMITS, timeout: float = TIMEOUT) -> Portrait:
    """Make a picture of what somebody sent; Invalid says beside the field why it cannot be.

    Only waiting takes time here, and the server under us waits without holding others up.
    """
    with TemporaryFile() as sent, TemporaryFile() as said, TemporaryFile() as errors:
        if not _copied(file, sent):
            raise Invalid({"picture": TOO_HEAVY})
        command = [sys.executable, "-m", "panel.identity.picturing"]
        process = subprocess.Popen(  # noqa: S603  # our own module, arguments of our own
            [*command, str(limits.memory), str(limits.seconds)],
            cwd=ROOT,
            env=_ENVIRONMENT,
            stdin=sent,
            stdout=said,
            stderr=errors,
        )
        status = _awaited(process, timeout)
        said.seek(0)
        errors.seek(0)
        return _read(status, said.read(), errors.read())


def shown(data: bytes, name: str) -> Response:
    """Send a picture; its address changes with it, so browsers need not ask again."""
    answer = Response(data, mimetype="image/webp")
    answer.headers["Cache-Control"] = f"private, max-age={YEAR}, immutable"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.set_etag(name)
    answer.make_conditional(request)
    return answer


def _copied(file: IO[bytes], into: IO[bytes]) -> bool:
    """Copy a file for the child to read; False when it is too large for that."""
    data = file.read(BYTES + 1)
    into.write(data)
    into.flush()
    into.seek(0)
    return len(data) <= BYTES


def _awaited(process: "subprocess.Popen[bytes]", timeout: float) -> int:
    try:
        return process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise Busy(WAITING) from None
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def _read(status: int, said: bytes, errors: bytes) -> Portrait:
    if errors or status:
        log.info("a picture ended with %s: %s", status, errors.decode("utf-8", "replace")[-500:])
    if status:
        raise Invalid({"picture": HARD})
    told = json.loads(said)
    if "wrong" in told:
        raise Invalid({"picture": SAID[told["wrong"]]})
    large, small = (b64decode(one) for one in told["sizes"])
    return Portrait(large, small)
