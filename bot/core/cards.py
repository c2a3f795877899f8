"""The pictures of a community: what its operator may choose, and how a card is described.

``docs/features/cards.md`` §1, §2
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from bot.core.cog import SettingsOf
from bot.core.outgoing import Card
from bot.core.setting_mistakes import Words
from bot.core.setting_types import Flag, OneOf
from bot.core.settings import SettingType, section, setting

COLOUR: Final = "#c2410c"
ALWAYS: Final = "always"
MILESTONES: Final = "milestones"
Shown = str | int | Sequence[object] | Mapping[str, object]


class Wording(Protocol):
    """Puts a sentence into the language of a card."""

    def __call__(self, key: str, /, **values: str | int) -> str:
        """The sentence of this key."""
        ...


class Colour(SettingType[str]):
    """A colour as six hexadecimal digits."""

    _WRITTEN: Final = re.compile("#[0-9a-fA-F]{6}")

    expected = Words(
        f'引号里的颜色，# 加六位十六进制数，如 "{COLOUR}"',
        f'a colour in quotes, # and six hexadecimal digits, such as "{COLOUR}"',
    )

    def schema(self) -> dict[str, object]:
        return {"type": "string", "pattern": f"^{self._WRITTEN.pattern}$"}

    def read(self, raw: object) -> str:
        if isinstance(raw, str) and self._WRITTEN.fullmatch(raw):
            return raw.lower()
        raise self.wrong(raw)


@section("cards", zh="图片卡", en="Pictures")
@dataclass(frozen=True, slots=True, kw_only=True)
class CardSettings:
    """The section ``[cards]``."""

    enabled: bool = setting(
        Flag(),
        True,
        zh="日历、排行、勋章等附一张图；需要 make install 装好的字体，没有就只发文字",
        en="Calendar, ranks, badges come with a picture; without the fonts of make install, "
        "with their text alone",
    )
    color: str = setting(Colour(), COLOUR, zh="社区的颜色", en="The community's colour")
    theme: str = setting(
        OneOf("light", "dark"), "light", zh='"light" 浅色，"dark" 深色', en='"light" or "dark"'
    )
    checkin: str = setting(
        OneOf(ALWAYS, MILESTONES, "never"),
        MILESTONES,
        zh='签到附图："always" 每次，"milestones" 连签 7、30、100 天等整数日子，"never" 从不',
        en='Check-ins with a picture: "always", "milestones" (a streak of 7, 30, 100 and so on) '
        'or "never"',
    )


def card(settings: SettingsOf, name: str, /, **values: Shown) -> Card | None:
    """The card of this name in the community's colour and theme; None where there are no cards.

    A list or a table is kept as JSON.
    """
    chosen = settings(CardSettings)
    if not chosen.enabled:
        return None
    plain = tuple((each, _plain(value)) for each, value in values.items())
    return Card(name, (*plain, ("color", chosen.color), ("theme", chosen.theme)))


def _plain(value: Shown) -> str | int:
    if isinstance(value, str | int):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
