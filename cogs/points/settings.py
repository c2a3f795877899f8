"""What an operator can set about earning, giving and taking back points."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import Final, cast

from bot.core.exporting import Json
from bot.core.setting_mistakes import Mistake, Path, Words, Wrong, empty_window
from bot.core.setting_places import Instant
from bot.core.setting_tables import Counts, Milestones, TableOf
from bot.core.setting_types import Flag, Line, ListOf, Number, OneOf, Whole
from bot.core.settings import required, section, setting, settings_in
from cogs.points.rules import boosted, weighted

_MOST_POINTS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Boost:
    """A window in which what is earned counts ``factor`` times; ``until`` is outside of it."""

    name: str = required(Line(40), zh="活动名称", en="The window's name", example="spring")
    starts: datetime = required(
        Instant(), key="from", zh="开始", en="Its start", example="2027-02-06T00:00:00+08:00"
    )
    until: datetime = required(
        Instant(), zh="结束", en="Its end", example="2027-02-08T00:00:00+08:00"
    )
    factor: float = setting(
        Number(1, 100),
        2,
        zh="积分乘以几；重叠时取最大的",
        en="What points are multiplied by; of several the largest",
        example=2,
    )

    def contradictions(self) -> list[Mistake]:
        """Whether the window ends before it begins."""
        return empty_window(self.starts, self.until)


KINDS: Final = ("checkin", "milestone", "message", "comment", "reaction")
"""What earns by a rule of its own, as entries give their reason."""
TALK: Final = ("message", "comment", "reaction")


@dataclass(frozen=True, slots=True, kw_only=True)
class EarningRule:
    """What holds of one kind of earning besides its points."""

    of: str = required(
        OneOf(*KINDS),
        zh='哪一种："checkin"、"milestone"、"message"、"comment" 或 "reaction"',
        en='Of what: "checkin", "milestone", "message", "comment" or "reaction"',
        example="reaction",
    )
    weight: float = setting(
        Number(0, 100),
        1,
        zh="它的积分乘以几，四舍五入",
        en="What its points are multiplied by, half rounded up",
        example=1,
    )
    daily_cap: int = setting(
        Whole(0, _MOST_POINTS),
        0,
        zh="每天最多从它得多少；0：只受总上限限制",
        en="Most a day from it; 0: only the cap of all",
        example=20,
    )
    cooldown_s: int = setting(
        Whole(0, 86400),
        0,
        zh="两次计分至少相隔多少秒；0：不限",
        en="Seconds between two that earn; 0: none",
        example=10,
    )

    def contradictions(self) -> list[Mistake]:
        """Whether it limits what comes once a day at most."""
        if self.of in TALK:
            return []
        expected = Words("0，因为每天至多一次", "0, since it comes once a day at most")
        limits = {"daily_cap": self.daily_cap, "cooldown_s": self.cooldown_s}
        return [Wrong((key,), limit, expected) for key, limit in limits.items() if limit]


@section("points", zh="积分：怎么得，怎么转，怎么收回", en="Points: earned, given, taken back")
@dataclass(frozen=True, slots=True, kw_only=True)
class PointsSettings:
    """The section ``[points]``; the rules are in ``docs/features/points.md``."""

    basic: int = setting(Whole(0, _MOST_POINTS), 1, zh="签到一天", en="For a day's check-in")
    advanced: int = setting(Whole(0, _MOST_POINTS), 5, zh="完成进阶任务", en="For an advanced task")
    milestones: Mapping[int, int] = setting(
        Milestones(),
        MappingProxyType({7: 5, 30: 20, 100: 80, 365: 300}),
        zh="连签到第几天 = 奖励多少",
        en="Day of a streak = what it pays",
    )
    reaction: int = setting(Whole(0, _MOST_POINTS), 1, zh="一次表情回应", en="For a reaction")
    comment: int = setting(Whole(0, _MOST_POINTS), 2, zh="一次回复", en="For a reply")
    reaction_pays: str = setting(
        OneOf("receiver", "giver"),
        "receiver",
        zh='回应和回复的积分给谁："receiver" 被回应的人，"giver" 回应的人',
        en='Who is paid for a reaction or reply: the "receiver" or the "giver"',
    )
    message: int = setting(
        Whole(0, _MOST_POINTS), 0, zh="一条消息；0：不给", en="For a message; 0: nothing"
    )
    message_cooldown_s: int = setting(
        Whole(0, 86400),
        60,
        zh="两条计分消息至少相隔多少秒；0：不限",
        en="Seconds between two messages that earn; 0: none",
    )
    message_min_length: int = setting(
        Whole(0, 4000),
        4,
        zh="少于这么多字的消息不计分；0：不限",
        en="Shorter messages earn nothing; 0: any length earns",
    )
    daily_cap: int = setting(
        Whole(0, _MOST_POINTS),
        50,
        zh="每天从消息、回应和回复最多得多少；0：不限",
        en="Most a day from messages, reactions and replies; 0: no cap",
    )
    bigger_caps: Mapping[str, int] = setting(
        Counts(),
        MappingProxyType({}),
        zh="解锁了什么 = 他每天最多得多少，代替 daily_cap；几项里取最大的",
        en="What is unlocked = the cap of who has it instead of daily_cap; of several the largest",
    )
    allow_debt: bool = setting(
        Flag(),
        False,
        zh="成员自己的操作可以让余额低于零；管理员的加减分和撤销不受它限制",
        en="What members do may leave a balance below zero; awards and undos of staff always may",
    )
    transfer: bool = setting(
        Flag(), True, zh="成员可以互相转赠积分", en="Members may give points to each other"
    )
    transfer_daily_limit: int = setting(
        Whole(0, _MOST_POINTS),
        100,
        zh="每人每天最多转赠多少；0：不限",
        en="Most a member may give away a day; 0: no limit",
    )
    undo_spent: str = setting(
        OneOf("debt", "partial"),
        "debt",
        zh='撤销已花掉的积分："debt" 记为欠款，"partial" 只收回剩下的',
        en='Undoing points already spent: "debt" below zero, "partial" takes what is left',
    )
    rule: tuple[EarningRule, ...] = setting(
        ListOf(TableOf(EarningRule)),
        (),
        zh="单独一种积分的倍数、每日上限和间隔",
        en="Weight, daily cap and cooldown of one kind of earning",
    )
    boost: tuple[Boost, ...] = setting(
        ListOf(TableOf(Boost)),
        (),
        zh="积分加倍的时段",
        en="Windows in which points count more",
    )

    def contradictions(self) -> list[Mistake]:
        """Whether two rules are of the same kind, or a bigger cap is none."""
        expected = Words("别的规则没有写过的一种", "a kind that no other rule is of")
        kinds = [each.of for each in self.rule]
        more = Words(
            f"比 daily_cap（{self.daily_cap}）大的数",
            f"more than daily_cap ({self.daily_cap})",
        )
        return [
            *(
                Wrong(("rule", number, "of"), kind, expected)
                for number, kind in enumerate(kinds)
                if kind in kinds[:number]
            ),
            *(
                Wrong(("bigger_caps", name), cap, more)
                for name, cap in self.bigger_caps.items()
                if self.daily_cap and cap <= self.daily_cap
            ),
        ]

    def hangs_on(self) -> list[tuple[Path, str]]:
        """What has to be unlocked for a bigger cap, and where that is named."""
        return [(("bigger_caps", name), name) for name in self.bigger_caps]

    def cap_of(self, unlocked: Collection[str]) -> int:
        """The most of a day for who has unlocked this; 0 is no cap."""
        caps = (cap for name, cap in self.bigger_caps.items() if name in unlocked)
        return self.daily_cap and max((self.daily_cap, *caps))

    def rule_of(self, kind: str) -> EarningRule:
        """What holds of this kind of earning."""
        return next((each for each in self.rule if each.of == kind), EarningRule(of=kind))

    def worth(self, kind: str, points: int, at: datetime) -> int:
        """What ``points`` of this kind are that were earned at ``at``: weighted and boosted."""
        return boosted(points, at, self.boost, self.rule_of(kind).weight)

    def usual(self, kind: str, points: int) -> int:
        """What ``points`` of this kind are where nothing boosts them."""
        return weighted(points, self.rule_of(kind).weight)

    @property
    def edition(self) -> str:
        """What the rules of earning are called, as entries name them: the same for the same."""
        plain = tuple(getattr(self, name) for name in _PLAIN)
        bigger = (tuple(self.bigger_caps.items()),) if self.bigger_caps else ()
        return _edition(plain, tuple(self.milestones.items()), self.rule, self.boost, *bigger)

    @property
    def earning(self) -> dict[str, Json]:
        """The rules of earning by their names in the config."""
        written = {
            each.key: each.accepts.write(getattr(self, each.name))
            for each in settings_in(type(self))
            if each.name in (_EARNING if self.bigger_caps else _EARNING - {"bigger_caps"})
        }
        return cast(dict[str, Json], written)


_PLAIN: Final = (
    "basic",
    "advanced",
    "reaction",
    "comment",
    "reaction_pays",
    "message",
    "message_cooldown_s",
    "message_min_length",
    "daily_cap",
)
_EARNING: Final = frozenset({*_PLAIN, "bigger_caps", "milestones", "rule", "boost"})


@lru_cache(maxsize=64)
def _edition(*rules: tuple[object, ...]) -> str:
    return sha256(repr(rules).encode()).hexdigest()[:12]
