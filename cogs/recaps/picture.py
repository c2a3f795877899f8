"""Draws the recap of a week: its figures against the week before, its days, the best streaks.

``docs/features/cards.md`` §2
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.core.cards import Wording
from bot.core.cog import offers
from bot.pictures import cards
from bot.pictures.canvas import Box, Canvas
from bot.pictures.cards import EDGE, PAD, ROOM, SMALL, WIDTH, Order, Values, figure
from bot.pictures.fonts import BOLD, REGULAR

_TOP: Final = 156
_COLUMNS: Final = 3
_GAP: Final = 14
_TILE: Final = 118
_MOST_FIGURES: Final = 6
_HEAD: Final = 44
_CHART: Final = 150
_ABOVE: Final = 30
_BELOW: Final = 34
_ROW: Final = 56
_MOST_BEST: Final = 3


class _Figure(NamedTuple):
    label: str
    value: int
    before: int | None


@offers("picture", "recap")
def draw_recap(values: Values, locale: str, words: Wording) -> bytes:
    """Up to six figures, a bar for each day, three lengths of streaks; what is not has no room."""
    order = Order(values, locale, words)
    figures = [
        _Figure(words(str(key)), int(str(value)), None if old is None else int(str(old)))
        for key, value, old in order.rows("figures", 3)
    ][:_MOST_FIGURES]
    days = [int(str(day)) for day in order.listed("days")]
    labels = [words(str(key)) for key in order.listed("labels")]
    best = _together(order.rows("best", 2))[:_MOST_BEST]
    tiles = -(-len(figures) // _COLUMNS) * (_TILE + _GAP)
    chart = _HEAD + _ABOVE + _CHART + _BELOW + 16 if days else 0
    streaks = _HEAD + len(best) * _ROW if best else 0
    canvas = cards.template(
        order, "recap", _TOP + tiles + chart + streaks + EDGE + 24, lambda _: None
    )
    span = {name: order.text(name) for name in ("first", "last")}
    cards.head(canvas, words(order.text("title"), **span))
    cards.name(canvas, order.text("name"))
    for number, each in enumerate(figures):
        row, column = divmod(number, _COLUMNS)
        width = (ROOM - (_COLUMNS - 1) * _GAP) // _COLUMNS
        left, top = PAD + column * (width + _GAP), _TOP + row * (_TILE + _GAP)
        _tile(canvas, Box(left, top, left + width, top + _TILE), each)
    if days:
        _days(canvas, _TOP + tiles, words("recap.card.days"), days, labels)
    if best:
        _best(canvas, _TOP + tiles + chart, words("recap.card.best"), best)
    return canvas.png()


def _tile(canvas: Canvas, box: Box, shown: _Figure) -> None:
    canvas.panel(box, "soft", "panel", 20)
    left, room = box.left + 18, box.width - 36
    label = cards.fitted(canvas, shown.label, room, (SMALL, 19, 17))
    canvas.write(label, left, box.top + 36, "muted", "soft")
    value = cards.fitted(canvas, figure(shown.value), room, (44, 36, 28, 22, 16, 12), BOLD)
    canvas.write(value, left, box.bottom - 24, "accent_text", "soft")
    left_over = max(room - value.width - 12, 1)
    change = cards.fitted(canvas, _change(shown), left_over, (22, 18, 14), BOLD)
    if change.is_cut:  # the sentences say it
        return
    grew = shown.before is not None and shown.value > shown.before
    canvas.write(
        change, box.right - 18, box.bottom - 24, "accent_text" if grew else "muted", "soft", "r"
    )


def _change(shown: _Figure) -> str:
    if shown.before is None:
        return ""
    change = shown.value - shown.before
    if not change:
        return "="
    return f"▲ {figure(change)}" if change > 0 else f"▼ {figure(-change)}"


def _days(canvas: Canvas, top: int, title: str, days: list[int], labels: list[str]) -> None:
    cards.part(canvas, title, top + 28)
    width = min(64, ROOM // len(days) - 16)
    most = max(*days, 1)
    floor = top + _HEAD + _ABOVE + _CHART
    for number, day in enumerate(days):
        middle = PAD + (2 * number + 1) * ROOM // (2 * len(days))
        height = max(round(_CHART * max(day, 0) / most), 6)
        bar = Box(middle - width // 2, floor - height, middle + width // 2, floor)
        is_best = day == most
        canvas.panel(bar, "accent" if day > 0 else "track", "panel", 10)
        value = cards.fitted(
            canvas,
            figure(day),
            ROOM // len(days) - 8,
            (22, 18, 15, 12),
            BOLD if is_best else REGULAR,
        )
        ink = "accent_text" if is_best else "muted"
        canvas.write(value, middle, floor - height - 8, ink, "panel", "m")
        if number < len(labels):
            label = cards.fitted(canvas, labels[number], ROOM // len(days) - 8, (22, 19, 17))
            canvas.write(label, middle, floor + 28, "muted", "panel", "m")


def _together(rows: Sequence[Sequence[object]]) -> list[tuple[str, int]]:
    """The names of those who have the same stand beside each other."""
    found: dict[int, list[str]] = {}
    for name, days in rows:
        found.setdefault(int(str(days)), []).append(str(name))
    return [(" · ".join(names), days) for days, names in found.items()]


def _best(canvas: Canvas, top: int, title: str, best: list[tuple[str, int]]) -> None:
    cards.part(canvas, title, top + 28)
    most = max(streak for _, streak in best)
    top += _HEAD
    for name, streak in best:
        value = cards.fitted(canvas, figure(streak), 200, (24, 20), BOLD)
        canvas.write(value, WIDTH - PAD, top + 26, "ink", "panel", "r")
        line = canvas.line(name, 24, ROOM - value.width - 24)
        canvas.write(line, PAD, top + 26, "ink", "panel")
        share = max(streak, 0) / most if most > 0 else 0.0
        cards.bar(canvas, Box(PAD, top + 42, WIDTH - PAD, top + 48), share)
        top += _ROW
