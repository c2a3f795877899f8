"""Whoever asks: settled, and where the community allows it, a freeze that came too late used.

With ``retroactive_freeze`` freezes close the latest gap, if there are enough for all of it: one
that would join nothing is kept (``docs/features/checkin.md`` §5).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from bot.community import holdings
from bot.community.holdings import Item
from bot.core.context import Context
from bot.core.schedule import rule_at
from cogs.checkin import store
from cogs.checkin.circumstances import Circumstances, Missing
from cogs.checkin.events import StreakReached
from cogs.checkin.joining import joining_of
from cogs.checkin.rules import NO_STREAK, Day, DayKind, Streak, alive, runs, streak_of
from cogs.checkin.settings import CheckinSettings
from cogs.checkin.settling import Made, Subject, keep_made, resettle, settle
from cogs.checkin.store import MadeDay

_ONE_DAY = timedelta(days=1)


async def settle_own(ctx: Context, at: datetime | None = None) -> Streak:
    """The kept streak of whoever asks, as of now; of a message that came late, as of ``at``."""
    subject = Subject(ctx.member, ctx.day_rules, ctx.now if at is None else at)
    streak = (await settle(ctx, [subject])).get(subject.member, NO_STREAK)
    settings = ctx.settings(CheckinSettings)
    allowed = settings.retroactive_freeze and settings.freeze_max > 0
    if allowed and streak.current_length and subject.until == ctx.today:
        held = await holdings.count_of(ctx.tx, ctx.community.id, ctx.member, Item.FREEZE)
        if held > 0:
            return await _reach_back(ctx, subject, streak, held)
    return streak


async def _reach_back(ctx: Context, subject: Subject, streak: Streak, held: int) -> Streak:
    """The latest gap is closed when that takes at most ``held`` freezes; the streak then."""
    gap = await _latest_gap(ctx, subject, streak)
    made = None if gap is None else await _fillings(ctx, subject, *gap, held)
    if gap is None or not made or not await _ends_a_run(ctx, subject, gap[0]):
        return streak
    await keep_made(ctx, made)
    _, first = made[0]
    anew = await resettle(ctx, subject, first.day)
    joining = joining_of(ctx.settings, subject.rules)
    run = runs(anew.days, joining.joins)[-1]
    told = (ctx.community.id, subject.member, first.account, ctx.now)
    ctx.tell(StreakReached(*told, run.first, run.last, 0, run.length, subject.until, ""))
    return anew.streak


async def _latest_gap(ctx: Context, subject: Subject, streak: Streak) -> tuple[date, date] | None:
    """The covered day before the latest gap and the day behind it, None without any."""
    joining = joining_of(ctx.settings, subject.rules)
    if not alive(streak, subject.until, joining, subject.at, subject.zone):
        return None if streak.last_covered is None else (streak.last_covered, subject.until)
    if streak.current_first is None:
        return None
    before = await store.last_covered_before(
        ctx.tx, ctx.community.id, subject.member, streak.current_first
    )
    return None if before is None else (before, streak.current_first)


async def _ends_a_run(ctx: Context, subject: Subject, day: date) -> bool:
    """Whether a day that counts lies in the run that ends with the covered day.

    None does where what had begun the run was taken back.
    """
    days = await store.days_of(ctx.tx, ctx.community.id, subject.member)
    before = [each for each in days if each.day <= day]
    joining = joining_of(ctx.settings, subject.rules)
    return streak_of(before, day, joining).current_length > 0


async def _fillings(
    ctx: Context, subject: Subject, before: date, behind: date, held: int
) -> Made | None:
    """What closes the gap between the two days; None when the freezes do not suffice."""
    joining = joining_of(ctx.settings, subject.rules)
    missing = Missing(subject.member, subject.rules, before + _ONE_DAY)
    around = await Circumstances.read(ctx, [missing])
    free = around.covers(subject.member, freezing=False)
    made: Made = []
    day = before
    while (day := day + _ONE_DAY) < behind:
        if joining.excused(day):
            continue
        kind = await free(day)
        if kind is None:
            held -= 1
            if held < 0:
                return None
        covered = around.made(subject.member, Day(day, kind or DayKind.FREEZE))
        if kind is None:
            zone = rule_at(subject.rules, ctx.now).zone
            covered = MadeDay(covered.account, day, DayKind.FREEZE, ctx.now, zone)
        made.append((subject.member, covered))
    return made
