"""Sections that a config may have already and that take effect with a later release.

They are read, checked and documented like all others. A cog that comes to own one declares it
in its own ``settings.py``, and the one here goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.setting_places import ClockTime, QuietHours
from bot.core.setting_types import Flag, ListOf, Number, OneOf, Whole
from bot.core.settings import section, setting

LATER_TALLIES: Final = frozenset(
    {"answers_accepted", "deflected", "featured", "newcomers", "programs_completed"}
)
"""Names that rules may ask for already; nothing counts them yet."""


@section("reminders", later=True, zh="提醒", en="Reminders")
@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSettings:
    """The section ``[reminders]``."""

    streak_at_risk: str = setting(
        ClockTime(may_be_empty=True),
        "20:00",
        zh="几点提醒还没签到的人（成员的当地时间）；空：不提醒",
        en="When who has not checked in is reminded, local time; empty: never",
    )
    min_streak: int = setting(
        Whole(), 3, zh="连签不到这么多天的不提醒；0：都提醒", en="Only from this streak; 0: all"
    )
    max_per_day: int = setting(
        Whole(0, 100),
        2,
        zh="每人每天最多几条主动消息；0：一条也不发",
        en="Most unasked messages to a member a day; 0: none",
    )
    quiet_hours: tuple[str, ...] = setting(
        QuietHours(),
        ("22:00", "08:00"),
        zh="这段时间不打扰；空：没有",
        en="No unasked messages between these; empty: none",
    )
    win_back_days: tuple[int, ...] = setting(
        ListOf(Whole(1, 3660), 20, ascending=True),
        (3, 7),
        zh="沉默多少天后问候；空：不问候",
        en="Days of silence after which a member is asked back; empty: never",
    )
    group_fallback: str = setting(
        OneOf("digest", "group_mention", "none"),
        "digest",
        zh='不能私聊时："digest" 群里汇总，"group_mention" 群里提到，"none" 不发',
        en='Who cannot be reached in private: "digest", "group_mention" or "none"',
    )


@section("faq", later=True, zh="问答", en="Questions and answers")
@dataclass(frozen=True, slots=True, kw_only=True)
class FaqSettings:
    """The section ``[faq]``."""

    auto_answer: bool = setting(
        Flag(), False, zh="看到问题就主动回答", en="Answers questions that nobody put to the bot"
    )
    answer_above: float = setting(
        Number(0, 1),
        0.0,
        zh="多有把握才回答；0：从反馈中学习，起步谨慎",
        en="How sure an answer must be; 0: learned from feedback, with a safe start",
    )


@section("moderation", later=True, zh="管理", en="Moderation")
@dataclass(frozen=True, slots=True, kw_only=True)
class ModerationSettings:
    """The section ``[moderation]``."""

    max_actions_per_hour: int = setting(
        Whole(),
        20,
        zh="每位管理员每小时最多几次处罚；0：不限",
        en="Most destructive actions of one moderator an hour; 0: no limit",
    )
    strike_half_life_days: int = setting(
        Whole(0, 36500),
        30,
        zh="警告过多少天减半；0：从不",
        en="Days after which a strike counts half; 0: never",
    )
