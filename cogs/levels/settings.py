"""What an operator can set about levels and tiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from hashlib import sha256

from bot.core.cog import SettingsOf
from bot.core.setting_mistakes import Mistake, Words, Wrong
from bot.core.setting_tables import BothNames, TableOf
from bot.core.setting_types import ListOf, Name, Number, OneOf, Whole
from bot.core.settings import SettingType, section, setting
from cogs.levels.events import TIERS
from cogs.levels.rules import PRESETS, Criteria, Curve, TierRules, polynomial, table
from cogs.levels.rules.curve import rises
from cogs.levels.tallies import LEVEL, TIER

_MOST_LEVELS = 1000
_BOUND = 1_000_000_000.0


class _Preset(SettingType["str | tuple[int, ...]"]):
    """A curve by its name, or where its levels begin."""

    def __init__(self, *names: str) -> None:
        self._name = OneOf(*names)
        self._totals = ListOf(Whole(1), _MOST_LEVELS, ascending=True)
        self.expected = Words(
            f"{self._name.expected.zh}，或各级的起点，如 [10, 30, 60]",
            f"{self._name.expected.en}, or where levels begin, such as [10, 30, 60]",
        )

    def schema(self) -> dict[str, object]:
        return {"anyOf": [self._name.schema(), self._totals.schema() | {"minItems": 1}]}

    def read(self, raw: object) -> str | tuple[int, ...]:
        if isinstance(raw, list) and raw:
            return self._totals.read(raw)
        if isinstance(raw, str) and raw in self._name.words:
            return raw
        raise self.wrong(raw, self._name.words)

    def write(self, value: str | tuple[int, ...]) -> object:
        return value if isinstance(value, str) else list(value)


@section("levels", zh="等级", en="Levels")
@dataclass(frozen=True, slots=True, kw_only=True)
class LevelSettings:
    """The section ``[levels]``; the rules are in ``docs/features/levels.md``."""

    preset: str | tuple[int, ...] = setting(
        _Preset("hearth", "mee6", "lurkr"),
        "hearth",
        zh='等级曲线："hearth"（第 n 级从 5·n·(n+1) 分开始）、"mee6"、"lurkr"，或各级的起点',
        en='The curve: "hearth" (level n begins at 5·n·(n+1)), "mee6", "lurkr", or totals',
    )
    totals: tuple[int, ...] = setting(
        ListOf(Whole(1), _MOST_LEVELS, ascending=True),
        (),
        zh="自己的曲线，代替 preset：[10, 30, 60] 是第 1、2、3 级的起点；空：用 preset",
        en="A curve of your own instead: [10, 30, 60] begins levels 1, 2, 3; empty: the preset",
    )
    polynomial: tuple[float, ...] = setting(
        ListOf(Number(-_BOUND, _BOUND), 6),
        (),
        zh="或者一个公式：[0, 100] 是每级 100 分，[0, 5, 5] 是 5·n + 5·n²；空：不用",
        en="Or a formula: [0, 100] is 100 points a level, [0, 5, 5] is 5·n + 5·n²; empty: none",
    )

    def contradictions(self) -> list[Mistake]:
        """Whether there are two curves, or one that does not rise."""
        written = list(self.polynomial)
        if not isinstance(self.preset, str) and (written or self.totals):
            other = "totals" if self.totals else "polynomial"
            expected = Words(f"一个名称，因为已经写了 {other}", f"a name, since {other} is there")
            return [Wrong(("preset",), list(self.preset), expected)]
        if written and self.totals:
            expected = Words("空列表，因为已经写了 totals", "an empty list, since totals is there")
            return [Wrong(("polynomial",), written, expected)]
        if written and not rises(polynomial(written)):
            expected = Words(
                "每级都比上一级高的公式，如 [0, 100]",
                "a formula that rises with every level, such as [0, 100]",
            )
            return [Wrong(("polynomial",), written, expected)]
        return []

    def highest(self) -> Mapping[str, int]:
        """How high the tally of levels can become."""
        return {LEVEL.name: curve_of(self).highest}


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """What a member needs for a tier; what is 0 is not asked for."""

    points: int = setting(Whole(), 0, zh="累计积分", en="Points earned in all")
    active_days: int = setting(Whole(), 0, zh="活跃天数", en="Days with a check-in")
    featured: int = setting(Whole(), 0, zh="精选内容", en="Content that was featured")
    unlocks: tuple[str, ...] = setting(
        ListOf(Name(), 100),
        (),
        zh="这一层级解锁什么；空：没有",
        en="What the tier unlocks; empty: nothing",
    )
    title: Words = setting(
        BothNames(may_be_empty=True),
        Words("", ""),
        zh="/等级 里的头衔；空：没有",
        en="The title that /level shows; empty: none",
    )

    @property
    def criteria(self) -> Criteria:
        """What it asks for."""
        return Criteria(self.points, self.active_days, self.featured)

    @property
    def asked(self) -> dict[str, int]:
        """The same as it would be written."""
        return {name: needs for name, needs in self.criteria._asdict().items() if needs}


@section("tiers", zh="层级：新手、成长、专家", en="Tiers: newcomer, growing, expert")
@dataclass(frozen=True, slots=True, kw_only=True)
class TierSettings:
    """The section ``[tiers]``; the rules are in ``docs/features/levels.md``."""

    growing: TierLine = setting(
        TableOf(TierLine),
        TierLine(points=50, active_days=7),
        zh="成长；没写的条件不要求",
        en="Growing; a criterion that is not written is not asked for",
    )
    expert: TierLine = setting(
        TableOf(TierLine),
        TierLine(points=500, active_days=60, featured=3),
        zh="专家",
        en="Expert",
    )
    demote_below: float = setting(
        Number(0, 1),
        0.9,
        zh="低于标准的这个比例才会降级；0：从不降级",
        en="Demotion needs less than this share of the line; 0: never",
    )
    grace_days: int = setting(
        Whole(0, 3660), 14, zh="低于多少天才降级；0：立即", en="For this many days; 0: at once"
    )

    def contradictions(self) -> list[Mistake]:
        """Whether the tiers become harder: expert asks for no less than growing, and for more."""
        growing, expert = self.growing.criteria, self.expert.criteria
        mistakes: list[Mistake] = []
        for name, needs, before in zip(Criteria._fields, expert, growing, strict=True):
            if 0 < needs < before:
                expected = Words(
                    f"至少 {before}，因为成长要 {before}",
                    f"at least {before}, since growing asks for {before}",
                )
                mistakes.append(Wrong(("expert", name), needs, expected))
        if not mistakes and all(a <= b for a, b in zip(expert, growing, strict=True)):
            expected = Words("比成长多的要求", "more than growing asks for")
            mistakes.append(Wrong(("expert",), self.expert.asked, expected))
        return mistakes

    @staticmethod
    def highest() -> Mapping[str, int]:
        """How high the tally of tiers can become."""
        return {TIER.name: len(TIERS) - 1}

    def opens(self) -> list[str]:
        """What the tiers unlock."""
        return self.unlocked_by(len(TIERS) - 1)

    @property
    def rules(self) -> TierRules:
        """The same for ``decide``."""
        lines = (self.growing.criteria, self.expert.criteria)
        return TierRules(lines, self.demote_below, timedelta(days=self.grace_days))

    def title_of(self, tier: int) -> Words:
        """The title of the tier, empty for none."""
        return (Words("", ""), self.growing.title, self.expert.title)[tier]

    def unlocked_by(self, tier: int) -> list[str]:
        """What this tier and those before it unlock."""
        lines = (self.growing, self.expert)[:tier]
        return sorted({name for line in lines for name in line.unlocks})


@lru_cache(maxsize=64)
def curve_of(settings: LevelSettings) -> Curve:
    """The curve that is set."""
    if settings.totals:
        return table(settings.totals)
    if settings.polynomial:
        return polynomial(settings.polynomial)
    if isinstance(settings.preset, str):
        return PRESETS[settings.preset]
    return table(settings.preset)


def edition_of(settings: SettingsOf) -> str:
    """By what levels and tiers are counted, as a short text."""
    return _edition(settings(LevelSettings), settings(TierSettings))


@lru_cache(maxsize=64)
def _edition(levels: LevelSettings, tiers: TierSettings) -> str:
    return sha256(f"{levels!r} {tiers!r}".encode()).hexdigest()[:12]
