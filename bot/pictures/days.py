"""Cells of days: what each kind of day looks like, in a row or in a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.pictures.canvas import Box, Canvas
from bot.pictures.fonts import BOLD, REGULAR


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell is filled and written on; ``sign`` stands in it, "" for none."""

    fill: str
    ink: str
    sign: str = ""
    edge: str = ""
    is_strong: bool = False


LOOKS: Final[Mapping[str, Look]] = {
    "real": Look("accent", "on_accent", is_strong=True),
    "import": Look("accent", "on_accent", "📥", is_strong=True),
    "makeup": Look("soft", "accent_text", "🩹", edge="accent"),
    "freeze": Look("cool", "cool_text", "🧊"),
    "leave": Look("good", "good_text", "🌴"),
    "outage": Look("track", "muted", "🔌"),
    "rest": Look("track", "muted", "😴"),
    "travel": Look("track", "muted", "🛫"),
    "missed": Look("panel", "muted", "×", edge="track"),
    "today": Look("panel", "ink", "", edge="accent", is_strong=True),
    "nothing": Look("panel", "muted"),
}
"""By the names that check-in gives to the marks of days."""
_PLAIN: Final = LOOKS["nothing"]


def cell(canvas: Canvas, box: Box, mark: str, number: int) -> None:
    """A day of a month: its number, and a sign for what it was."""
    canvas.stamp(
        ("cell", mark, number), box, "panel", partial(_cell, LOOKS.get(mark, _PLAIN), number)
    )


def dot(canvas: Canvas, box: Box, mark: str) -> None:
    """What stands for a kind of day where its days are explained."""
    canvas.stamp(("dot", mark), box, "panel", partial(_dot, LOOKS.get(mark, _PLAIN)))


def tick(canvas: Canvas, box: Box, mark: str) -> None:
    """A day of a row: as ``dot``, and one that was checked in has a tick."""
    look = LOOKS.get(mark, _PLAIN)
    if mark == "real":
        look = replace(look, sign="✓")
    elif mark == "nothing":
        look = replace(look, edge="track")
    canvas.stamp(("tick", mark), box, "panel", partial(_dot, look))


def _cell(look: Look, number: int, canvas: Canvas, box: Box) -> None:
    _fill(canvas, box, look, 12)
    weight = BOLD if look.is_strong else REGULAR
    if not look.sign:
        canvas.centred(canvas.line(str(number), 25, box.width, weight), box, look.ink, look.fill)
        return
    upper = Box(box.left, box.top + 2, box.right, box.top + box.height * 58 // 100)
    lower = Box(box.left, box.top + box.height * 54 // 100, box.right, box.bottom - 2)
    canvas.centred(canvas.line(str(number), 23, box.width, weight), upper, look.ink, look.fill)
    canvas.centred(canvas.line(look.sign, 19, box.width, weight), lower, look.ink, look.fill)


def _dot(look: Look, canvas: Canvas, box: Box) -> None:
    _fill(canvas, box, look, box.width // 3)
    if look.sign:
        size = max(box.width // 2, 16)
        canvas.centred(canvas.line(look.sign, size, box.width, BOLD), box, look.ink, look.fill)


def _fill(canvas: Canvas, box: Box, look: Look, radius: int) -> None:
    if look.edge:
        canvas.frame(box, look.edge, look.fill, "panel", radius, 3)
    else:
        canvas.panel(box, look.fill, "panel", radius)
