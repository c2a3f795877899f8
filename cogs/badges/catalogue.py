"""The badges of a community's config, by what they ask for."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Final

from bot.core.cog import SettingsOf
from bot.core.context import Tally
from bot.core.text import Text
from cogs.badges.rules import Nature
from cogs.badges.settings import Badge
from cogs.badges.tallies import BADGES

PLAIN: Final = "🏅"


class Catalogue:
    """The badges that can be had, in the order of the config.

    ``opened_by`` names, for a badge that others unlock, those of which one must be had before.
    """

    def __init__(self, badges: Sequence[Badge]) -> None:
        self.badges = {badge.key: badge for badge in badges}
        opened: dict[str, set[str]] = {}
        for badge in badges:
            for name in badge.unlocks:
                if name in self.badges:
                    opened.setdefault(name, set()).add(badge.key)
        self.opened_by: Mapping[str, frozenset[str]] = {
            key: frozenset(keys) for key, keys in opened.items()
        }
        self._asking: dict[str, list[Badge]] = {}
        for badge in badges:
            if badge.when is not None:
                facts = {*badge.when.facts, *([BADGES.name] if badge.key in opened else ())}
                for fact in facts:
                    self._asking.setdefault(fact, []).append(badge)

    def asking_for(self, moved: Collection[str] | None) -> list[Badge]:
        """The badges with rules over any of these numbers, None for all badges with rules."""
        if moved is None:
            return [badge for badge in self.badges.values() if badge.when is not None]
        found = {badge.key for name in moved for badge in self._asking.get(name, ())}
        return [badge for badge in self.badges.values() if badge.key in found] if found else []


def catalogue_of(settings: SettingsOf) -> Catalogue:
    """The badges of the community."""
    return _catalogue(_Listed(settings.listed(Badge)))


def natures_of(tallies: Mapping[str, Tally]) -> dict[str, Nature]:
    """Of the numbers that become less by themselves, what says so."""
    return {
        name: Nature(tally.peak, tally.follows)
        for name, tally in tallies.items()
        if tally.peak or tally.follows
    }


def edition_of(badge: Badge, now: datetime) -> str:
    """All by which it is decided who has the badge and what it unlocks, as a short text."""
    rule = "" if badge.when is None else badge.when.text
    has_begun = badge.starts is None or badge.starts <= now
    parts = (rule, badge.starts, badge.until, has_begun, sorted(badge.unlocks))
    return sha256(repr(parts).encode()).hexdigest()[:12]


def title(badge: Badge | None, key: str) -> Text:
    """The badge's name with its emoji; its key, where the config has it no more."""
    if badge is None:
        return Text("badge.called", zh=key, en=key, emoji=PLAIN)
    return Text("badge.called", zh=badge.name.zh, en=badge.name.en, emoji=badge.emoji or PLAIN)


def listed(texts: Sequence[Text]) -> Text:
    """The texts as one, with commas between."""
    whole = texts[0]
    for each in texts[1:]:
        whole = Text("list.two", first=whole, second=each)
    return whole


class _Listed:
    """A list of the config, the same as itself only: to compare all of it costs too much."""

    __slots__ = ("badges",)

    def __init__(self, badges: tuple[Badge, ...]) -> None:
        self.badges = badges

    def __hash__(self) -> int:
        return id(self.badges)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Listed) and self.badges is other.badges


@lru_cache(maxsize=64)
def _catalogue(listed_badges: _Listed) -> Catalogue:
    return Catalogue(listed_badges.badges)
