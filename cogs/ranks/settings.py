"""What an operator can set about boards."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.core.cog import SettingsOf
from bot.core.setting_mistakes import Words
from bot.core.setting_types import ListOf, Whole
from bot.core.settings import SettingType, section, setting

_MOST_SEASONS: Final = 52
# No leap year: a season begins every year.
_ANY_YEAR: Final = 2001


class DayOfYear(SettingType[str]):
    """A date of every year, ``"07-01"``."""

    _MADE_OF: Final = re.compile("(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
    expected = Words(
        '引号里的月日，如 "07-01"（不能是 02-29）',
        'month and day in quotes such as "07-01" (not 02-29)',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^{self._MADE_OF.pattern}$"}

    def read(self, raw: object) -> str:
        if not isinstance(raw, str) or not self._MADE_OF.fullmatch(raw):
            raise self.wrong(raw)
        try:
            date.fromisoformat(f"{_ANY_YEAR}-{raw}")
        except ValueError:
            raise self.wrong(raw) from None
        return raw


@section("ranks", zh="排行榜", en="Boards")
@dataclass(frozen=True, slots=True, kw_only=True)
class RankSettings:
    """The section ``[ranks]``; the rules are in ``docs/features/ranks.md``."""

    seasons: tuple[str, ...] = setting(
        ListOf(DayOfYear(), _MOST_SEASONS, ascending=True),
        ("01-01", "04-01", "07-01", "10-01"),
        zh="每年哪几天开始新赛季，从早到晚；空：没有赛季",
        en="On which days of the year a season begins, in order; empty: there are none",
    )
    newcomer_days: int = setting(
        Whole(0, 3660),
        30,
        zh="加入后多少天算新人，在新人榜上；0：没有新人榜",
        en="For how many days one is a newcomer, with a board of their own; 0: no such board",
    )


def edition_of(settings: SettingsOf) -> str:
    """The settings as one text: whoever was counted by others is counted anew."""
    ours = settings(RankSettings)
    return f"1 {' '.join(ours.seasons)} {ours.newcomer_days}"
