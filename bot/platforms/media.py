"""Pictures that come from people: what they are is known before anything of them is decoded.

``docs/features/platforms.md`` §8
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bot.core.errors import Refusal

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

MEGABYTE: Final = 1_000_000
_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {"image/png": "PNG", "image/jpeg": "JPEG", "image/webp": "WebP", "image/gif": "GIF"}
)
_WEBP_HEAD: Final = 30


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """The largest picture that is taken: ``most_bytes`` as it comes, ``most_pixels`` unpacked."""

    most_bytes: int = 10 * MEGABYTE
    most_pixels: int = 40 * MEGABYTE


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture that may be decoded: ``kind`` is its media type, as ``image/png``."""

    kind: str
    width: int
    height: int
    data: bytes


def checked(data: bytes, limits: PhotoLimits, *, claimed: str = "") -> Photo:
    """The picture, when it is one that can be taken; nothing of it was decoded.

    Width and height are those of the first picture of an animation. It may take seconds of a
    thread: heads of ten megabytes exist.
    ``claimed`` is the media type that came with it, "" for none. Raises Refusal: too heavy, no
    picture of a known kind, not what it is claimed to be, broken, or too large when unpacked.
    """
    if len(data) > limits.most_bytes:
        raise Refusal("media.heavy", found=_whole(len(data)), most=_whole(limits.most_bytes))
    kind = _kind_of(data)
    if not kind:
        raise Refusal("media.no.picture")
    claimed = claimed.partition(";")[0].strip().lower().replace("image/jpg", "image/jpeg")
    if claimed and claimed != kind:
        raise Refusal("media.lie", claimed=_NAMES.get(claimed, claimed), found=_NAMES[kind])
    # The decoder of WebP takes memory for all pixels as soon as it is opened.
    if kind == "image/webp":
        _allow(*_webp_size(data), limits)
    width, height = _size(kind, data)
    _allow(width, height, limits)
    return Photo(kind, width, height, data)


def _allow(width: int, height: int, limits: PhotoLimits) -> None:
    if width < 1 or height < 1:
        raise Refusal("media.broken")
    if width * height > limits.most_pixels:
        most = limits.most_pixels // MEGABYTE
        raise Refusal("media.large", width=width, height=height, most=most)


def _kind_of(data: bytes) -> str:
    """The media type that the content has, "" for another one."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    return "image/webp" if data[:4] == b"RIFF" and data[8:12] == b"WEBP" else ""


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height as the head has them, in each of its three forms. Raises Refusal."""
    if len(data) < _WEBP_HEAD:
        raise Refusal("media.broken")
    match data[12:16]:
        case b"VP8X":
            return _little(data[24:27]) + 1, _little(data[27:30]) + 1
        case b"VP8L":
            bits = _little(data[21:25])
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8 ":
            return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF
    raise Refusal("media.broken")


def _size(kind: str, data: bytes) -> tuple[int, int]:
    """Width and height as the library reads them from the head. Raises Refusal."""
    from PIL.Image import DecompressionBombError, DecompressionBombWarning

    try:
        # Not by Image.open, which warns of large pictures for the whole process.
        with _opener(kind)(io.BytesIO(data)) as opened:
            return opened.size
    except (
        SyntaxError, OSError, ValueError, DecompressionBombError, DecompressionBombWarning
    ) as error:  # fmt: skip
        raise Refusal("media.broken") from error


def _opener(kind: str) -> type[ImageFile]:
    match kind:
        case "image/png":
            from PIL.PngImagePlugin import PngImageFile

            return PngImageFile
        case "image/jpeg":
            from PIL.JpegImagePlugin import JpegImageFile

            return JpegImageFile
        case "image/gif":
            from PIL.GifImagePlugin import GifImageFile

            return GifImageFile
    from PIL.WebPImagePlugin import WebPImageFile

    return WebPImageFile


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _whole(size: int) -> int:
    """Megabytes, rounded up."""
    return -(-size // MEGABYTE)
