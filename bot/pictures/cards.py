"""What all cards have in common: their values, their theme, their templates, their parts.

``docs/features/cards.md`` §2, §5
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.core.cards import COLOUR, Wording
from bot.pictures.canvas import Box, Canvas
from bot.pictures.fonts import BOLD, REGULAR, Fonts
from bot.pictures.keeping import Kept
from bot.pictures.lines import Line
from bot.pictures.themes import Theme, theme_of

WIDTH: Final = 800
EDGE: Final = 20
"""Of the panel that a card is, on all sides."""
PAD: Final = 56
"""From the edge of the picture to what is written."""
ROOM: Final = WIDTH - 2 * PAD
RADIUS: Final = 32
SMALL: Final = 22
TEXT: Final = 26

# No face has it, so all are asked.
_NOWHERE: Final = "\U0010fffd"

Values = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class Order:
    """A card that is asked for: its values, and how it speaks."""

    values: Values
    locale: str
    words: Wording

    @property
    def theme(self) -> Theme:
        """The theme that the values name, else the one that holds without any."""
        return theme_of(self.text("theme", "light"), self.text("color", COLOUR))

    def text(self, name: str, default: str = "") -> str:
        """The value as text."""
        return str(self.values.get(name, default))

    def number(self, name: str, default: int = 0) -> int:
        """The value as a number. Raises ValueError for other text."""
        return int(self.values.get(name, default))

    def listed(self, name: str) -> list[object]:
        """The list that the value is in JSON; empty where there is none. Raises ValueError."""
        found = json.loads(self.text(name, "[]"))
        if not isinstance(found, list):
            raise ValueError(f"{name} is a list in JSON")
        return found

    def rows(self, name: str, width: int) -> list[list[object]]:
        """The list of lists of ``width`` items. Raises ValueError."""
        rows = self.listed(name)
        found = [row for row in rows if isinstance(row, list) and len(row) == width]
        if len(found) != len(rows):
            raise ValueError(f"{name} is a list of lists of {width}")
        return found


@cache
def fonts() -> Fonts:
    """The fonts of this environment. Raises ModuleNotFoundError where they are not there."""
    return Fonts.installed()


def warm_up() -> None:
    """The faces are open and what most cards are written with is drawn, in half a second."""
    canvas = Canvas(theme_of("light", COLOUR), fonts(), WIDTH, 100)
    fonts().family_of(_NOWHERE)
    for size, weight in ((TEXT, REGULAR), (SMALL, REGULAR), (38, BOLD), (42, BOLD)):
        canvas.write(canvas.line("0123456789 +,-/", size, weight=weight), 0, 80, "ink", "page")
        canvas.write(canvas.line("签 a 🔥", size, weight=weight), 0, 80, "ink", "page")
    canvas.png()


_templates: Final[Kept[Canvas]] = Kept(24)


def template(
    order: Order, card: str, height: int, make: Callable[[Canvas], None], *more: Hashable
) -> Canvas:
    """A copy of what is the same in all cards of this name, theme, language and ``more``.

    ``make`` draws it the first time.
    """
    theme = order.theme

    def made() -> Canvas:
        canvas = Canvas(theme, fonts(), WIDTH, height)
        canvas.panel(canvas.box.inset(EDGE), "panel", "page", RADIUS)
        make(canvas)
        return canvas

    return _templates.get((card, theme.key, order.locale, height, *more), made).copy()


def figure(number: int) -> str:
    """The number as sentences write it: from 10,000 on in groups of three."""
    return str(number) if -10_000 < number < 10_000 else f"{number:,}"


def fitted(
    canvas: Canvas, text: str, width: int, sizes: Sequence[int], weight: int = REGULAR
) -> Line:
    """The text at the largest of the sizes at which it is not cut, else cut at the last."""
    for size in sizes[:-1]:
        line = canvas.line(text, size, width, weight)
        if not line.is_cut:
            return line
    return canvas.line(text, sizes[-1], width, weight)


def head(canvas: Canvas, title: str, base: int = 76, room: int = ROOM) -> None:
    """What the card is, small, at its top."""
    canvas.write(fitted(canvas, title, room, (TEXT, 22, 19)), PAD, base, "muted", "panel")


def name(canvas: Canvas, text: str, base: int = 130, room: int = ROOM) -> Box:
    """Whose card it is."""
    line = fitted(canvas, text, room, (42, 36, 30), BOLD)
    return canvas.write(line, PAD, base, "ink", "panel")


def part(canvas: Canvas, title: str, base: int) -> None:
    """What a part of the card shows, above it."""
    canvas.write(fitted(canvas, title, ROOM, (24, 20), BOLD), PAD, base, "ink", "panel")


def tile(canvas: Canvas, box: Box, value: str, label: str, ground: str = "soft") -> None:
    """A number in a box of its own, with what it counts below."""
    canvas.panel(box, ground, "panel", 22)
    ink = "accent_text" if ground == "soft" else "ink"
    middle, room = (box.left + box.right) // 2, box.width - 24
    number = fitted(canvas, value, room, (38, 32, 26, 20, 16, 13), BOLD)
    base = box.top + 18 + round(0.72 * 38)
    canvas.write(number, middle, base, ink, ground, "m")
    below = fitted(canvas, label, room, (SMALL, 19, 17))
    canvas.write(below, middle, box.bottom - 18, "muted", ground, "m")


def bar(canvas: Canvas, box: Box, share: float, on: str = "panel") -> None:
    """A lying bar of which ``share``, 0 to 1, is filled; what is more than nothing is seen."""
    radius = box.height // 2
    canvas.panel(box, "track", on, radius)
    if share > 0:
        right = box.left + max(round(box.width * min(share, 1.0)), box.height)
        canvas.panel(Box(box.left, box.top, right, box.bottom), "accent", "track", radius)
