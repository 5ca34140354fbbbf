"""What migrations and backups know is every table there is, and nothing of the web."""

import json
import subprocess
import sys

from panel import wiring
from panel.kernel.settings import ROOT
from panel.kernel.tables import Base

ALONE = """
import json, sys
from panel.tables import TABLES
print(json.dumps([sorted(TABLES.tables), sorted({"flask", "pycrdt"} & set(sys.modules))]))
"""


def test_the_tables_alone_are_all_tables() -> None:
    assert wiring.PUSHES, "which imports every domain, and so every table"

    done = subprocess.run(  # noqa: S603  # our own programme
        [sys.executable, "-c", ALONE], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert json.loads(done.stdout) == [sorted(Base.metadata.tables), []]
