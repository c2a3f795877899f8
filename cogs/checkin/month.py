"""``/calendar``: a month of the member's days as text, in rows that any font keeps straight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from bot.community import people
from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.errors import Refusal, ToldHow
from bot.core.options import Word
from bot.core.outgoing import Reply
from bot.core.parsing import read_month
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive, day_sheet
from cogs.checkin.rules.month import Mark, Week, month_of, weeks_of
from cogs.checkin.store.windows import days_between

# A gap before the month that is longer than this was no journey.
_AROUND: Final = timedelta(days=7)
_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNEXPLAINED: Final = (Mark.OUTSIDE, Mark.NOTHING)


@query("calendar", "日历")
async def show_calendar(ctx: QueryContext, month: Word = "") -> Reply:
    """The month, week by week, with what each of its marks means; looking changes nothing."""
    today = ctx.today
    first, last = _asked(month, today)
    weeks = await _weeks(ctx, first, last)
    used = {mark for week in weeks for mark in week.marks}
    counted = sum(mark.value in ("real", "makeup", "import") for w in weeks for mark in w.marks)
    head = Text(
        "calendar.head",
        name=ctx.account.name or ctx.account.user,
        year=str(first.year),
        month=first.month,
    )
    return Reply(
        (
            head,
            *(_row(week) for week in weeks),
            _legend([mark for mark in Mark if mark in used and mark not in _UNEXPLAINED]),
            Text("calendar.sum", days=counted, current=await _current(ctx, today)),
        )
    )


def _asked(month: str, today: date) -> tuple[date, date]:
    try:
        return month_of(read_month(month) if month else today)
    except Refusal as refusal:
        example = Text("example.calendar")
        raise ToldHow("input.wrong", problem=refusal.text, example=example) from refusal


async def _weeks(ctx: QueryContext, first: date, last: date) -> list[Week]:
    community, member, today = ctx.community.id, ctx.member, ctx.today
    days = await days_between(ctx.read, community, member, first - _AROUND, last + _AROUND)
    leaves = await store.leaves_of(ctx.read, community, member, first)
    joined = await people.joined_at(ctx.read, community, member)
    begins = min(
        [ctx.day_of(joined or ctx.now), *(day.day for day in days if day.kind.counts)],
    )
    lines = day_sheet(days, first, last, today, joining_of(ctx.settings, ctx.day_rules))
    return weeks_of(
        lines, today, begins, lambda day: any(leave.span.covers(day) for leave in leaves)
    )


async def _current(ctx: QueryContext, today: date) -> int:
    streak = await store.find_streak(ctx.read, ctx.community.id, ctx.member)
    zone = rule_at(ctx.day_rules, ctx.now).zone
    return alive(streak, today, joining_of(ctx.settings, ctx.day_rules), ctx.now, zone)


def _row(week: Week) -> Text:
    marks = {
        weekday: Text(f"calendar.mark.{mark}")
        for weekday, mark in zip(_WEEKDAYS, week.marks, strict=True)
    }
    span = str(week.first.day)
    if week.first != week.last:
        span += f"–{week.last.day}"
    return Text("calendar.week", days=span, **marks)


def _legend(marks: list[Mark]) -> Text:
    """What each mark of the month means, on one line."""
    means = [
        Text("calendar.means", mark=Text(f"calendar.mark.{mark}"), what=Text(f"calendar.{mark}"))
        for mark in marks
    ]
    legend = Text("calendar.order")
    for each in reversed(means):
        legend = Text("calendar.both", first=each, second=legend)
    return legend
