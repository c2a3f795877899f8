"""What the sections of a recap may ask: what happened in its span, and who may be named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.cog import SettingsOf
from bot.core.context import House
from bot.core.model import AccountId, Community, MemberId
from bot.core.ports import Reader
from bot.core.recaps import Moment, Span
from bot.core.schedule import DayRule, day_bounds, rule_at
from cogs.recaps import naming
from cogs.recaps.store import moments


@dataclass(frozen=True, slots=True)
class Teller:
    """One recap, as its sections see it. ``day_rules`` are the community's own."""

    read: Reader
    community: Community
    settings: SettingsOf
    house: House
    span: Span
    now: datetime
    day_rules: Sequence[DayRule]
    running: bool = False

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From when until when the span lasts by the community's clock."""
        return bounds_of(self.span, rule_at(self.day_rules, self.now))

    async def names(self, members: Sequence[MemberId]) -> Mapping[MemberId, str]:
        """How those of these members are called who may be named; cut to a sane length."""
        return await naming.names_of(self.read, self.house, self.community.id, members)

    async def members(self, accounts: Sequence[AccountId]) -> Mapping[AccountId, MemberId]:
        """Who holds these accounts now; those of nobody are left out."""
        return await naming.holders_of(self.read, self.community.id, accounts)

    async def count(self, what: str) -> Mapping[str, int]:
        """How many members had a moment of this kind in the span, by its value."""
        return await moments.count(self.read, self.community.id, what, *self.bounds)

    async def moments(self, what: str, value: str, limit: int) -> Sequence[Moment]:
        """The first moments of this kind and value in the span."""
        return await moments.first(self.read, self.community.id, what, value, *self.bounds, limit)


def bounds_of(span: Span, rule: DayRule) -> tuple[datetime, datetime]:
    """The first instant of the span by this rule, and the first one behind it."""
    first, _ = day_bounds(span.first, rule.zone, rule.day_start)
    _, end = day_bounds(span.last, rule.zone, rule.day_start)
    return first, end
