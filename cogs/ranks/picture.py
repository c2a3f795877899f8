"""Draws a board: its first rows with bars, and whoever asks.

``docs/features/cards.md`` §2
"""

from __future__ import annotations

import json
from typing import Final, NamedTuple

from bot.core.cards import Wording
from bot.core.cog import offers
from bot.pictures import cards
from bot.pictures.canvas import Box, Canvas
from bot.pictures.cards import EDGE, PAD, ROOM, SMALL, WIDTH, Order, Values, figure
from bot.pictures.fonts import BOLD, REGULAR

_TOP: Final = 156
_ROW: Final = 58
_GAP: Final = 26
_PLACE: Final = 62
_BAR: Final = 8
_MOST: Final = 10
# So many of the first stand above a gap.
_ABOVE: Final = 6
_NEAR: Final = 1


class _Row(NamedTuple):
    place: int
    name: str
    value: int
    own: bool
    gap: bool


@offers("picture", "rank")
def draw_rank(values: Values, locale: str, words: Wording) -> bytes:
    """The first ten; where who asks is further down, the first six and those around them."""
    order = Order(values, locale, words)
    rows = _chosen(_rows(order))
    gaps = sum(row.gap for row in rows)
    height = _TOP + len(rows) * _ROW + gaps * _GAP + EDGE + 18
    canvas = cards.template(order, "rank", height, lambda _: None)
    own = next((row for row in rows if row.own), None)
    room = ROOM if own is None else ROOM - 300
    title = order.text("title").replace("rank.", "rank.card.", 1)
    dates = {"first": "", "last": "", **json.loads(order.text("titled", "{}"))}
    said = {"members": order.number("members"), "first": dates["first"], "last": dates["last"]}
    cards.head(canvas, words("rank.card.members", **said), room=room)
    cards.name(canvas, words(title), room=room)
    if own is not None:
        _own(canvas, order, own)
    most = max((row.value for row in rows), default=0)
    top = _TOP
    for row in rows:
        if row.gap:
            _dots(canvas, top)
            top += _GAP
        _draw(canvas, order, row, Box(PAD, top, WIDTH - PAD, top + _ROW), most)
        top += _ROW
    return canvas.png()


def _rows(order: Order) -> list[_Row]:
    return [
        _Row(int(str(place)), str(name), int(str(value)), own == 1, gap == 1)
        for place, name, value, own, gap in order.rows("rows", 5)
    ]


def _chosen(rows: list[_Row]) -> list[_Row]:
    """At most ten of them, who asks among them."""
    own = next((number for number, row in enumerate(rows) if row.own), 0)
    if own < _MOST:
        return [row._replace(gap=False) for row in rows[:_MOST]]
    near = rows[max(own - _NEAR, _MOST) : own + _NEAR + 1]
    return [*rows[:_ABOVE], near[0]._replace(gap=True), *near[1:]]


def _own(canvas: Canvas, order: Order, own: _Row) -> None:
    what = order.text("what", "points")
    tiles = (
        (f"#{figure(own.place)}", order.words("rank.card.place")),
        (figure(own.value), order.words(f"rank.card.{what}", value=own.value)),
    )
    left = WIDTH - PAD - 2 * 132 - 12
    for value, label in tiles:
        cards.tile(canvas, Box(left, 42, left + 132, 138), value, label)
        left += 132 + 12


def _draw(canvas: Canvas, order: Order, row: _Row, box: Box, most: int) -> None:
    ground = "panel"
    if row.own:
        ground = "soft"
        canvas.panel(
            Box(box.left - 16, box.top, box.right + 16, box.bottom - 4), "soft", "panel", 16
        )
    first = row.place <= 3
    ink = "accent_text" if first or row.own else "muted"
    weight = BOLD if first or row.own else REGULAR
    base = box.top + 30
    place = cards.fitted(
        canvas, figure(row.place), _PLACE - 6, (26, 22, 18), BOLD if first else REGULAR
    )
    canvas.write(place, box.left + _PLACE - 18, base, ink, ground, "r")
    value = cards.fitted(canvas, figure(row.value), 260, (26, 22, 18), weight)
    canvas.write(value, box.right, base, "ink", ground, "r")
    said = row.name or order.words("rank.nameless")
    left = box.left + _PLACE
    name = canvas.line(said, 26, box.right - left - value.width - 24, weight)
    canvas.write(name, left, base, "ink" if row.name else "muted", ground)
    share = max(row.value, 0) / most if most > 0 else 0.0
    bar = Box(left, box.top + 44, box.right, box.top + 44 + _BAR)
    cards.bar(canvas, bar, share, on=ground)


def _dots(canvas: Canvas, top: int) -> None:
    line = canvas.line("· · ·", SMALL, ROOM, BOLD)
    canvas.write(line, WIDTH // 2, top + 16, "muted", "panel", "m")
