"""What an operator can set about check-ins, make-ups, freezes and leaves."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.cog import SettingsOf, offers
from bot.core.setting_places import ClockTime, HolidayCalendar, Weekday
from bot.core.setting_tables import OnLeave, WhenGone
from bot.core.setting_types import Flag, ListOf, OneOf, Whole
from bot.core.settings import section, setting

_A_DAY_IN_MINUTES = 1440
_TEN_YEARS_IN_DAYS = 3660


@section(
    "checkin", zh="签到、连签、补签、冻结和请假", en="Check-ins, streaks, make-ups, freezes, leave"
)
@dataclass(frozen=True, slots=True, kw_only=True)
class CheckinSettings:
    """The section ``[checkin]``; the rules are in ``docs/features/checkin.md``."""

    day_start: str = setting(
        ClockTime(),
        "00:00",
        zh="一天从几点开始（成员的当地时间）",
        en="When a day begins, in the member's local time",
    )
    rest_days: tuple[str, ...] = setting(
        ListOf(Weekday(), 7),
        (),
        zh='休息日，如 ["sat", "sun"]：不签到也不断签；空：没有',
        en='Rest days such as ["sat", "sun"]: they never break a streak; empty: none',
    )
    calendars: tuple[str, ...] = setting(
        ListOf(HolidayCalendar(), 10),
        (),
        zh='公共假日也是休息日，按这些国家的日历，如 ["CN"]（调休上班的周末不休）；空：不看日历',
        en='Countries whose public holidays are rest days too, such as ["CN"]; a weekend that is'
        " worked instead is none; empty: no calendar",
    )
    amnesty_minutes: int = setting(
        Whole(0, _A_DAY_IN_MINUTES),
        60,
        zh="机器人当天离线超过这么多分钟，没签到的成员不断签；0：关闭",
        en="A day on which the bot was deaf longer than this excuses who missed it; 0: off",
    )
    revoke_minutes: int = setting(
        Whole(0, _A_DAY_IN_MINUTES),
        10,
        zh="作者在这么多分钟内删除消息，签到和积分收回；0：不收回",
        en="A message that its author deletes this soon takes its day and points back; 0: never",
    )
    on_moderator_delete: str = setting(
        OneOf("revoke", "keep"),
        "revoke",
        zh='管理员删除签到消息时："revoke" 收回，"keep" 保留',
        en='When a moderator deletes a check-in: "revoke" takes it back, "keep" keeps it',
    )
    makeup_window_days: int = setting(
        Whole(0, _TEN_YEARS_IN_DAYS),
        7,
        zh="最多补多少天以前的签到；0：不能补签",
        en="How many days back a make-up may reach; 0: no make-ups",
    )
    makeup_per_month: int = setting(
        Whole(0, 1000),
        3,
        zh="每月最多申请几次补签；0：不能补签",
        en="Make-up requests a month; 0: no make-ups",
    )
    makeup_needs_card: bool = setting(
        Flag(), True, zh="每补一天用一张补签卡", en="Each made-up day uses a make-up card"
    )
    makeup_earns_points: bool = setting(
        Flag(), False, zh="补签也得积分", en="A made-up day earns points"
    )
    makeup_needs_approval: bool = setting(
        Flag(), False, zh="补签要管理员批准", en="A moderator approves each make-up"
    )
    freeze_max: int = setting(
        Whole(0, 1000),
        2,
        zh="最多持有几张冻结卡；0：不用冻结",
        en="Freezes that a member may hold; 0: no freezes",
    )
    freeze_starting: int = setting(
        Whole(0, 1000),
        0,
        zh="新成员开始时有几张冻结卡",
        en="Freezes that a new member holds",
    )
    makeup_cards_starting: int = setting(
        Whole(0, 1000),
        0,
        zh="新成员开始时有几张补签卡",
        en="Make-up cards that a new member holds",
    )
    retroactive_freeze: bool = setting(
        Flag(),
        False,
        zh="缺签之后才得到的冻结卡也能用在那一天",
        en="A freeze got after the missed day may still cover it",
    )
    on_leave: WhenGone = setting(
        OnLeave(),
        WhenGone("keep"),
        zh='成员退出后："keep" 保留，"erase" 删除，{expire_after_days = 30} 30 天后删除',
        en='When a member leaves: "keep", "erase", or {expire_after_days = 30}',
    )


@offers("day_start")
def day_start(settings: SettingsOf) -> str:
    """When a day begins in the community, for whoever reads local days."""
    return settings(CheckinSettings).day_start
