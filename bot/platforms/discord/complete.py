"""What Discord offers while somebody types an option: zones and the names of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import available_timezones

from bot.core.folding import fold
from bot.core.parsing import coarse_zones
from bot.platforms.discord.commands import asked_for

_MOST: Final = 25
_PLACES: Final = (
    "Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip


def complete(data: Mapping[str, Any], commands: Iterable[str]) -> list[dict[str, str]]:
    """At most 25 values for the option that is being typed, the best first."""
    command, _, typed = asked_for(data)
    word = fold(typed.strip()).replace(" ", "_")
    found = _best(word, sorted(commands) if command == "help" else _zones(word))
    return [{"name": each, "value": each} for each in found]


def _zones(word: str) -> list[str]:
    if not word:
        return [zone for zone, _ in coarse_zones()]
    return sorted(each for each in available_timezones() if each.partition("/")[0] in _PLACES)


def _best(word: str, names: Iterable[str]) -> list[str]:
    """The names that hold the word: first those in which a part begins with it."""
    fitting = [name for name in names if word in fold(name)]
    begins = [n for n in fitting if any(p.startswith(word) for p in fold(n).split("/"))]
    return [*begins, *(name for name in fitting if name not in begins)][:_MOST]
