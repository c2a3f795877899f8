"""Describes the cards of check-in: of a credited day, and of a month.

``docs/features/cards.md`` §2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.community import people, tallies
from bot.core.cards import ALWAYS, MILESTONES, CardSettings, card
from bot.core.context import Asking, Context, QueryContext
from bot.core.outgoing import Card
from bot.core.ports import Reader
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import day_sheet, is_round
from cogs.checkin.rules.month import Mark, Week, mark_of, weeks_of
from cogs.checkin.rules.sheet import SheetLine
from cogs.checkin.store.leaves import KeptLeave
from cogs.checkin.store.windows import days_between
from cogs.checkin.tallies import ACTIVE_DAYS

# A gap before the time that is longer than this was no journey.
_AROUND: Final = timedelta(days=7)
_LAST_DAYS: Final = timedelta(days=13)
_COUNTED: Final = (Mark.REAL, Mark.MAKEUP, Mark.IMPORT)


@dataclass(frozen=True, slots=True)
class Days:
    """The asker's days of a time, as far as their marks need them."""

    lines: Sequence[SheetLine]
    today: date
    begins: date
    leaves: Sequence[KeptLeave]

    def weeks(self) -> list[Week]:
        """The days by weeks, when they are those of a month."""
        return weeks_of(self.lines, self.today, self.begins, self._on_leave)

    def marks(self) -> list[Mark]:
        """The mark of each day."""
        return [mark_of(line, self.today, self.begins, self._on_leave) for line in self.lines]

    def _on_leave(self, day: date) -> bool:
        return any(leave.span.covers(day) for leave in self.leaves)


async def days_of(ctx: Asking, read: Reader, first: date, last: date) -> Days:
    """The asker's days from ``first`` to ``last``."""
    community, member, today = ctx.community.id, ctx.member, ctx.today
    days = await days_between(read, community, member, first - _AROUND, last + _AROUND)
    leaves = await store.leaves_of(read, community, member, first)
    joined = await people.joined_at(read, community, member)
    begins = min(
        [ctx.day_of(joined or ctx.now), *(day.day for day in days if day.kind.counts)],
    )
    lines = day_sheet(days, first, last, today, joining_of(ctx.settings, ctx.day_rules))
    return Days(lines, today, begins, leaves)


async def check_in_card(ctx: Context, day: date, streak: int) -> Card | None:
    """The card of a day that was just credited; None where its community wants none for it."""
    wanted = ctx.settings(CardSettings).checkin
    if wanted != ALWAYS and not (wanted == MILESTONES and is_round(streak)):
        return None
    days = await days_of(ctx, ctx.tx, day - _LAST_DAYS, day)
    total = await tallies.value_of(ctx.tx, ctx.community.id, ctx.member, ACTIVE_DAYS.name)
    total += ctx.tally_adds.get((ctx.member, ACTIVE_DAYS.name, ""), 0)
    return card(
        ctx.settings,
        "checkin",
        name=ctx.account.name or ctx.account.user,
        day=day.isoformat(),
        streak=streak,
        total=total,
        days=[str(mark) for mark in days.marks()],
    )


def calendar_card(ctx: QueryContext, days: Days, counted: int, current: int) -> Card | None:
    """The card of a month."""
    marks = days.marks()
    used = [mark for mark in Mark if mark in marks and mark is not Mark.NOTHING]
    first = days.lines[0].day
    return card(
        ctx.settings,
        "calendar",
        name=ctx.account.name or ctx.account.user,
        year=str(first.year),
        month=first.month,
        offset=first.weekday(),
        marks=[str(mark) for mark in marks],
        legend=[str(mark) for mark in used],
        days=counted,
        current=current,
    )


def counted_in(marks: Sequence[Mark]) -> int:
    """On how many of the days there was a check-in."""
    return sum(mark in _COUNTED for mark in marks)
