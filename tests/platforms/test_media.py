"""A picture that people send is looked at before anything of it is decoded."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.app import sentences
from bot.core.errors import Refusal
from bot.core.text import Text
from bot.platforms.media import Photo, PhotoLimits, checked
from tests.architecture.source import ROOT

LIMITS = PhotoLimits(most_bytes=2_000_000, most_pixels=12_000_000)
TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}
BROKEN, NO_PICTURE = Text("media.broken"), Text("media.no.picture")


def a_picture(kind: str, size: tuple[int, int] = (30, 20), **options: object) -> bytes:
    """A file of this kind."""
    file = io.BytesIO()
    Image.new("RGB", size, "red").save(file, kind, **options)
    return file.getvalue()


def a_png(width: int, height: int) -> bytes:
    """A PNG that says of itself that it is so large, and holds nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pieces = [(b"IHDR", head), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in pieces
    )


def a_gif(width: int, height: int) -> bytes:
    """A GIF that says of itself that it is so large."""
    small = a_picture("GIF", (8, 8))
    return small[:6] + struct.pack("<HH", width, height) + small[10:]


def a_frame(width: int, height: int) -> bytes:
    """A GIF that is small, with a first picture that says of itself that it is so large."""
    small = a_picture("GIF", (8, 8))
    at = small.index(b"\x2c\0\0\0\0") + 5
    return small[:at] + struct.pack("<HH", width, height) + small[at + 4 :]


def a_jpeg(width: int, height: int) -> bytes:
    """A JPEG that says of itself that it is so large."""
    small = a_picture("JPEG", (8, 8))
    at = small.index(b"\xff\xc0") + 5
    return small[:at] + struct.pack(">HH", height, width) + small[at + 4 :]


def a_webp(form: bytes, width: int, height: int) -> bytes:
    """A WebP that says in one of its three forms that it is so large."""
    if form == b"VP8X":
        body = b"\0" * 4 + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    elif form == b"VP8L":
        body = b"\x2f" + ((width - 1) | (height - 1) << 14).to_bytes(4, "little") + b"\0" * 9
    else:
        body = b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height)
    chunk = form + struct.pack("<I", len(body)) + body
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def refused(data: bytes, claimed: str = "") -> Text:
    """What is said to who sent it."""
    with pytest.raises(Refusal) as caught:
        checked(data, LIMITS, claimed=claimed)
    return caught.value.text


@pytest.mark.parametrize("kind", list(TYPES))
@pytest.mark.parametrize("claimed", [True, False])
def test_a_picture_is_known_by_its_content(kind: str, claimed: bool) -> None:
    data = a_picture(kind)
    said = f"{TYPES[kind].upper()}; name=x" if claimed else ""
    assert checked(data, LIMITS, claimed=said) == Photo(TYPES[kind], 30, 20, data)


def test_every_form_of_webp_and_every_common_jpeg_is_read() -> None:
    files = [
        a_picture("WEBP", lossless=True),
        a_picture("WEBP", save_all=True, append_images=[Image.new("RGB", (30, 20), "blue")]),
        a_picture("JPEG", progressive=True),
        a_picture("JPEG", exif=Image.Exif()),
    ]
    sizes = [(found.width, found.height) for found in (checked(each, LIMITS) for each in files)]
    assert sizes == [(30, 20)] * 4


def test_what_is_too_heavy_is_not_looked_at() -> None:
    assert refused(b"x" * 2_000_001) == Text("media.heavy", found=3, most=2)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM" + b"\0" * 60,
        b"RIFF\0\0\0\0WAVEfmt ",
        b"PK\3\4",
        b"MZ",
    ],
)
def test_what_is_no_picture_of_a_known_kind_is_refused(data: bytes) -> None:
    assert refused(data) == NO_PICTURE


@pytest.mark.parametrize(
    ("kind", "claimed", "said"),
    [
        ("GIF", "image/png", Text("media.lie", claimed="PNG", found="GIF")),
        ("PNG", "image/jpg", Text("media.lie", claimed="JPEG", found="PNG")),
        ("WEBP", "text/html", Text("media.lie", claimed="text/html", found="WebP")),
    ],
)
def test_what_is_not_what_it_is_called_is_refused(kind: str, claimed: str, said: Text) -> None:
    assert refused(a_picture(kind), claimed) == said


@pytest.mark.parametrize(
    ("data", "width", "height"),
    [
        (a_png(13_000, 13_000), 13_000, 13_000),
        (a_png(2_147_483_647, 2_147_483_647), 2_147_483_647, 2_147_483_647),
        (a_png(12_000_001, 1), 12_000_001, 1),
        (a_jpeg(65_500, 65_500), 65_500, 65_500),
        (a_gif(65_535, 65_535), 65_535, 65_535),
        (a_webp(b"VP8X", 16_777_216, 16_777_216), 16_777_216, 16_777_216),
        (a_webp(b"VP8L", 16_384, 16_384), 16_384, 16_384),
        (a_webp(b"VP8 ", 16_383, 16_383), 16_383, 16_383),
    ],
    ids=lambda value: None if isinstance(value, bytes) else str(value),
)
def test_a_bomb_is_refused_without_being_unpacked(data: bytes, width: int, height: int) -> None:
    tracemalloc.start()
    try:
        said = refused(data)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert said == Text("media.large", width=width, height=height, most=12)
    assert most < 5_000_000


def test_the_largest_picture_that_is_taken_is_as_large_as_the_limit() -> None:
    assert checked(a_png(4_000, 3_000), LIMITS).height == 3_000
    assert refused(a_png(4_000, 3_001)).key == "media.large"


@pytest.mark.parametrize(
    "data",
    [
        a_frame(60_000, 60_000),
        a_frame(12_000, 10_000),
        b"\x89PNG\r\n\x1a\n",
        b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        a_png(0, 5),
        a_png(5, 5)[:20],
        b"\xff\xd8\xff\xe0",
        b"\xff\xd8\xff" + b"\0" * 40,
        a_jpeg(0, 0),
        b"GIF89a",
        a_picture("GIF")[:12],
        b"RIFF\0\0\0\0WEBP",
        b"RIFF\x40\0\0\0WEBPVP9 " + b"\0" * 40,
        a_webp(b"VP8 ", 30, 20),
        a_webp(b"VP8X", 30, 20),
    ],
)
def test_what_is_damaged_is_refused(data: bytes) -> None:
    assert refused(data) == BROKEN


@given(st.sampled_from(sorted(TYPES)), st.data())
def test_whatever_happens_to_a_picture_it_is_taken_or_refused(
    kind: str, data: st.DataObject
) -> None:
    whole = bytearray(a_picture(kind))
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    changed = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    try:
        found = checked(changed, LIMITS)
    except Refusal:
        return
    assert found.width * found.height <= LIMITS.most_pixels


def test_nothing_that_knows_pictures_is_loaded_before_one_is_looked_at() -> None:
    asked = (
        "import sys, bot.app, bot.platforms.media; bot.app.load_cogs(); print('PIL' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "False"


def test_every_refusal_says_what_to_send_instead() -> None:
    words = sentences(strict=True)
    said = [
        Text("media.heavy", found=3, most=2),
        NO_PICTURE,
        Text("media.lie", claimed="PNG", found="GIF"),
        BROKEN,
        Text("media.large", width=13_000, height=13_000, most=12),
    ]
    assert all("for example" in words.say(text, "en") for text in said)
    assert all("比如" in words.say(text, "zh") for text in said)
