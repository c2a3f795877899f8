"""What an operator can set about badges."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.setting_mistakes import Mistake, Words, Wrong, empty_window, same_keys, same_words
from bot.core.setting_places import InstantOrNone
from bot.core.setting_tables import BothNames
from bot.core.setting_types import Flag, Line, ListOf, Name
from bot.core.settings import SettingType, required, section, setting
from cogs.badges.rules import Rule, mended, parse

RESERVED: Final = frozenset({"freeze", "makeup_card"})
"""What ``/grant`` gives as a card, and so no badge is called."""


class RuleText(SettingType[Rule | None]):
    """A rule such as ``streak >= 7 and messages >= 100``; empty for a badge given by hand."""

    expected = Words(
        '条件，如 "streak >= 7"，可以用 and、or、not 和括号连起来',
        'a rule such as "streak >= 7", joined by and, or, not and parentheses',
    )
    _LINE: Final = Line(500, may_be_empty=True)

    def schema(self) -> dict[str, object]:
        return self._LINE.schema()

    def read(self, raw: object) -> Rule | None:
        text = self._LINE.read(raw)
        try:
            return parse(text) if text else None
        except ValueError:
            meant = mended(text)
            raise self.wrong(raw, (meant,) if meant else ()) from None

    def write(self, value: Rule | None) -> object:
        return "" if value is None else value.text


@section(
    "badges",
    zh="勋章；写了就代替默认列表",
    en="Badges; a list here replaces the default one",
    many=[
        {
            "key": "streak_7",
            "name": {"zh": "七日之星", "en": "Seven-day star"},
            "when": "streak >= 7",
            "unlocks": ["private_class"],
        }
    ],
)
@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """One ``[[badges]]``; the rules are in ``docs/features/badges.md``."""

    key: str = required(Name(), zh="编号", en="Its key", example="streak_7")
    name: Words = required(
        BothNames(),
        zh="名称",
        en="Its name",
        example={"zh": "七日之星", "en": "Seven-day star"},
    )
    when: Rule | None = setting(
        RuleText(),
        None,
        zh="条件，如 streak >= 7 and messages >= 100；由管理员授予的留空",
        en="Its rule, as streak >= 7 and messages >= 100; empty: given by hand",
        example="streak >= 7",
    )
    description: Words = setting(
        BothNames(may_be_empty=True),
        Words("", ""),
        zh="怎样得到，写给成员看；空：写条件",
        en="How it is earned, for members; empty: its rule",
    )
    emoji: str = setting(
        Line(16, may_be_empty=True),
        "",
        zh="名称前的表情；空：🏅",
        en="An emoji before its name; empty: 🏅",
    )
    manual: bool = setting(
        Flag(), False, zh="由管理员用 /授予 给", en="Given by a moderator with /grant"
    )
    secret: bool = setting(
        Flag(), False, zh="得到之前不显示", en="Not shown to whoever does not have it"
    )
    starts: datetime | None = setting(
        InstantOrNone(), None, key="from", zh="何时起能得到；空：一直能", en="From when; empty: now"
    )
    until: datetime | None = setting(
        InstantOrNone(), None, zh="到何时为止；空：一直能", en="Until when; empty: always"
    )
    unlocks: tuple[str, ...] = setting(
        ListOf(Name(), 100),
        (),
        zh="解锁什么；写别的勋章的编号，那枚就要先有这枚；空：没有",
        en="What it unlocks; another badge's key: that one needs this one first; empty: nothing",
    )
    announce: bool = setting(
        Flag(),
        False,
        zh="补发时在群里说一句发给了多少人；没人问起时得到的也说",
        en="Says in the chat to how many it was given later, and who earned it unasked",
    )

    def contradictions(self) -> list[Mistake]:
        """Whether it can be earned at all, and by doing something."""
        mistakes = empty_window(self.starts, self.until)
        if self.key in RESERVED:
            expected = Words("别的编号，这是一种卡的名称", "another key, since this names a card")
            mistakes.append(Wrong(("key",), self.key, expected))
        if self.when is None:
            if not self.manual:
                expected = Words(
                    '条件，如 "streak >= 7"，或者 manual = true',
                    'a rule such as "streak >= 7", or manual = true',
                )
                mistakes.append(Wrong(("when",), "", expected))
            return mistakes
        if self.manual:
            expected = Words("false，因为写了 when", "false, since there is a rule in when")
            mistakes.append(Wrong(("manual",), True, expected))
        if self.when.holds({}):
            expected = Words(
                "什么都没做的人不满足的条件，如 streak >= 7",
                "a rule that who has done nothing does not fulfil, as streak >= 7",
            )
            mistakes.append(Wrong(("when",), self.when.text, expected))
        elif not self.when.can_hold():
            expected = Words("有可能满足的条件", "a rule that anybody can fulfil")
            mistakes.append(Wrong(("when",), self.when.text, expected))
        return mistakes

    def opens(self) -> tuple[str, ...]:
        """What it unlocks."""
        return self.unlocks

    def is_open(self, at: datetime) -> bool:
        """Whether it can be earned at that instant."""
        began = self.starts is None or self.starts <= at
        return began and (self.until is None or at < self.until)

    @property
    def has_window(self) -> bool:
        """Whether it can be earned only for a time."""
        return self.starts is not None or self.until is not None

    @staticmethod
    def contradictions_among(badges: Sequence[Badge]) -> list[Mistake]:
        """Whether two have the same key or name, or badges open each other in a circle."""
        expected = Words("别的勋章没有用过的编号", "a key that no other badge has")
        return (
            same_keys([badge.key for badge in badges], expected)
            or _same_names(badges)
            or _circles(badges)
        )

    @staticmethod
    def out_of_reach(badges: Sequence[Badge], highest: Mapping[str, int]) -> list[Mistake]:
        """Where a rule asks for a level or a tier that nobody can come to."""
        mistakes: list[Mistake] = []
        for number, badge in enumerate(badges):
            if badge.when is not None and not badge.when.can_hold(highest):
                few = ", ".join(f"{name} <= {most}" for name, most in sorted(highest.items()))
                expected = Words(f"有可能满足的条件（{few}）", f"a rule that can be met ({few})")
                mistakes.append(Wrong((number, "when"), badge.when.text, expected))
        return mistakes

    @staticmethod
    def uncounted_among(badges: Sequence[Badge], counted: Collection[str]) -> list[Mistake]:
        """Where rules ask for what nobody counts."""
        few = ", ".join(sorted(counted))
        expected = Words(f"有人记的数字：{few}", f"a number that is counted: {few}")
        return [
            Wrong((number, "when"), fact, expected, tuple(sorted(counted)))
            for number, badge in enumerate(badges)
            for fact in (badge.when.facts if badge.when is not None else ())
            if fact not in counted
        ]


def _same_names(badges: Sequence[Badge]) -> list[Mistake]:
    """Where ``/grant`` would not know which of two is meant."""
    expected = Words("别的勋章没有用过的名称", "a name that no other badge has")
    called = [
        [(("key",), each.key), (("name", "zh"), each.name.zh), (("name", "en"), each.name.en)]
        for each in badges
    ]
    return same_words(called, expected)


def _circles(badges: Sequence[Badge]) -> list[Mistake]:
    """Where a badge leads back to itself: nobody could have the first of them."""
    opens = {badge.key: list(badge.unlocks) for badge in badges}
    mistakes: list[Mistake] = []
    for number, badge in enumerate(badges):
        for place, name in enumerate(badge.unlocks):
            path = _way(opens, name, badge.key)
            if path:
                shown = " → ".join((badge.key, *path))
                expected = Words(
                    f"不会绕回来的勋章（{shown}）", f"a badge that does not lead back ({shown})"
                )
                mistakes.append(Wrong((number, "unlocks", place), name, expected))
    return mistakes


def _way(opens: Mapping[str, Sequence[str]], start: str, goal: str) -> tuple[str, ...]:
    """A shortest way from the one to the other, both named; empty when there is none."""
    came: dict[str, str] = {start: ""}
    line = [start]
    for here in line:
        if here == goal:
            break
        for name in opens.get(here, ()):
            if name not in came:
                came[name] = here
                line.append(name)
    if goal not in came:
        return ()
    way = [goal]
    while came[way[-1]]:
        way.append(came[way[-1]])
    return tuple(reversed(way))
