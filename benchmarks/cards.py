"""What a card costs: CPU and bytes of each, and against matplotlib with the same card to draw.

Names and numbers are others each time, so that only what stays the same is kept.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from statistics import median
from typing import TYPE_CHECKING, Final

from benchmarks.gallery import NAMES, Values, painter, samples

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WARM: Final = 5
DRAWN: Final = 30
DRAWN_BY_OTHERS: Final = 5
_SURNAMES: Final = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_DPI: Final = 100


@dataclass(frozen=True, slots=True)
class Measured:
    """Of the dearest card its milliseconds of CPU, of the heaviest its kB (of 1,000 bytes).

    ``ratio`` is CPU of the check-in card against the same one drawn by matplotlib.
    """

    cpu_ms: float
    kilobytes: float
    ratio: float


def is_installed() -> bool:
    """Whether there is what the cards are compared with."""
    return find_spec("matplotlib") is not None


def compare() -> Measured:
    """Each card many times, warm; matplotlib in turns with the check-in card."""
    cards = {name: _ours(name, values) for name, values in samples().items()}
    spent = {name: _cpu_ms(draw, DRAWN, WARM) for name, (draw, _) in cards.items()}
    heaviest = max(max(sizes) for _, sizes in cards.values())
    theirs = _cpu_ms(_theirs(samples()["checkin"]), DRAWN_BY_OTHERS, 1)
    return Measured(max(spent.values()), heaviest / 1_000, spent["checkin"] / theirs)


def _ours(name: str, values: Values) -> tuple[Callable[[int], None], list[int]]:
    """Draws the card for others each time; the list gets the bytes of each."""
    sizes: list[int] = []
    paint = painter(name)

    def draw(number: int) -> None:
        sizes.append(len(paint({each: _other(each, old, number) for each, old in values.items()})))

    return draw, sizes


def _other(name: str, value: str | int, number: int) -> str | int:
    """The value of somebody else."""
    if isinstance(value, int):
        return value + number if name in ("streak", "total", "balance") else value
    for place, each in enumerate(NAMES):
        surname = _SURNAMES[(number * 7 + place) % len(_SURNAMES)]
        value = value.replace(each, f"{surname}{each[:1]}{surname}")
    return value


def _cpu_ms(draw: Callable[[int], None], times: int, warm: int) -> float:
    spent = []
    for number in range(warm + times):
        before = time.process_time()
        draw(number)
        spent.append((time.process_time() - before) * 1_000)
    return median(spent[warm:])


def _theirs(values: Values) -> Callable[[int], None]:
    """The check-in card by matplotlib: the same size, texts, panels and cells."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

    from bot.pictures.fonts import LATIN, PACKAGES, folder_of

    face = FontProperties(fname=str(folder_of(PACKAGES[0]) / LATIN))

    def draw(number: int) -> None:
        figure = Figure(figsize=(8, 4.32), dpi=_DPI, facecolor="#f3ece7")
        FigureCanvasAgg(figure)
        _panels(figure)
        texts = (
            (56, 76, 26, "Checked in"), (600, 76, 26, str(values["day"])),
            (56, 130, 42, f"Rain {number}"),
            (56, 246, 104, str(values["streak"])), (56, 288, 26, "days in a row"),
            (460, 220, 38, str(values["total"])), (440, 266, 22, "days in all"),
            (640, 220, 38, f"+{values['points']}"), (600, 266, 22, "points, now 1234"),
            *((62 + 50 * day, 384, 20, str(14 + day)) for day in range(14)),
        )  # fmt: skip
        for left, base, size, text in texts:
            points = size * 72 / _DPI
            figure.text(left / 800, 1 - base / 432, text, fontproperties=face, fontsize=points)
        figure.savefig(io.BytesIO(), format="png", dpi=_DPI, facecolor=figure.get_facecolor())

    return draw


def _panels(figure: Figure) -> None:
    from matplotlib.patches import FancyBboxPatch

    boxes = [(20, 20, 760, 392, 32, "white"), (408, 176, 160, 108, 20, "#f7e4dc")]
    boxes += [(584, 176, 160, 108, 20, "#f7e4dc")]
    boxes += [(56 + 50 * day, 320, 40, 40, 13, "#c2410c") for day in range(14)]
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_xlim(0, 800)
    axes.set_ylim(432, 0)
    axes.axis("off")
    for left, top, width, height, radius, colour in boxes:
        style = f"round,pad=0,rounding_size={radius}"
        box = FancyBboxPatch((left, top), width, height, boxstyle=style, fc=colour, ec="none")
        axes.add_patch(box)
