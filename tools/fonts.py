"""Cut the fonts of the pages to the weights in use: `python tools/fonts.py SOURCES… TARGET`."""

import sys
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from io import BytesIO
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

WEIGHTS = (400, 600)  # the lightest and the heaviest that static/css asks for
FEATURES = ["calt", "ccmp", "kern", "liga", "lnum", "locl", "mark", "mkmk", "tnum"]


def cut(source: Path, target: Path) -> None:
    """Write the font again with every letter, but without the features and weights not in use.

    The same source gives the same bytes: no time of making is kept in the font.
    """
    slim = BytesIO()
    font = TTFont(source, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=FEATURES, hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=font.getBestCmap())
    subsetter.subset(font)
    font.flavor = None
    font.save(slim)

    font = TTFont(slim, recalcTimestamp=False)
    instantiateVariableFont(font, {"wght": WEIGHTS}, inplace=True)
    font.flavor = "woff2"
    font.save(target / source.name)


def main(*arguments: str) -> None:
    """Cut all sources into the target folder, as many at a time as there are cores."""
    *sources, target = map(Path, arguments)
    target.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor() as pool:
        list(pool.map(partial(cut, target=target), sources))


if __name__ == "__main__":
    main(*sys.argv[1:])
