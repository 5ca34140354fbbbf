"""Makes a picture of a person in its own process: `python -m panel.identity.picturing < FILE`.

Whatever was sent is decoded here alone, under limits, one file at a time on a machine. What comes
out is pixels encoded anew, as JSON with base64 in it: nothing else of the file is left. A file that
is no picture for us is told by a word that `pictures.SAID` has a sentence for.
"""

import fcntl
import json
import sys
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from panel.identity.portraits import LARGE, MEMORY, SECONDS, SIZES
from panel.kernel.confining import confine

LEAST = 64  # px of the file: less would show as a blur
PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
ORIENTATION = 0x0112  # in EXIF
TURNS = {  # EXIF 2.32, 4.6.4: how the pixels are turned back
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
WHITE = (255, 255, 255)
WRONG: tuple[tuple[type[Exception], str], ...] = (
    (UnidentifiedImageError, "unknown"),
    (Image.DecompressionBombError, "large"),
    (MemoryError, "hard"),
    (Exception, "damaged"),
)


def made(file: IO[bytes]) -> dict[str, object]:
    """Give the picture in its sizes, or what is wrong with the file."""
    try:
        with Image.open(file, formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > PIXELS:
                return {"wrong": "large"}
            if min(width, height) < LEAST:
                return {"wrong": "small"}
            square = _square(opened)
    except Exception as error:  # of decoders, for files that break off or were made to break them
        sys.stderr.write(f"{type(error).__name__}: {error}\n")
        return {"wrong": next(word for kind, word in WRONG if isinstance(error, kind))}
    return {"sizes": [b64encode(_encoded(square, size)).decode() for size in SIZES]}


def _square(opened: Image.Image) -> Image.Image:
    """Cut the middle out, upright, in plain colours, with no data about it left."""
    opened.draft("RGB", (2 * LARGE, 2 * LARGE))  # a JPEG need not be decoded in full
    opened.load()
    colours, turn = opened.info.get("icc_profile"), TURNS.get(_orientation(opened))
    side = min(opened.size)
    left, top = (opened.width - side) // 2, (opened.height - side) // 2
    cut = _plain(opened.crop((left, top, left + side, top + side)))
    small = cut.resize((LARGE, LARGE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    if colours and small.mode in {"RGB", "RGBA"}:
        small = _in_common_colours(small, colours)
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, WHITE)
        ground.paste(small, mask=small.getchannel("A"))
        small = ground
    clean = Image.new("RGB", small.size)
    clean.paste(small.convert("RGB"))
    return clean if turn is None else clean.transpose(turn)


def _plain(image: Image.Image) -> Image.Image:
    """Bring any kind of pixels to RGB, or RGBA where some can be seen through."""
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception as error:  # whatever broken data raises: then nothing turns the picture
        sys.stderr.write(f"orientation: {error}\n")
        return 1


def _in_common_colours(image: Image.Image, profile: bytes) -> Image.Image:
    """Translate the colours of a camera (Display P3, say) to sRGB, which browsers assume."""
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        changed = ImageCms.profileToProfile(image, given, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError) as error:  # no profile of such pixels
        sys.stderr.write(f"colours: {error}\n")
        return image
    return changed or image


def _encoded(square: Image.Image, size: int) -> bytes:
    into = BytesIO()
    fitted = ImageOps.fit(square, (size, size), Image.Resampling.LANCZOS)
    fitted.save(into, "WEBP", quality=82, method=6)
    return into.getvalue()


def main(memory: str = str(MEMORY), seconds: str = str(SECONDS)) -> None:
    """Make one picture, when it is this one's turn."""
    confine(int(memory), int(seconds))
    with Path(__file__).open("rb") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        sys.stdout.write(json.dumps(made(sys.stdin.buffer)))


if __name__ == "__main__":
    main(*sys.argv[1:])
