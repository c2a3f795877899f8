"""What an operator can set about recaps."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.setting_places import ChatRef, ClockTime, OwnChat, monthly, weekly, yearly
from bot.core.setting_types import ListOf
from bot.core.settings import section, setting


@section("recaps", zh="日报、周报、月报、年报", en="Recaps")
@dataclass(frozen=True, slots=True, kw_only=True)
class RecapSettings:
    """The section ``[recaps]``; the rules are in ``docs/features/recaps.md``."""

    daily: str = setting(
        ClockTime(may_be_empty=True),
        "",
        zh="每天几点说前一天；空：关闭",
        en="A local time, for the day before; empty: off",
    )
    weekly: str = setting(
        weekly(), "mon 09:00", zh="上一周的周报；空：关闭", en="The week before; empty: off"
    )
    monthly: str = setting(
        monthly(), "1 09:00", zh="上个月的月报；空：关闭", en="The month before; empty: off"
    )
    yearly: str = setting(
        yearly(), "01-01 10:00", zh="去年的年报；空：关闭", en="The year before; empty: off"
    )
    chats: tuple[ChatRef, ...] = setting(
        ListOf(OwnChat()),
        (),
        zh="发到哪些聊天；空：每个平台的第一个",
        en="Where they go; empty: the first chat of each platform",
    )
