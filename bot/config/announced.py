"""Sections that a config may have already and that take effect with a later release.

They are read, checked and documented like all others. A cog that comes to own one declares it
in its own ``settings.py``, and the one here goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.core.setting_types import Flag, Number, Whole
from bot.core.settings import section, setting

LATER_TALLIES: Final = frozenset(
    {"answers_accepted", "deflected", "featured", "newcomers", "programs_completed"}
)
"""Names that rules may ask for already; nothing counts them yet."""


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
