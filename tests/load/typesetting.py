"""Bare typst: `python -m tests.load.typesetting TEMPLATE DATA FONTS TARGET`, and nothing of ours.

It gets our template and what goes into it ready-made.
"""

import sys
from pathlib import Path

import typst


def main(template: Path, data: Path, fonts: Path, target: Path) -> None:
    """Make the PDF."""
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=[fonts],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"sheet": data.read_text("utf-8")},
        pdf_standards=["a-2a", "ua-1"],
    )
    target.write_bytes(made)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
