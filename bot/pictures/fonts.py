"""The faces of Noto, reached for in turn until one has the character; drawn pieces are kept.

``docs/features/cards.md`` §4
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PIL import Image, ImageFont

from bot.pictures.coverage import Coverage, coverage_of
from bot.pictures.keeping import Kept
from bot.pictures.scripts import is_emoji
from bot.pictures.shapes import cover_of, in_colour

PACKAGES: Final = ("manimgx_fonts", "manimgx_fonts_cjk")
"""Whose files are the fonts; none of them is imported."""

REGULAR: Final = 400
BOLD: Final = 700
LATIN: Final = "NotoSans[wght].ttf"
CJK: Final = "NotoSansCJK-VF.otf.ttc"
EMOJI: Final = "NotoEmoji[wght].ttf"
SYMBOLS: Final = "NotoSansSymbols[wght].ttf"
# In the collection: Simplified Chinese, which has all of Japanese and Korean as well.
_CHINESE: Final = 2
_ITALIC: Final = "Italic"
# Faces that are drawn letter by letter; all others join their letters, or stack them.
_PLAIN: Final = frozenset({LATIN, CJK, EMOJI, SYMBOLS})
_MOST_PIECES: Final = 3_000
_MOST_COLOURS: Final = 6
# Above and below the line, as parts of the size: further no mark may reach.
ABOVE: Final = 1.12
BELOW: Final = 0.42
_JOINERS: Final = str.maketrans("", "", "\u200c\u200d\ufe0e\ufe0f")


@dataclass(frozen=True, slots=True)
class Piece:
    """A few characters of one face as they are drawn: a mask from ``left`` and ``top`` on.

    Both are pixels from where the pen stands on the line; ``advance`` is how far it goes.
    ``cover`` is where the mask is seen. A space has none. ``shades`` are the bytes of the
    mask.
    """

    advance: float
    shades: bytes = b""
    cover: Image.Image | None = None
    left: int = 0
    top: int = 0
    _coloured: dict[bytes, Image.Image] = field(default_factory=dict, repr=False, compare=False)

    def in_colour(self, ramp: bytes) -> Image.Image:
        """The mask in numbers of colours; ``ramp`` is the number for each shade."""
        known = self._coloured.get(ramp)
        if known is None:
            assert self.cover is not None  # a space is not drawn
            if len(self._coloured) >= _MOST_COLOURS:
                self._coloured.clear()
            known = self._coloured[ramp] = in_colour(self.shades, self.cover.size, ramp)
        return known


class Fonts:
    """All faces. What was drawn is drawn no second time; for several threads."""

    def __init__(self, latin: Path, chinese: Path) -> None:
        files = [path for path in latin.glob("*.ttf") if _ITALIC not in path.name]
        first = {LATIN: 0, CJK: 1, SYMBOLS: 2, EMOJI: 3}
        paths = {path.name: path for path in (*files, chinese / CJK)}
        self._paths = dict(sorted(paths.items(), key=lambda each: (first.get(each[0], 4), each[0])))
        self._has: dict[str, Coverage] = {}
        self._faces: dict[tuple[str, int, int], ImageFont.FreeTypeFont] = {}
        self._pieces: Kept[Piece] = Kept(_MOST_PIECES)

    @classmethod
    def installed(cls) -> Fonts:
        """The fonts of this environment. Raises ModuleNotFoundError where they are not there."""
        latin, chinese = (folder_of(each) for each in PACKAGES)
        return cls(latin, chinese)

    def covers(self, family: str, text: str) -> bool:
        """Whether the face has a glyph for everything that is seen in the text."""
        has = self._has.get(family)
        if has is None:
            index = _CHINESE if family == CJK else 0
            has = self._has[family] = coverage_of(self._paths[family], index)
        return all(ord(each) in has for each in text)

    def family_of(self, cluster: str, *, chinese: bool = False) -> str:
        """The first face that has all of it, "" when none has."""
        wanted = plain(cluster)
        if not wanted:
            return ""
        emoji = is_emoji(cluster)
        if emoji and self.covers(EMOJI, wanted):
            return EMOJI
        if chinese and self.covers(CJK, wanted):
            return CJK
        return next((family for family in self._paths if self.covers(family, wanted)), "")

    def piece(self, family: str, text: str, size: int, weight: int, level: int = 0) -> Piece:
        """The characters as the face draws them at ``size`` pixels."""
        key = (family, text, size, weight, level % 2)
        return self._pieces.get(key, lambda: self._drawn(family, text, size, weight, level))

    def _drawn(self, family: str, text: str, size: int, weight: int, level: int) -> Piece:
        face = self._face(family, size, weight)
        direction = "rtl" if level % 2 else "ltr"
        if family in (LATIN, CJK, SYMBOLS):
            text = text.translate(_JOINERS)
        advance = face.getlength(text, direction=direction)
        core, (left, top) = face.getmask2(text, mode="L", direction=direction, anchor="ls")
        width, height = core.size
        if not width or not height:
            return Piece(advance)
        mask = Image.new("L", (width, height))
        mask.im.paste(core, (0, 0, width, height))
        highest, lowest = -round(ABOVE * size), round(BELOW * size)
        if top < highest or top + height > lowest:
            rows = (max(highest - top, 0), min(lowest - top, height))
            mask, top = mask.crop((0, rows[0], width, rows[1])), max(top, highest)
        return Piece(advance, mask.tobytes(), cover_of(mask), left, top)

    def _face(self, family: str, size: int, weight: int) -> ImageFont.FreeTypeFont:
        face = self._faces.get((family, size, weight))
        if face is None:
            index = _CHINESE if family == CJK else 0
            face = ImageFont.truetype(self._paths[family], size, index=index)
            lightest, heaviest = (
                (100, 900) if family == CJK else (300 if family == EMOJI else 400, 700)
            )
            axes = [float(each["default"] or 0) for each in face.get_variation_axes()]
            axes[0] = min(max(weight, lightest), heaviest)
            face.set_variation_by_axes(axes)
            self._faces[family, size, weight] = face
        return face

    def is_plain(self, family: str) -> bool:
        """Whether the face's letters stand side by side, each by itself."""
        return family in _PLAIN


def folder_of(package: str) -> Path:
    """Where the package has its files. Raises ModuleNotFoundError where it is not installed."""
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"No module named {package!r}", name=package)
    return Path(spec.submodule_search_locations[0])


def plain(cluster: str) -> str:
    """What of the cluster must have a glyph: joiners, selectors and tags need none."""
    return "".join(
        each for each in cluster.translate(_JOINERS) if not 0xE0020 <= ord(each) < 0xE0080
    )
