"""Whatever is sent, what is kept is a small square of pixels, or a sentence says why not."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from panel.identity.pictures import BYTES, portrait
from panel.identity.picturing import PIXELS, made
from panel.identity.portraits import Limits
from panel.kernel.errors import Busy, Invalid
from tests.identity.faces import BLUE, RED, SECRET, encoded, from_a_phone, near, plain, read


def said(data: bytes, **options: object) -> str:
    with pytest.raises(Invalid) as refused:
        portrait(BytesIO(data), **options)  # type: ignore[arg-type]
    return str(refused.value.fields["picture"])


@pytest.mark.parametrize("turned", [1, 6])
def test_a_photograph_comes_out_upright_square_small_and_without_its_data(turned: int) -> None:
    sent = from_a_phone(turned)
    assert SECRET in sent

    kept = portrait(BytesIO(sent))

    for data, size in ((kept.large, 256), (kept.small, 64)):
        image = read(data)
        assert (image.format, image.size, image.mode) == ("WEBP", (size, size), "RGB")
        assert near(image.getpixel((size // 2, 4)), RED)
        assert near(image.getpixel((size // 2, size - 4)), BLUE)
        assert not image.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(image.info)
        assert SECRET not in data
    assert len(kept.large) < 40_000


@pytest.mark.parametrize(
    "file",
    [
        encoded(plain(), "PNG"),
        encoded(plain(), "WEBP"),
        encoded(plain().convert("CMYK")),
        encoded(plain().convert("P"), "PNG"),
        encoded(plain().convert("RGBA"), "PNG"),
        encoded(plain(64, 3000)),
        encoded(plain(), "PNG", save_all=True, append_images=[Image.new("RGB", (300, 200))]),
        encoded(plain(), "WEBP", save_all=True, append_images=[Image.new("RGB", (300, 200))]),
        encoded(plain(), exif=b"Exif\0\0broken"),
        encoded(plain(), icc_profile=b"no profile at all"),
    ],
    ids=["png", "webp", "cmyk", "palette", "alpha", "narrow", "apng", "moving", "exif", "icc"],
)
def test_all_sorts_of_pictures_are_taken_and_of_moving_ones_the_first_moment(file: bytes) -> None:
    image = read(portrait(BytesIO(file)).large)

    assert getattr(image, "n_frames", 1) == 1
    pixel = image.getpixel((128, 128))
    assert isinstance(pixel, tuple)
    assert pixel[0] > 150  # CMYK is not quite the same red
    assert max(pixel[1:]) < 100


def test_grey_of_16_bits_and_what_can_be_seen_through_keep_their_look() -> None:
    grey = Image.new("I;16", (100, 100), 128 * 256)
    clear = Image.new("RGBA", (100, 100), (0, 0, 0, 0))

    shown = [read(portrait(BytesIO(encoded(one, "PNG"))).large) for one in (grey, clear)]

    assert near(shown[0].getpixel((50, 50)), (128, 128, 128))
    assert near(shown[1].getpixel((50, 50)), (255, 255, 255))


def test_the_colours_of_a_profile_are_translated() -> None:
    lab = ImageCms.createProfile("LAB")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    of_other_pixels = ImageCms.ImageCmsProfile(lab).tobytes()

    for profile in (srgb, of_other_pixels):
        image = read(portrait(BytesIO(encoded(plain(), icc_profile=profile))).large)

        assert near(image.getpixel((128, 128)), RED)


def archive() -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        file.writestr("index.html", SECRET + b"<script>alert(1)</script>")
    return into.getvalue()


def test_what_hangs_on_a_picture_is_not_kept() -> None:
    polyglot = encoded(plain()) + archive()

    kept = portrait(BytesIO(polyglot))

    assert zipfile.is_zipfile(BytesIO(polyglot))
    assert not zipfile.is_zipfile(BytesIO(kept.large))
    assert b"script" not in kept.large + kept.small


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "no picture that Mesa can read"),
        (b"GIF89a", "no picture that Mesa can read"),
        (SVG, "no picture that Mesa can read"),
        (encoded(plain(), "GIF"), "no picture that Mesa can read"),
        (encoded(plain(), "TIFF"), "no picture that Mesa can read"),
        (archive(), "no picture that Mesa can read"),
        (encoded(plain())[:-400], "damaged or incomplete"),
        (encoded(Image.effect_noise((300, 300), 9), "PNG")[:-4000], "damaged or incomplete"),
        (encoded(plain(63, 400)), "too small"),
        (encoded(Image.new("1", (8001, 5001)), "PNG"), "more than 40 million pixels"),
        (encoded(Image.new("1", (30_000, 30_000)), "PNG"), "more than 40 million pixels"),
        (b"\xff" * (BYTES + 1), "larger than 8 MB"),
    ],
    ids=[
        *("empty", "head", "svg", "gif", "tiff", "zip", "broken jpeg", "broken png"),
        *("small", "large", "bomb", "heavy"),
    ],
)
def test_what_is_no_picture_for_us_is_told(file: bytes, sentence: str) -> None:
    assert sentence in said(file)


def test_the_largest_that_is_taken_fits_the_limits_and_less_memory_is_told() -> None:
    largest = encoded(Image.new("RGBA", (8000, 5000)), "WEBP", quality=1, method=0)
    assert Image.open(BytesIO(largest)).size[0] * 5000 == PIXELS
    assert read(portrait(BytesIO(largest)).small).size == (64, 64)

    also = encoded(Image.new("RGBA", (8000, 5000)), "PNG")
    assert "could not be made smaller" in said(also, limits=Limits(memory=200))


def test_a_child_that_takes_too_long_is_ended_and_told() -> None:
    with pytest.raises(Busy):
        portrait(BytesIO(encoded(plain())), timeout=0.001)
    assert "could not be made smaller" in said(encoded(plain()), limits=Limits(memory=20))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_files_that_were_damaged_anywhere_give_a_picture_or_a_word(data: st.DataObject) -> None:
    kinds = [encoded(plain(80, 70), kind) for kind in ("JPEG", "PNG", "WEBP")] + [from_a_phone()]
    file = bytearray(data.draw(st.sampled_from(kinds)))
    for _ in range(data.draw(st.integers(1, 6))):
        file[data.draw(st.integers(0, len(file) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(file)))

    told = made(BytesIO(bytes(file[: cut or None])))

    assert set(told) in ({"sizes"}, {"wrong"})
    assert told.get("wrong") in {None, "unknown", "damaged", "small", "large", "hard"}


def test_the_server_itself_never_loads_the_decoder() -> None:
    sources = Path(__file__).resolve().parents[2] / "panel"
    loading = {
        path.relative_to(sources).as_posix()
        for path in sources.rglob("*.py")
        if "PIL" in path.read_text("utf-8")
    }

    assert loading == {"identity/picturing.py"}
