"""Files of every kind can be made of the demo's papers."""

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from flask_babel import force_locale, gettext

from panel.cli.demo import fill
from panel.cli.demo_papers import BEFORE_THE_FIRST, PAPERS, DemoPaper
from panel.exports.drawing import Drawing
from panel.exports.formats import ENDINGS
from panel.exports.makers import MAKERS
from panel.exports.queries.papers import text_of, wanted
from panel.exports.sheet import Sheet
from panel.kernel.settings import Settings
from panel.kernel.work import Reading
from tests.cli.demo_reading import actor, found
from tests.conftest import Installation


def drawn(reading: Reading, one: DemoPaper, url: str) -> Sheet:
    """What an export of the text that a paper shows would say."""
    paper = found(reading, one)
    asked = wanted(reading, actor(reading, "amparo").panel, paper, paper.version)
    content, blocks = text_of(reading, asked.cover, asked.text)
    with force_locale(asked.cover.language):
        return Drawing(asked.cover, gettext, url).sheet(content, blocks)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_files_of_each_kind_are_made_of_each_paper(
    mesa: Installation, tmp_path: Path, settings: Settings
) -> None:
    assert fill(replace(settings, demo=True))
    with mesa.app.app_context(), mesa.workshop.open_reading() as reading:
        sheets = {one.key: drawn(reading, one, settings.url) for one in PAPERS}

    for key, sheet in sheets.items():
        for kind, make in MAKERS.items():
            target = tmp_path / f"{key}-{kind}.{ENDINGS[kind]}"
            assert make(sheet, target) == (), (key, kind)
            assert target.stat().st_size

    with pikepdf.open(tmp_path / f"{BEFORE_THE_FIRST.key}-pdf.pdf") as pdf:
        assert 5 <= len(pdf.pages) <= 8
