"""Makes a file in its own process: `python -m panel.exports.child SUBJECT FORMAT TOLD TARGET`.

Prints the sentences that the maker has to say, as JSON. What goes wrong goes to stderr and into the
exit status; `making` tells it to the reader. Nothing comes by stdin: it ends when who wanted the
file is gone, and so does this process, with all that it has started.
"""

import json
import os
import signal
import sys
from pathlib import Path
from threading import Thread

from panel.kernel.confining import confine

MEMORY = 1_536  # MB of addresses: a paper of thirty pages needs a quarter of it
SECONDS = 120  # of computing
OUT_OF_MEMORY = 75  # exit status


def end_with_who_waits() -> None:
    """Take the whole session along when stdin ends: Pandoc, say, would work on for nobody."""
    os.read(0, 1)
    os.killpg(0, signal.SIGKILL)


def main(  # one for each word of the command
    subject: str,
    kind: str,
    told: str,
    target: str,
    memory: str = str(MEMORY),
    seconds: str = str(SECONDS),
) -> int:
    """Make the file; the makers are imported under the limits, too."""
    confine(int(memory), int(seconds))
    try:
        from panel.exports.makers import made

        said = made(subject, kind, Path(told).read_text("utf-8"), Path(target))
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    Thread(target=end_with_who_waits, daemon=True).start()
    sys.exit(main(*sys.argv[1:]))
