"""Draws the wall of a member's badges.

``docs/features/cards.md`` §2
"""

from __future__ import annotations

from typing import Final

from bot.core.cards import Wording
from bot.core.cog import offers
from bot.pictures import cards
from bot.pictures.canvas import Box, Canvas
from bot.pictures.cards import EDGE, PAD, ROOM, WIDTH, Order, Values, figure
from bot.pictures.fonts import BOLD, REGULAR

_COLUMNS: Final = 4
_GAP: Final = 14
_TOP: Final = 164
_WIDTH: Final = (ROOM - (_COLUMNS - 1) * _GAP) // _COLUMNS
_HEIGHT: Final = 192
_MOST: Final = 12


@offers("picture", "badges")
def draw_badges(values: Values, locale: str, words: Wording) -> bytes:
    """The newest badges first; of more than twelve the last place says how many more there are."""
    order = Order(values, locale, words)
    rows = [[str(part) for part in row] for row in order.rows("rows", 4)]
    count = max(order.number("count"), len(rows))
    shown = rows[: _MOST if count <= _MOST else _MOST - 1]
    more = count - len(shown)
    places = len(shown) + bool(more)
    lines = max(-(-places // _COLUMNS), 1)
    height = _TOP + lines * (_HEIGHT + _GAP) - _GAP + EDGE + 30
    canvas = cards.template(order, "badges", height, lambda _: None)
    cards.head(canvas, words("badges.card.title"), room=ROOM - 180)
    cards.name(canvas, order.text("name"), room=ROOM - 180)
    sum_of = Box(WIDTH - PAD - 150, 46, WIDTH - PAD, 142)
    cards.tile(canvas, sum_of, figure(count), words("badges.card.count", count=count))
    for number, (emoji, zh, en, day) in enumerate(shown):
        name = words("badges.card.name", zh=zh, en=en)
        _badge(canvas, _place(number), emoji, name, day)
    if more:
        box = _place(len(shown))
        canvas.panel(box, "track", "panel", 20)
        line = cards.fitted(canvas, f"+{figure(more)}", box.width - 20, (44, 36, 28), BOLD)
        canvas.centred(line, box, "ink", "track")
    return canvas.png()


def _place(number: int) -> Box:
    row, column = divmod(number, _COLUMNS)
    left, top = PAD + column * (_WIDTH + _GAP), _TOP + row * (_HEIGHT + _GAP)
    return Box(left, top, left + _WIDTH, top + _HEIGHT)


def _badge(canvas: Canvas, box: Box, emoji: str, name: str, day: str) -> None:
    canvas.panel(box, "soft", "panel", 20)
    disc = Box(
        box.left + box.width // 2 - 40, box.top + 14, box.left + box.width // 2 + 40, box.top + 94
    )
    canvas.panel(disc, "accent", "soft", 40)
    sign = cards.fitted(canvas, emoji, 64, (44, 34, 26, 20), REGULAR)
    canvas.centred(sign, disc, "on_accent", "accent")
    middle, room = (box.left + box.right) // 2, box.width - 18
    lines = canvas.lines(name, 20, room, 2, BOLD)
    base = box.top + (122 if len(lines) > 1 else 134)
    for line in lines:
        canvas.write(line, middle, base, "ink", "soft", "m")
        base += 25
    canvas.write(canvas.line(day, 18, room), middle, box.bottom - 16, "muted", "soft", "m")
