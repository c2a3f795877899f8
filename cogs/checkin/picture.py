"""Draws the card of a check-in and the month of ``/calendar``.

``docs/features/cards.md`` §2
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.core.cards import Wording
from bot.core.cog import offers
from bot.pictures import cards
from bot.pictures.canvas import Box, Canvas
from bot.pictures.cards import EDGE, PAD, ROOM, SMALL, WIDTH, Order, Values, figure
from bot.pictures.days import cell, dot, tick
from bot.pictures.fonts import BOLD, REGULAR
from bot.pictures.lines import line_of

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HEIGHT: Final = 432
_NUMBER_BASE: Final = 246
_TILES: Final = Box(WIDTH - PAD - 336, 176, WIDTH - PAD, 284)
_ROW_TOP: Final = 320
_CELL: Final = 40
# The calendar.
_GAP: Final = 8
_GRID_TOP: Final = 200
_ROW: Final = 64
_COLUMN: Final = (ROOM + _GAP) // 7
_LEGEND: Final = 38
_MARK: Final = 28


@offers("picture", "checkin")
def draw_check_in(values: Values, locale: str, words: Wording) -> bytes:
    """A check-in: the streak, all days, the points of it, and the last two weeks."""
    order = Order(values, locale, words)
    canvas = cards.template(order, "checkin", _HEIGHT, lambda _: None)
    day = order.text("day")
    cards.head(canvas, words("checkin.card.title"), room=ROOM - 220)
    canvas.write(canvas.line(day, 26), WIDTH - PAD, 76, "muted", "panel", "r")
    cards.name(canvas, order.text("name"))
    has_points = "points" in values
    tiles = [
        (figure(order.number("total")), words("checkin.card.total", days=order.number("total")))
    ]
    if has_points:
        balance = figure(order.number("balance"))
        tiles.append(
            (f"+{figure(order.number('points'))}", words("checkin.card.points", balance=balance))
        )
    _streak(canvas, order, _tiles(canvas, tiles))
    marks = [str(each) for each in order.listed("days")]
    _last_days(canvas, marks, date.fromisoformat(day))
    return canvas.png()


@offers("picture", "calendar")
def draw_calendar(values: Values, locale: str, words: Wording) -> bytes:
    """A month: every day with its mark, what the marks mean, and what they come to."""
    order = Order(values, locale, words)
    marks = [str(each) for each in order.listed("marks")]
    offset = order.number("offset")
    legend = [str(each) for each in order.listed("legend")]
    weeks = -(-(offset + len(marks)) // 7)
    below = _GRID_TOP + weeks * _ROW + 12
    places = _legend_places(order, legend)
    height = below + (1 + places[-1][0] if places else 0) * _LEGEND + EDGE + 14

    def make(canvas: Canvas) -> None:
        for column, weekday in enumerate(_WEEKDAYS):
            box = Box(PAD + column * _COLUMN, 162, PAD + column * _COLUMN + _COLUMN - _GAP, 190)
            line = canvas.line(words(f"calendar.card.{weekday}"), SMALL, box.width)
            canvas.centred(line, box, "muted", "panel")

    canvas = cards.template(order, "calendar", height, make)
    title = words("calendar.card.title", year=order.text("year"), month=order.number("month"))
    cards.head(canvas, title)
    cards.name(canvas, order.text("name"), room=ROOM - 320)
    _sums(canvas, order)
    for number, mark in enumerate(marks):
        row, column = divmod(offset + number, 7)
        left, top = PAD + column * _COLUMN, _GRID_TOP + row * _ROW
        cell(canvas, Box(left, top, left + _COLUMN - _GAP, top + _ROW - _GAP), mark, number + 1)
    for (row, left), mark in zip(places, legend, strict=True):
        top = below + row * _LEGEND
        dot(canvas, Box(left, top, left + _MARK, top + _MARK), mark)
        means = canvas.line(order.words(f"calendar.{mark}"), SMALL, ROOM - 60)
        canvas.write(means, left + _MARK + 10, top + 22, "muted", "panel")
    return canvas.png()


def _legend_places(order: Order, legend: list[str]) -> list[tuple[int, int]]:
    """The line and the left of what each mark means: as many on a line as have room."""
    places, row, left = [], 0, PAD
    for mark in legend:
        means = order.words(f"calendar.{mark}")
        width = _MARK + 10 + line_of(cards.fonts(), means, SMALL, ROOM - 60).width
        if left > PAD and left + width > WIDTH - PAD:
            row, left = row + 1, PAD
        places.append((row, left))
        left += width + 30
    return places


def _tiles(canvas: Canvas, tiles: list[tuple[str, str]]) -> int:
    """The tiles stand at the right; returns where they begin."""
    width = (_TILES.width - 16) // 2
    left = _TILES.right + 16
    for value, label in reversed(tiles):
        left -= width + 16
        cards.tile(canvas, Box(left, _TILES.top, left + width, _TILES.bottom), value, label)
    return left


def _streak(canvas: Canvas, order: Order, until: int) -> None:
    streak, room = order.number("streak"), until - PAD - 24
    number = cards.fitted(canvas, figure(streak), room, (104, 84, 64, 48, 36), BOLD)
    canvas.write(number, PAD - 3, _NUMBER_BASE, "accent_text", "panel")
    label = cards.fitted(canvas, order.words("checkin.card.streak", days=streak), room, (26, 22))
    canvas.write(label, PAD, _NUMBER_BASE + 42, "muted", "panel")


def _last_days(canvas: Canvas, marks: list[str], last: date) -> None:
    """A cell for each day, the last one at the right, with its date below."""
    if not marks:
        return
    step = (ROOM - _CELL) / max(len(marks) - 1, 1)
    for number, mark in enumerate(marks):
        left = PAD + round(number * step)
        tick(canvas, Box(left, _ROW_TOP, left + _CELL, _ROW_TOP + _CELL), mark)
        day = last - timedelta(days=len(marks) - 1 - number)
        ink, weight = ("ink", BOLD) if day == last else ("muted", REGULAR)
        line = canvas.line(str(day.day), 20, _CELL, weight)
        canvas.write(line, left + _CELL // 2, _ROW_TOP + _CELL + 24, ink, "panel", "m")


def _sums(canvas: Canvas, order: Order) -> None:
    days, streak = order.number("days"), order.number("current")
    sums = (
        (figure(days), order.words("calendar.card.days", days=days)),
        (figure(streak), order.words("calendar.card.streak", days=streak)),
    )
    left = WIDTH - PAD - 2 * 140 - 12
    for value, label in sums:
        cards.tile(canvas, Box(left, 46, left + 140, 144), value, label)
        left += 140 + 12
