"""``/calendar``: a month of the member's days as text, in rows that any font keeps straight."""

from __future__ import annotations

from datetime import date
from typing import Final

from bot.core.cog import query
from bot.core.context import QueryContext
from bot.core.errors import Refusal, ToldHow
from bot.core.options import Note
from bot.core.outgoing import Reply
from bot.core.parsing import read_month
from bot.core.schedule import rule_at
from bot.core.text import Text
from cogs.checkin import store
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import alive
from cogs.checkin.rules.month import Mark, Week, month_of
from cogs.checkin.showing import calendar_card, counted_in, days_of

_WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_UNEXPLAINED: Final = (Mark.OUTSIDE, Mark.NOTHING)


@query("calendar", "日历")
async def show_calendar(ctx: QueryContext, month: Note = "") -> Reply:
    """The month, week by week, with what each of its marks means; looking changes nothing."""
    today = ctx.today
    first, last = _asked(month, today)
    days = await days_of(ctx, ctx.read, first, last)
    weeks, marks = days.weeks(), days.marks()
    used, counted, current = set(marks), counted_in(marks), await _current(ctx, today)
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
            Text("calendar.sum", days=counted, current=current),
        ),
        card=calendar_card(ctx, days, counted, current),
    )


def _asked(month: str, today: date) -> tuple[date, date]:
    try:
        return month_of(read_month(month, today) if month else today)
    except Refusal as refusal:
        example = Text("example.calendar")
        raise ToldHow("input.wrong", problem=refusal.text, example=example) from refusal


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
