"""One of each card as a file: ``python -m benchmarks.gallery FOLDER [zh|en]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from bot.core.cog import OfferSpec
from bot.core.text import Text
from bot.parts import load_painters, sentences

Values = Mapping[str, str | int]

_MONTH: Final = (
    *["real"] * 5, "missed", "makeup", *["real"] * 5, "freeze", *["real"] * 5, "leave", "leave",
    "leave", *["real"] * 6, "today", "nothing", "nothing",
)  # fmt: skip
_MARKS: Final = ("real", "makeup", "freeze", "leave", "missed", "today")
NAMES: Final = (
    "小雨", "Ann", "阿强", "田中さくら", "José Ñandú", "김민수", "محمد علي", "🔥 火",
    "Bartholomew Featherstone", "שלום",
)  # fmt: skip
_BADGES: Final = (
    ("🏅", "七日之星", "Seven-day star"), ("🔥", "百日坚持", "A hundred days"),
    ("🌱", "初来乍到", "First steps"), ("📚", "答疑达人", "Helping hand"),
    ("⭐", "精选作者", "Featured author"), ("🎯", "计划完成", "Program done"),
)  # fmt: skip
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_FIGURES: Final = (
    ("recap.name.checkins", 342, 301), ("recap.name.participation", 87, 90),
    ("recap.name.badges", 7, None), ("recap.name.levels", 12, None),
    ("recap.name.newcomers", 5, None),
)  # fmt: skip
_LOOK: Final[Values] = {"color": "#c2410c", "theme": "light"}


def samples() -> dict[str, Values]:
    """Values of each card, as a busy community gives them."""
    board = [
        [place, name, 1_300 - 97 * place, int(place == 4), 0] for place, name in enumerate(NAMES, 1)
    ]
    wall = [[*badge, f"2026-11-{29 - number:02}"] for number, badge in enumerate(_BADGES)]
    return {
        "checkin": {
            "name": "小雨",
            "day": "2026-11-27",
            "streak": 100,
            "total": 362,
            "points": 81,
            "balance": 1_234,
            "days": json.dumps([*_MONTH[13:26], "real"]),
        },
        "calendar": {
            "name": "小雨",
            "year": "2026",
            "month": 11,
            "offset": 6,
            "marks": json.dumps(_MONTH),
            "legend": json.dumps(_MARKS),
            "days": 22,
            "current": 100,
        },
        "rank": {
            "title": "rank.title.points.week",
            "titled": json.dumps({"first": "2026-11-23", "last": "2026-11-29"}),
            "members": 1_234,
            "what": "points",
            "rows": json.dumps(board),
        },
        "badges": {"name": "小雨", "count": len(wall), "rows": json.dumps(wall)},
        "recap": {
            "title": "recap.card.week",
            "name": "晨光社区",
            "first": "2026-11-23",
            "last": "2026-11-29",
            "figures": json.dumps(_FIGURES),
            "days": json.dumps([52, 48, 61, 0, 45, 70, 66]),
            "labels": json.dumps([f"recap.day.{day}" for day in _WEEKDAYS]),
            "best": json.dumps([["小雨", 128], ["Ann", 97], ["阿强", 97]]),
        },
    }


def painters() -> dict[str, OfferSpec]:
    """Who draws which card."""
    offers = [offer for cog in load_painters() for offer in cog.offers]
    return {offer.key: offer for offer in offers if offer.room == "picture"}


def painter(name: str, locale: str = "zh") -> Callable[[Values], bytes]:
    """Draws such a card of the values."""
    spoken, offer = sentences(strict=True), painters()[name]

    def words(key: str, /, **said: str | int) -> str:
        return spoken.say(Text(key, **said), locale)

    def draw(values: Values) -> bytes:
        drawn: bytes = offer.run({**_LOOK, **values}, locale, words)
        return drawn

    return draw


def main(folder: Path, locale: str) -> None:
    """The files lie in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, values in samples().items():
        (folder / f"{name}.png").write_bytes(painter(name, locale)(values))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "zh")
