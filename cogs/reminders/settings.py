"""What an operator can set about reminders and greetings."""

from __future__ import annotations

from dataclasses import dataclass

from bot.community.notices import MANNERS, How, Manners
from bot.core.cog import SettingsOf, offers
from bot.core.setting_places import ClockTime, QuietHours
from bot.core.setting_types import Flag, ListOf, OneOf, Whole
from bot.core.settings import section, setting
from cogs.reminders.festival_settings import FestivalEntry
from cogs.reminders.occasions import Festival


@section("reminders", zh="提醒和问候", en="Reminders and greetings")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """The section ``[reminders]``; the rules are in ``docs/features/reminders.md``."""

    streak_at_risk: str = setting(
        ClockTime(may_be_empty=True),
        "20:00",
        zh="几点提醒还没签到的人（成员的当地时间，成员可以自己改）；空：只提醒自己选了时间的人",
        en="When who has not checked in is reminded, local time, unless they chose another; empty:"
        " only who chose a time",
    )
    min_streak: int = setting(
        Whole(), 3, zh="连签不到这么多天的不提醒；0：都提醒", en="Only from this streak; 0: all"
    )
    max_per_day: int = setting(
        Whole(0, 100),
        2,
        zh="每人每天最多几条主动消息，各种加在一起；0：一条也不发",
        en="Most unasked messages to a member a day, of all kinds; 0: none",
    )
    quiet_hours: tuple[str, ...] = setting(
        QuietHours(),
        ("22:00", "08:00"),
        zh="这段时间（成员的当地时间）不打扰；空：没有",
        en="No unasked messages between these, local time; empty: none",
    )
    win_back_days: tuple[int, ...] = setting(
        ListOf(Whole(1, 3660), 20, ascending=True),
        (3, 7),
        zh="沉默多少天后问候；空：不问候",
        en="Days of silence after which a member is asked back; empty: never",
    )
    win_back_at: str = setting(
        ClockTime(),
        "12:00",
        zh="几点问候沉默的成员（当地时间）",
        en="When they are asked back, local time",
    )
    festivals: tuple[Festival, ...] = setting(
        ListOf(FestivalEntry(), 100),
        (),
        zh='哪些节日在群里问候，如 ["spring_festival", "mid_autumn"]，也可以写自己的：'
        '{name = {zh = "…", en = "…"}, date = "05-20"}，'
        '或 lunar = "8-15"、term = "qingming"；空：没有',
        en='Festivals that groups are greeted on, such as ["spring_festival", "mid_autumn"], or of'
        ' your own: {name = {zh = "…", en = "…"}, date = "05-20"}, also lunar = "8-15" or'
        ' term = "qingming"; empty: none',
    )
    greet_at: str = setting(
        ClockTime(),
        "09:00",
        zh="几点祝福：节日、生日和周年",
        en="When festivals, birthdays and anniversaries are greeted, local time",
    )
    birthdays: bool = setting(
        Flag(),
        True,
        zh="给说过生日的成员送祝福（/生日）",
        en="Members who told their birthday (/birthday) get a wish",
    )
    anniversaries: bool = setting(
        Flag(),
        False,
        zh="成员加入满一年、两年……时私下祝贺",
        en="Members get a word in private on the day they joined, every year",
    )
    group_fallback: str = setting(
        OneOf("digest", "group_mention", "none"),
        "digest",
        zh='不能私聊时："digest" 群里汇总，"group_mention" 群里提到，"none" 不发',
        en='Who cannot be reached in private: "digest", "group_mention" or "none"',
    )


@offers(MANNERS, "reminders")
def manners(settings: SettingsOf) -> Manners:
    """How the community wants its members to be told what they have not asked for."""
    ours = settings(ReminderSettings)
    return Manners(
        max_per_day=ours.max_per_day,
        quiet_hours=ours.quiet_hours,
        fallback=None if ours.group_fallback == "none" else How(ours.group_fallback),
    )
