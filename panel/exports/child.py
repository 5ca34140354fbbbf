"""Makes one file in a process of its own: `python -m panel.exports.child FORMAT SHEET TARGET`.

Prints the sentences that the maker has to say, as JSON. What goes wrong goes to stderr and into the
exit status; `making` tells it to the reader.
"""

import json
import resource
import sys
from pathlib import Path

MEMORY = 1_536  # MB of addresses: a paper of thirty pages needs a quarter of it
SECONDS = 120  # of computing
OUT_OF_MEMORY = 75  # exit status


def confine(memory: int, seconds: int) -> None:
    """Give this process, and what it starts, no more than that; the system ends what takes more."""
    resource.setrlimit(resource.RLIMIT_AS, (memory * 2**20, memory * 2**20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main(
    kind: str, sheet: str, target: str, memory: str = str(MEMORY), seconds: str = str(SECONDS)
) -> int:
    """Make the file; the makers are imported under the limits, too."""
    confine(int(memory), int(seconds))
    try:
        from panel.exports.makers import MAKERS
        from panel.exports.sheet import Sheet

        said = MAKERS[kind](Sheet.from_json(Path(sheet).read_text("utf-8")), Path(target))
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
