"""Files that people might send as their picture."""

from io import BytesIO
from typing import Any

from PIL import Image

from tests.conftest import Installation

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F  # tags of EXIF
SECRET = b"a phone that tells"
RED, BLUE = (200, 30, 30), (30, 30, 200)


def encoded(image: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:  # noqa: ANN401
    """Write a picture as a file of some kind."""
    into = BytesIO()
    image.save(into, kind, **options)
    return into.getvalue()


def plain(width: int = 300, height: int = 200) -> Image.Image:
    """A picture of one colour."""
    return Image.new("RGB", (width, height), RED)


def from_a_phone(turned: int = 6) -> bytes:
    """A large photograph, lying on its side: red above and blue below, with a place in it."""
    image = Image.new("RGB", (1200, 1600), RED)
    image.paste(BLUE, (0, 800, 1200, 1600))
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = turned, SECRET.decode()
    exif.get_ifd(GPS).update({1: "N", 2: (4.0, 35.0, 53.0), 3: "W", 4: (74.0, 4.0, 33.0)})
    lying = image.transpose(Image.Transpose.ROTATE_90) if turned == 6 else image
    return encoded(lying, exif=exif, comment=SECRET)


def read(data: bytes) -> Image.Image:
    """Open a picture, insisting that it can be decoded."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def near(pixel: object, colour: tuple[int, int, int]) -> bool:
    """Tell whether a pixel is of a colour, but for what encoding changes."""
    assert isinstance(pixel, tuple)
    return all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))


def sends(mesa: Installation, who: Any, data: bytes, name: str = "me.jpg") -> Any:  # noqa: ANN401
    """Send a file by the form of the profile, as a browser does without a script."""
    head = f'--edge\r\nContent-Disposition: form-data; name="picture"; filename="{name}"\r\n\r\n'
    body = head.encode() + data + b"\r\n--edge--\r\n"
    form = "multipart/form-data; boundary=edge"
    return mesa.browser(who).post("/me/picture", data=body, content_type=form)
